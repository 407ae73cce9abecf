import type { CopyFormat } from '../backend/bindings/CopyFormat';
import type { DeedKind } from '../backend/bindings/DeedKind';
import type { DeedView } from '../backend/bindings/DeedView';

const COPIED_AS: Record<CopyFormat, string> = {
  raw: 'it is',
  dotenv: 'an .env line',
  export: 'a shell export',
  powerShell: 'a PowerShell line',
  curl: 'a curl call',
  json: 'JSON',
  bitwardenJson: 'an item for Bitwarden',
  onePasswordJson: 'an item for 1Password',
  keepassxcCsv: 'a row for KeePassXC',
};

/** What was done with a key. */
export function deedWord(deed: DeedView): string {
  switch (deed.kind) {
    case 'created':
      return 'Created';
    case 'copied':
      return deed.format ? `Value copied as ${COPIED_AS[deed.format]}` : 'Value copied';
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
    case 'verified':
      return 'Value compared with what a place has: the same';
    case 'reviewed':
      return 'Kept in a review';
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
  verified: 'Value verified',
  reviewed: 'Reviewed',
};
