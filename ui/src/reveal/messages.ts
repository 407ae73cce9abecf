import type { CopyError } from '../backend/bindings/CopyError';
import type { CopyFormat } from '../backend/bindings/CopyFormat';
import type { LeaseEnd } from '../backend/bindings/LeaseEnd';
import type { Limit } from '../backend/bindings/Limit';
import type { Message } from '../shared/failure';

export const GROUPS = [
  { group: 'code', word: 'For code' },
  { group: 'manager', word: 'For a password manager' },
] as const;

interface Format {
  group: (typeof GROUPS)[number]['group'];
  format: CopyFormat;
  word: string;
  note: string;
}

export const FORMATS: Format[] = [
  { group: 'code', format: 'raw', word: 'Value', note: 'as it is' },
  { group: 'code', format: 'dotenv', word: '.env line', note: 'SIGSENTRY_API_KEY=…' },
  { group: 'code', format: 'export', word: 'Shell export', note: 'export SIGSENTRY_API_KEY=…' },
  { group: 'code', format: 'powerShell', word: 'PowerShell', note: '$env:SIGSENTRY_API_KEY = …' },
  { group: 'code', format: 'curl', word: 'curl call', note: 'curl -H "Authorization: …"' },
  { group: 'code', format: 'json', word: 'JSON', note: '{"SIGSENTRY_API_KEY": …}' },
  { group: 'manager', format: 'bitwardenJson', word: 'Bitwarden', note: 'JSON for its import' },
  { group: 'manager', format: 'onePasswordJson', word: '1Password', note: 'JSON of an item' },
  { group: 'manager', format: 'keepassxcCsv', word: 'KeePassXC', note: 'CSV for its import' },
];

/** Why it was not copied, where the value is now, and what else can be done. */
export function copyErrorMessage(error: CopyError): Message {
  const title = 'Not copied';
  switch (error.code) {
    case 'noLongerHeld':
      return { title, detail: 'The value is no longer held. Revoke this key and create a new one.' };
    case 'noFormat':
      return { title, detail: 'This value can’t be written in that format. Copy the plain value instead.' };
    case 'noClipboard':
      return { title, detail: 'There is no clipboard here. The value is still held: show it and type it over.' };
    case 'refused':
      return { title, detail: 'The system refused. The value is still held: try again, or show it and type it over.' };
    case 'notConfirmed':
      return {
        title,
        detail: 'The clipboard doesn’t have the value: another program may have replaced it. It is still held: try again.',
      };
  }
}

/** Whether the clipboard may still have the value, and clearing it can be tried again. */
export const stillThere = (end: LeaseEnd | null): end is LeaseEnd => end === 'failed' || typeof end === 'object' && end !== null;

export function leaseEndMessage(end: LeaseEnd): string {
  if (typeof end === 'object') {
    return `The clipboard was cleared, and ${end.putBack.by ?? 'another program'} put the value back. Clear it there, or try again.`;
  }
  switch (end) {
    case 'cleared':
      return 'The clipboard was cleared.';
    case 'leftAlone':
      return 'Something else was copied meanwhile; the clipboard was left alone.';
    case 'failed':
      return 'The clipboard could not be cleared: it may still have the value. Try again, or copy something else.';
  }
}

export function limitMessage(limit: Limit): string {
  switch (limit) {
    case 'clipboardReaders':
      return 'Programs that read the clipboard may have read the value while it was there.';
    case 'servedByApp':
      return 'Until the clipboard is cleared, this app holds one copy, and gives it to each program that pastes.';
    case 'screenshots':
      return 'This system can’t keep a window out of screenshots.';
    case 'swap':
      return 'The memory could not be locked, so the value may have been swapped to disk.';
  }
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** How a character is said, so that none is mistaken for another. */
export function spoken(character: string): string {
  if (character >= '0' && character <= '9') return `digit ${DIGITS[Number(character)] ?? ''}`;
  if (character >= 'A' && character <= 'Z') return `capital ${character}`;
  if (character === '_') return 'underscore';
  if (character === '-') return 'hyphen';
  return character;
}

/** How the value of a key was lost. */
export type Cause = 'reloaded' | 'ended' | 'perhaps';

export function lostMessage(cause: Cause): Message {
  switch (cause) {
    case 'reloaded':
      return {
        title: 'The window was reloaded',
        detail: 'its value was on the screen. It has been wiped and can’t be shown again.',
      };
    case 'ended':
      return {
        title: 'The app ended before you were done with a key',
        detail: 'its value was held when the app ended. It is gone and can’t be shown again.',
      };
    case 'perhaps':
      return {
        title: 'A key was made, and its value is lost',
        detail:
          'the app ended before SigSentry answered. This key has the name, type and project that you asked for. Its value can’t be shown again.',
      };
  }
}
