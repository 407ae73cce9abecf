import type { FirstUse } from '../backend/bindings/FirstUse';
import type { TableStateError } from '../backend/bindings/TableStateError';
import type { AnnotationError } from '../backend/bindings/AnnotationError';
import type { KeyRow } from '../backend/bindings/KeyRow';
import type { KeyStatus } from '../backend/bindings/KeyStatus';
import type { LastUsedView } from '../backend/bindings/LastUsedView';
import type { Message } from '../shared/failure';
import { PERMISSIONS } from '../shared/key';
import { absolute, relative, span } from '../shared/time';
import type { IconName } from '../shared/icons';

export const STATUS: Record<
  KeyStatus,
  { word: string; icon: IconName; tone: 'amber' | 'quiet' | 'plain'; meaning: string }
> = {
  expiresSoon: {
    word: 'Expires soon',
    icon: 'hourglass',
    tone: 'amber',
    meaning: 'It ends within 14 days. Create a replacement, deploy it, and watch its Last Used move.',
  },
  stale: {
    word: 'Stale',
    icon: 'warning',
    tone: 'amber',
    meaning: 'It was last used more than 90 days ago. Find out who owns it; if nobody does, revoke it.',
  },
  neverUsed: {
    word: 'Never used',
    icon: 'unused',
    tone: 'amber',
    meaning:
      'It is older than 14 days, and SigSentry has not seen it since it keeps count. That alone doesn’t make it safe to revoke: ask its owner.',
  },
  legacy: {
    word: 'Legacy format',
    icon: 'archive',
    tone: 'amber',
    meaning: 'Keys of this format stop working at the sunset. Replace it with a key of today.',
  },
  active: { word: 'Active', icon: 'check', tone: 'plain', meaning: 'Nothing to do.' },
  expired: { word: 'Expired', icon: 'clock', tone: 'quiet', meaning: 'It ended by itself and opens nothing.' },
  revoked: { word: 'Revoked', icon: 'stop', tone: 'quiet', meaning: 'It was revoked for good and opens nothing.' },
};

/** "analysis:*, config:read": both halves of an area are one word, so that a column is enough. */
export function permissionsInShort(permissions: string[]): string {
  const words = new Set(permissions);
  for (const { name } of PERMISSIONS) {
    const [area] = name.split(':');
    const whole = PERMISSIONS.filter((one) => one.name.startsWith(`${area}:`));
    if (whole.every((one) => words.has(one.name))) {
      for (const one of whole) words.delete(one.name);
      words.add(`${area}:*`);
    }
  }
  return [...words].join(', ');
}

export function lastUsedWord(lastUsed: LastUsedView, now: Date): string {
  switch (lastUsed.kind) {
    case 'never':
      return 'never';
    case 'unknown':
      return 'unknown';
    case 'justNow':
      return 'just now';
    case 'at':
      return relative(lastUsed.at, now);
  }
}

/** The whole truth, for hover, focus and the detail panel. */
export function lastUsedTruth(lastUsed: LastUsedView, asOf: string): string {
  const read = `as of ${absolute(asOf)}`;
  switch (lastUsed.kind) {
    case 'never':
      return `Not seen on a request since SigSentry keeps count, ${read}`;
    case 'unknown':
      return `SigSentry doesn’t say, or not in a form that can be read, ${read}`;
    case 'justNow':
      return `${absolute(lastUsed.at)}; the server’s clock is ahead of this computer’s, ${read}`;
    case 'at':
      return `${absolute(lastUsed.at)}, ${read}`;
  }
}

export const opensNothing = (row: KeyRow) => row.status === 'revoked' || row.status === 'expired';

/** Why a view was not kept. Those that there were are still there. */
export function viewMessage(error: TableStateError): Message {
  switch (error.code) {
    case 'tooMuch':
      return { title: 'That is more than is kept', detail: 'There is room for 50 views with names of up to 60 characters. Remove one that you no longer use.' };
    case 'nothingIsKept':
      return { title: 'Nothing is kept on this computer right now', detail: 'The line below the title says why.' };
    case 'notWritten':
      return { title: 'The view could not be kept', detail: 'Check the free space of the disk, then save again.' };
  }
}

/** Why a note was not kept. What was noted before is still there. */
export function annotationMessage(error: AnnotationError): Message {
  switch (error.code) {
    case 'tooLong':
      return { title: 'That is too long to keep', detail: 'A line has room for 200 characters, the note for 2,000.' };
    case 'looksLikeKey':
      return {
        title: 'That looks like the value of a key',
        detail: 'Values are never kept here. Take it out, and revoke the key if others could see it.',
      };
    case 'notADay':
      return { title: 'The day of the review is not a day so far', detail: 'Choose today or an earlier day.' };
    case 'noSuchKey':
      return { title: 'This account has no such key any more', detail: 'Close the details, and refresh.' };
    case 'nothingIsKept':
      return { title: 'Nothing is kept on this computer right now', detail: 'The line below the title says why.' };
    case 'notWritten':
      return { title: 'The note could not be kept', detail: 'Check the free space of the disk, then save again.' };
  }
}

/** What is said of the first use of a key that was handed over from here. Any use counts. */
export function firstUseWord(firstUse: FirstUse, now: Date): string {
  switch (firstUse.kind) {
    case 'waits':
      return `Not used yet. Handed over ${relative(firstUse.since, now)}.`;
    case 'missing':
      return `Handed over ${relative(firstUse.since, now)}, and never used.`;
    case 'used':
      return `First seen in use ${firstUse.afterS < 60 ? `${firstUse.afterS} s` : span(firstUse.afterS)} after it was handed over.`;
  }
}
