import type { BulkError } from '../backend/bindings/BulkError';
import type { NameBecause } from '../backend/bindings/NameBecause';
import type { NotTogether } from '../backend/bindings/NotTogether';
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
      return { title: 'The key wants its name', detail: 'It was not revoked. Either the typed name is another, or the key was used since you were asked.' };
    case 'reasonNeeded':
      return {
        title: 'Its rotation speaks against it',
        detail: 'It was not revoked. Give a reason of at most 200 characters, without a key in it, or wait.',
      };
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

/** Why the name is typed. */
export const NAME_BECAUSE: Record<NameBecause, string> = {
  organization: 'This key opens every project.',
  inUse: 'This key is in use: it was seen within the last 7 days.',
};

/** Why a key is not revoked together with others. */
export const NOT_TOGETHER: Record<NotTogether, string> = {
  organization: 'Opens every project: revoke it alone, by its name',
  inUse: 'Used within the last 7 days: revoke it alone, by its name',
  useUnknown: 'SigSentry doesn’t say when it was used: revoke it alone',
  tooNew: 'Never used, but younger than 14 days: it may not be deployed yet',
  expired: 'Expired: it opens nothing',
  revoked: 'Revoked before: it opens nothing',
  rotating: 'Is being replaced, and its rotation speaks against it: revoke it alone',
  gone: 'SigSentry has no such key any more',
};

/** Why several keys were not, or not all, revoked. */
export function bulkMessage(error: BulkError): Message {
  switch (error.code) {
    case 'tooMany':
      return { title: 'Those are too many at once', detail: 'Nothing was revoked. Select at most 1,000 keys.' };
    case 'underWay':
      return { title: 'Keys are being revoked already', detail: 'Wait until that has ended.' };
    case 'nothing':
      return { title: 'There is nothing to go on with', detail: 'Nothing was revoked.' };
    case 'notWritten':
      return {
        title: 'It could not be written down',
        detail: 'It stopped. What says “revoked” is; check the free space of the disk, then go on.',
      };
    case 'cancelled':
      return { title: 'The keys were not read again', detail: 'It stopped before the next key. Go on when you are ready.' };
    case 'request': {
      const { title, detail } = failureMessage(error.failure);
      return { title, detail: `It stopped. What waits may still be live: each is read again before anything is sent. ${detail}` };
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
