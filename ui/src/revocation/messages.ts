import type { LastUsedView } from '../backend/bindings/LastUsedView';
import type { RevokeError } from '../backend/bindings/RevokeError';
import { failureMessage, type Message } from '../shared/failure';
import { absolute, relative } from '../shared/time';

/** What went wrong, and whether the key still opens something. */
export function revokeErrorMessage(error: RevokeError): Message {
  switch (error.code) {
    case 'noSuchKey':
      return {
        title: 'This key isn’t in the inventory',
        detail: 'Nothing was revoked. Refresh the table and look again.',
      };
    case 'nameDiffers':
      return { title: 'The typed name is another', detail: 'The key was not revoked.' };
    case 'cancelled':
      return {
        title: 'The key was not read again',
        detail: 'The reading was cancelled. Nothing was revoked: close this, and open it once more.',
      };
    case 'request': {
      const { title, detail } = failureMessage(error.failure);
      return { title, detail: `The key may still be live. ${detail}` };
    }
  }
}

export function lastUseMessage(lastUsed: LastUsedView, now: Date): string {
  switch (lastUsed.kind) {
    case 'never':
      return 'never seen';
    case 'unknown':
      return 'unknown';
    case 'justNow':
      return `just now (${absolute(lastUsed.at)})`;
    case 'at':
      return `${relative(lastUsed.at, now)} (${absolute(lastUsed.at)})`;
  }
}
