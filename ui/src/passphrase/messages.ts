import type { ForgetLockedError } from '../backend/bindings/ForgetLockedError';
import type { PassphraseError } from '../backend/bindings/PassphraseError';
import type { PassphrasePurpose } from '../backend/bindings/PassphrasePurpose';
import type { Message } from '../shared/failure';

/** What the page itself finds before it asks Rust. */
export type Problem = PassphraseError | { code: 'differs' };

export const TITLE: Record<PassphrasePurpose, string> = {
  unlock: 'SigSentry Keys is locked',
  set: 'Set a passphrase',
  change: 'Change the passphrase',
  remove: 'Remove the passphrase',
};

export const SUBMIT: Record<PassphrasePurpose, { idle: string; busy: string }> = {
  unlock: { idle: 'Unlock', busy: 'Unlocking…' },
  set: { idle: 'Set passphrase', busy: 'Setting…' },
  change: { idle: 'Change passphrase', busy: 'Changing…' },
  remove: { idle: 'Remove passphrase', busy: 'Removing…' },
};

export function problemMessage(problem: Problem): Message {
  const unchanged = 'Nothing was changed.';
  switch (problem.code) {
    case 'wrong':
      return {
        title: 'This is not the passphrase',
        detail: problem.waitMs > 0 ? `${unchanged} The next try waits a little.` : `${unchanged} Try again.`,
      };
    case 'tooSoon':
      return { title: 'Too many wrong passphrases', detail: `${unchanged} The next try waits a little.` };
    case 'empty':
      return { title: 'Something is missing', detail: 'Fill in every field.' };
    case 'tooShort':
      return { title: 'The new passphrase is too short', detail: 'It needs at least 8 characters.' };
    case 'differs':
      return { title: 'The two new passphrases differ', detail: 'Type the same one twice.' };
    case 'busy':
      return { title: 'A passphrase is being tried already', detail: 'Wait for the answer.' };
    case 'nothingThere':
      return {
        title: 'There is nothing here for a passphrase any more',
        detail: 'What this computer keeps has changed meanwhile. Close this window and try again.',
      };
    case 'noKeychain':
      return {
        title: 'There is no keychain on this computer right now',
        detail: 'It holds the key that the passphrase protects. Start it, then try again.',
      };
    case 'keychainLocked':
      return { title: 'The keychain stays locked', detail: 'Unlock it, then try again.' };
    case 'keyMissing':
      return {
        title: 'The keychain no longer has the key',
        detail: 'The passphrase alone opens nothing. If you can restore the keychain, try again then.',
      };
    case 'noMemory':
      return {
        title: 'There is too little memory',
        detail: 'Trying a passphrase takes 64 MB. Close other programs, then try again.',
      };
  }
}

export function forgetMessage(error: ForgetLockedError): Message {
  switch (error.code) {
    case 'nothingLocked':
      return { title: 'Nothing is locked any more', detail: 'Close this window and start the app again.' };
    case 'notRemoved':
      return { title: 'The file could not be deleted', detail: 'It is where it was. Check the rights of the data folder.' };
  }
}
