import type { LockState } from '../backend/bindings/LockState';
import type { Message } from '../shared/failure';
import type { Refusal } from './lock.svelte';

export function refusalMessage(refusal: Refusal): Message {
  switch (refusal.code) {
    case 'nothingKept':
      return {
        title: 'There is nothing to lock',
        detail: 'Nothing of your account is kept on this computer right now. Quit the app, and all of it is forgotten.',
      };
    case 'noPassphrase':
      return { title: 'There is no passphrase yet', detail: 'Without one, everybody here could open the app again. Set one first.' };
    case 'noWindow':
      return { title: 'The passphrase window could not be opened', detail: 'Close other windows, then try again.' };
    case 'held':
      switch (refusal.reason) {
        case 'creating':
          return { title: 'A key is being made', detail: 'The app stays open until the answer is here. Lock it then.' };
        case 'sending':
          return { title: 'A value is on its way', detail: 'The app stays open until it has arrived. Lock it then.' };
        case 'valueHeld':
          return { title: 'The value of a key is still held', detail: 'Copy or send it, and dismiss it. Then lock the app.' };
      }
  }
}

/** When the app locks itself besides: as far as this desktop tells. */
export function signalMessage({ onSleep, onSessionLock }: LockState): string {
  if (onSleep && onSessionLock) return 'Also before this computer sleeps, and when its screen is locked or its screen saver starts.';
  if (onSleep) return 'Also before this computer sleeps. This desktop doesn’t say when its screen is locked.';
  if (onSessionLock) return 'Also when the screen is locked or its screen saver starts. This desktop doesn’t say when it sleeps: the app locks when it wakes, if it slept for that long.';
  return 'This desktop says neither when it sleeps nor when its screen is locked. Time asleep counts.';
}
