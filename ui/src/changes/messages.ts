import type { ChangeKind } from '../backend/bindings/ChangeKind';
import type { ChangeRow } from '../backend/bindings/ChangeRow';
import type { ChangesError } from '../backend/bindings/ChangesError';
import type { News } from '../backend/bindings/News';
import type { Message } from '../shared/failure';
import type { IconName } from '../shared/icons';
import { grouped } from '../shared/number';
import { day, relative } from '../shared/time';

/** "3 new, 1 gone, 2 used again": in the order in which an admin asks. */
export function newsWord(news: News): string {
  const parts: [number, string][] = [
    [news.appeared, 'new'],
    [news.gone, 'gone'],
    [news.triedWhileRevoked, 'tried although revoked'],
    [news.revoked, 'revoked'],
    [news.changed, 'changed'],
    [news.usedAgain, 'used again'],
    [news.firstUsed, 'first used'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${grouped(count)} ${word}`)
    .join(', ');
}

export const CHANGE_ICONS: Record<ChangeKind['kind'], IconName> = {
  appeared: 'plus',
  gone: 'cross',
  renamed: 'pen',
  permissions: 'sliders',
  expiry: 'hourglass',
  revoked: 'stop',
  restored: 'refresh',
  firstUsed: 'check',
  usedAgain: 'warning',
  triedWhileRevoked: 'warning',
};

/** What changed, as a sentence about the key. */
export function changeWord(change: ChangeRow): string {
  const { what } = change;
  switch (what.kind) {
    case 'appeared':
      return what.here ? 'Created here' : 'New, created elsewhere';
    case 'gone':
      return 'Gone: SigSentry has it no longer';
    case 'renamed':
      return `Renamed, before: ${what.from}`;
    case 'permissions':
      return `Other permissions, before: ${what.from.join(', ') || 'none'}`;
    case 'expiry':
      return what.from === null ? 'Expires now, before: never' : `Another expiry, before: ${day(what.from)}`;
    case 'revoked':
      return what.here ? 'Revoked here' : 'Revoked elsewhere';
    case 'restored':
      return 'Was revoked, and opens doors again';
    case 'firstUsed':
      return 'Used for the first time';
    case 'triedWhileRevoked':
      return 'Revoked, and something still tried it: a deployment may have been forgotten';
    case 'usedAgain':
      return `Used again after a long silence, before: ${relative(what.before, new Date(change.at))}`;
  }
}

export const NOTHING_IS_KEPT: Message = {
  title: 'Nothing is kept on this computer right now',
  detail: 'So what was done is not known. The line below the title says why.',
};

export function changesMessage(error: ChangesError): Message {
  switch (error.code) {
    case 'nothingIsKept':
      return {
        title: 'Nothing is kept on this computer right now',
        detail: 'Without what an earlier reading said, nothing can be compared. The line below the title says why.',
      };
    case 'notWritten':
      return {
        title: 'That you have seen them could not be kept',
        detail: 'The changes stay new. Check the free space of the disk, then try again.',
      };
  }
}
