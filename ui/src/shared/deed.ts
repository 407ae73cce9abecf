import type { DeedKind } from '../backend/bindings/DeedKind';
import type { DeedView } from '../backend/bindings/DeedView';

/** What was done with a key. */
export function deedWord(deed: DeedView): string {
  switch (deed.kind) {
    case 'created':
      return 'Created';
    case 'copied':
      return 'Value copied';
    case 'sent':
      return `Value sent to ${deed.place}`;
    case 'dismissed':
      return 'Value dismissed';
    case 'foundLeftBehind':
      return 'Found after the app had ended too early';
    case 'revoked':
      return 'Revoked';
    case 'annotated':
      return 'Notes changed';
    case 'replaced':
      return 'A replacement was made for it';
    case 'revokedAnyway':
      return `Revoked although its rotation was not done: ${deed.reason}`;
  }
}

/** The kinds to choose from. */
export const DEEDS: Record<DeedKind, string> = {
  created: 'Created',
  copied: 'Value copied',
  sent: 'Value sent',
  dismissed: 'Value dismissed',
  foundLeftBehind: 'Found after the app had ended too early',
  revoked: 'Revoked',
  annotated: 'Notes changed',
  replaced: 'A replacement made',
};
