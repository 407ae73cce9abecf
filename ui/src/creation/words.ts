import type { CreateKeyError } from '../backend/bindings/CreateKeyError';
import type { NameAdvice } from '../backend/bindings/NameAdvice';
import type { NameProblem } from '../backend/bindings/NameProblem';
import { failureWords, type Words } from '../shared/failure';

export const PERMISSIONS = [
  { name: 'analysis:create', allows: 'Run analyses, ask follow-ups, give feedback' },
  { name: 'analysis:read', allows: 'Read analyses' },
  { name: 'config:read', allows: 'Read project, channel, log-source, repository and watchdog configuration' },
  { name: 'config:write', allows: 'Change that configuration' },
] as const;

export const LOCKED = ['analysis:create', 'analysis:read'];

export function adviceWords(advice: NameAdvice): string {
  switch (advice.kind) {
    case 'generic':
      return 'This says nothing about where the key is used. A specific name makes a leak easy to trace.';
    case 'duplicate':
      return advice.active
        ? 'A live key has this name already. One key per integration keeps Last Used meaningful.'
        : 'A revoked key had this name. It is free, but the two are easy to mix up.';
    case 'long':
      return `Tables will cut this name. ${advice.left} characters are left.`;
  }
}

export function problemWords(problem: NameProblem): string {
  switch (problem) {
    case 'empty':
      return 'Give the key a name.';
    case 'tooLong':
      return 'The name has more than 255 characters.';
    case 'invisible':
      return 'The name has invisible or direction-changing characters. Type it anew.';
    case 'looksLikeKey':
      return 'This looks like a key’s value. A value must never become a name.';
  }
}

/** What went wrong, and first of all what became of the key. */
export function errorWords(error: Exclude<CreateKeyError, { code: 'form' }>): Words {
  switch (error.code) {
    case 'busy':
      return { title: 'A key is being created already', detail: 'Wait until it is done.' };
    case 'nothingToRetry':
      return { title: 'There is nothing to try again', detail: 'Create the key anew.' };
    case 'request': {
      const { title, detail } = failureWords(error.failure);
      switch (error.fate.kind) {
        case 'notCreated':
          return { title, detail: `No key was created. ${detail}` };
        case 'unknown':
          return {
            title,
            detail: `A key may have been created. Try again: SigSentry then gives this same key, never a second one.`,
          };
        case 'valueLost':
          return {
            title: 'A key was created, but its value could not be read',
            detail: `Nobody has seen the value and it can’t be fetched again. Revoke that key and create a new one. ${title}.`,
          };
      }
    }
  }
}
