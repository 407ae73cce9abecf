// A tenant as a server might have it, at one moment. No key here has a value.

import type { ActivityPage } from '../../src/backend/bindings/ActivityPage';
import type { Attention } from '../../src/backend/bindings/Attention';
import type { AnnotationView } from '../../src/backend/bindings/AnnotationView';
import type { AccountEntry } from '../../src/backend/bindings/AccountEntry';
import type { AccountView } from '../../src/backend/bindings/AccountView';
import type { BulkRevocation } from '../../src/backend/bindings/BulkRevocation';
import type { CreateKeyResponse } from '../../src/backend/bindings/CreateKeyResponse';
import type { Failure } from '../../src/backend/bindings/Failure';
import type { InventorySummary } from '../../src/backend/bindings/InventorySummary';
import type { InventoryOverview } from '../../src/backend/bindings/InventoryOverview';
import type { OwnerImport } from '../../src/backend/bindings/OwnerImport';
import type { KeyRow } from '../../src/backend/bindings/KeyRow';
import type { KeyTypeView } from '../../src/backend/bindings/KeyTypeView';
import type { LastUsedView } from '../../src/backend/bindings/LastUsedView';
import type { LockState } from '../../src/backend/bindings/LockState';
import type { PassphraseOptions } from '../../src/backend/bindings/PassphraseOptions';
import type { TriageReport } from '../../src/backend/bindings/TriageReport';
import type { PlaceView } from '../../src/backend/bindings/PlaceView';
import type { ReviewView } from '../../src/backend/bindings/ReviewView';
import type { SignedOff } from '../../src/backend/bindings/SignedOff';
import type { RotationView } from '../../src/backend/bindings/RotationView';
import type { ProjectSummary } from '../../src/backend/bindings/ProjectSummary';
import type { ProjectName } from '../../src/backend/bindings/ProjectName';
import type { Scope } from '../../src/backend/bindings/Scope';
import type { SessionState } from '../../src/backend/bindings/SessionState';
import type { Settings } from '../../src/backend/bindings/Settings';
import type { SignInOptions } from '../../src/backend/bindings/SignInOptions';

/** When everything here happens. */
export const NOW = '2026-03-14T09:14:30.000Z';
const MINUTE = 60_000;
const DAY = 86_400_000;

export const ago = (milliseconds: number) => new Date(Date.parse(NOW) - milliseconds).toISOString();
export const minutesAgo = (minutes: number) => ago(minutes * MINUTE);
export const daysAgo = (days: number) => ago(days * DAY);
export const usedAt = (at: string): LastUsedView => ({ kind: 'at', at });

const PROJECT_NAMES = [
  'checkout-api',
  'mobile-app',
  'data-pipeline',
  'identity-service',
  'Legacy monolith (do not deploy on Fridays, ask the platform team first)',
];
export const PROJECTS: ProjectName[] = PROJECT_NAMES.map((name, index) => ({
  id: `5f0c2a9e-0000-4000-8000-00000000000${index}`,
  name,
}));
export const CHECKOUT = PROJECTS[0] as ProjectName;

const PREFIX: Record<KeyTypeView['kind'], string> = {
  sdk: 'ss_pub_',
  project: 'ss_secret_',
  organization: 'ss_org_',
  legacy: 'tb_',
  unknown: 'ss_edge_',
};

/** A key in use, of a project, unless said otherwise. */
export function key(given: Partial<KeyRow> & { name: string }): KeyRow {
  const keyType = given.keyType ?? { kind: 'project' };
  const id = `7d3e91b0-1111-4000-8000-${idOf(given.name)}`;
  return {
    id,
    prefix: (PREFIX[keyType.kind] + idOf(given.name).replace(/[0-9]/g, (digit) => 'kQ3xW7bTz9'[Number(digit)] ?? '')).slice(
      0,
      16,
    ),
    keyType,
    project: keyType.kind === 'organization' ? null : CHECKOUT,
    permissions: ['analysis:create', 'analysis:read'],
    createdAt: daysAgo(120),
    lastUsed: usedAt(minutesAgo(7)),
    expiresAt: null,
    revokedAt: null,
    status: 'active',
    owner: '',
    ownerLeft: false,
    storedIn: [],
    rhythm: null,
    ...given,
  };
}

/** Twelve digits that a name always has. */
function idOf(name: string): string {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 999_999_999_989;
  return String(sum).padStart(12, '0');
}

export const STALE = key({
  name: 'staging webhook receiver',
  createdAt: daysAgo(412),
  lastUsed: usedAt(daysAgo(104)),
  status: 'stale',
});
export const ORGANIZATION = key({
  name: 'tenant audit',
  keyType: { kind: 'organization' },
  permissions: ['analysis:read', 'config:read'],
  lastUsed: usedAt(minutesAgo(3)),
});
export const SDK = key({ name: 'web widget', keyType: { kind: 'sdk' }, lastUsed: { kind: 'justNow', at: NOW } });
export const EXPIRING = key({
  name: 'partner trial',
  expiresAt: ago(-6 * DAY),
  lastUsed: usedAt(minutesAgo(50)),
  status: 'expiresSoon',
});
export const NEVER_USED = key({
  name: 'load test',
  createdAt: daysAgo(33),
  lastUsed: { kind: 'never' },
  status: 'neverUsed',
});
export const LEGACY = key({
  name: 'old ingest agent',
  keyType: { kind: 'legacy' },
  project: PROJECTS[4] ?? null,
  createdAt: null,
  lastUsed: usedAt(daysAgo(3)),
  status: 'legacy',
});
export const EXPIRED = key({ name: 'pen test 2025', expiresAt: daysAgo(12), status: 'expired' });
export const REVOKED = key({
  name: 'API Key 1',
  revokedAt: daysAgo(9),
  lastUsed: usedAt(daysAgo(10)),
  status: 'revoked',
});
export const UNKNOWN = key({
  name: 'edge collector',
  keyType: { kind: 'unknown', name: 'edge' },
  project: PROJECTS[2] ?? null,
  permissions: ['analysis:create', 'logs:stream'],
  lastUsed: { kind: 'unknown' },
});

const INTEGRATIONS = [
  'production-ingest',
  'CI smoke tests',
  'nightly replay',
  'alert enrichment',
  'on-call bot',
  'canary deploy',
  'iOS app',
  'docs site snippet',
];

/** About as many keys as a team of forty has, of every status. */
export function team(): KeyRow[] {
  const everyday = PROJECTS.flatMap((project, row) =>
    INTEGRATIONS.map((name, column) => {
      const keyType: KeyTypeView = { kind: column > 5 ? 'sdk' : 'project' };
      const used = usedAt(minutesAgo(1 + ((row * 8 + column) ** 2 * 7) % 20_000));
      return {
        ...key({ name, keyType, project, createdAt: daysAgo(20 + ((row * 97 + column * 37) % 500)), lastUsed: used }),
        id: `${project.id}-${column}`,
      };
    }),
  );
  return [EXPIRING, STALE, NEVER_USED, LEGACY, ...everyday, SDK, ORGANIZATION, UNKNOWN, EXPIRED, REVOKED];
}

/** Names as no honest person gives them, as Rust passes them on. */
export const HOSTILE: KeyRow[] = [
  key({ name: '<script>document.title="owned"</script><b>bold</b>' }),
  key({ name: '<img src=x onerror=alert(1)>' }),
  key({ name: 'invoice⟨U+202E⟩gpj.exe' }),
  key({ name: 'مفتاح الإنتاج للدفع' }),
  key({ name: '👩‍🚀🔑 emoji crew 🚀' }),
  key({ name: 'long '.repeat(51) }),
  key({ name: 'x'.repeat(255), status: 'stale', lastUsed: usedAt(daysAgo(200)) }),
  key({ name: '=HYPERLINK("https://evil.example")', permissions: ['analysis:read', 'analysis:read'] }),
];

export const ACCOUNT: AccountView = {
  email: 'owner@northwind.example',
  name: 'Mara Lindqvist',
  role: 'owner',
  tenantName: 'Northwind Traders',
  sessionEnds: ago(-DAY),
  live: true,
};
export const API_URL = 'https://api.sigsentry.com/v1';
export const SETTINGS: Settings = {
  clipboardLife: '30',
  startMasked: false,
  appearance: 'system',
  proxy: { kind: 'system' },
  caFile: null,
  lockAfter: '15',
  zoom: 100,
  window: null,
  hiddenColumns: [],
  columnWidths: [],
  recogniseValues: false,
  notifyFirstUse: false,
  welcomed: true,
};
export const SESSION: SessionState = { account: ACCOUNT, whose: 'mara', apiUrl: API_URL, notices: [] };
/** The account of the session, as its label says. */
export const PRODUCTION: AccountEntry = {
  id: 'a0',
  name: '',
  colour: 'teal',
  email: ACCOUNT.email,
  tenantName: ACCOUNT.tenantName,
  apiUrl: API_URL,
  standing: 'open',
};
/** Two more: another server, and an account whose session has ended. */
export const STAGING: AccountEntry = {
  ...PRODUCTION,
  id: 'b1',
  name: 'Staging',
  colour: 'pink',
  apiUrl: 'https://staging.northwind.example/v1',
  standing: 'ready',
};
export const CLIENT: AccountEntry = {
  ...PRODUCTION,
  id: 'c2',
  name: 'Client: Fabrikam',
  colour: 'purple',
  email: 'mara@fabrikam.example',
  tenantName: 'Fabrikam',
  standing: 'ended',
};
/** Kept, without a passphrase. */
export const LOCK: LockState = { protection: 'noPassphrase', onSleep: true, onSessionLock: true };
/** As the passphrase window opens after a lock. */
export const LOCKED: PassphraseOptions = {
  purpose: 'unlock',
  whose: { email: ACCOUNT.email, tenantName: ACCOUNT.tenantName, apiUrl: API_URL },
  besideMain: false,
  waitMs: 0,
  appearance: 'system',
};
export const SIGN_IN: SignInOptions = {
  apiUrl: API_URL,
  defaultApiUrl: API_URL,
  apiUrlFixed: false,
  notices: [],
  sessionEnded: false,
  networkChanged: false,
  email: '',
  another: false,
  replaces: null,
  appearance: 'system',
};

export const onPage = (scope: Scope, row: KeyRow): boolean => {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'organization':
      return row.keyType.kind === 'organization';
    case 'projectSdk':
      return row.project?.id === scope.projectId && row.keyType.kind === 'sdk';
    case 'projectApi':
      return row.project?.id === scope.projectId && row.keyType.kind !== 'sdk';
  }
};

/** A page on which nothing asks for action. */
export const NOTHING: Attention = { expiresSoon: 0, stale: 0, neverUsed: 0, legacy: 0 };

/** The projects as Rust counts them. */
export function projectsOf(keys: KeyRow[], projects: ProjectName[] = PROJECTS): ProjectSummary[] {
  const count = (scope: Scope) => keys.filter((row) => onPage(scope, row)).length;
  return projects.map(({ id, name }) => ({
    id,
    name,
    sdkKeys: count({ kind: 'projectSdk', projectId: id }),
    apiKeys: count({ kind: 'projectApi', projectId: id }),
  }));
}

export function summaryOf(keys: KeyRow[], projects: ProjectName[] = PROJECTS): InventorySummary {
  return {
    asOf: minutesAgo(0.5),
    total: keys.length,
    organizationKeys: keys.filter((row) => onPage({ kind: 'organization' }, row)).length,
    projects: projects.length,
    gaps: { unreadable: [], unreadableCount: 0, missingPages: 0, totalPages: 2, keptKeys: 0, keptSince: null },
    useUntold: false,
    useStandsStillSince: null,
    clockBehindBy: null,
  };
}

/** A key that was just made. */
export function created(row: KeyRow): CreateKeyResponse {
  return { ticket: 'ticket-1', key: { ...row, createdAt: NOW, lastUsed: { kind: 'never' } }, length: 53 };
}

/** As Rust counts the keys of a team. */
export const OVERVIEW: InventoryOverview = {
  ages: [
    { of: { kind: 'days', after: null, within: 30 }, keys: 3, conditions: [{ kind: 'createdWithin', days: 30 }] },
    { of: { kind: 'days', after: 30, within: 90 }, keys: 8, conditions: [{ kind: 'createdBefore', days: 30 }, { kind: 'createdWithin', days: 90 }] },
    { of: { kind: 'days', after: 90, within: 365 }, keys: 27, conditions: [{ kind: 'createdBefore', days: 90 }, { kind: 'createdWithin', days: 365 }] },
    { of: { kind: 'days', after: 365, within: 730 }, keys: 10, conditions: [{ kind: 'createdBefore', days: 365 }, { kind: 'createdWithin', days: 730 }] },
    { of: { kind: 'days', after: 730, within: null }, keys: 0, conditions: [{ kind: 'createdBefore', days: 730 }] },
  ],
  uses: [
    { of: { kind: 'days', after: null, within: 1 }, keys: 21, conditions: [{ kind: 'usedWithin', days: 1 }] },
    { of: { kind: 'days', after: 1, within: 7 }, keys: 16, conditions: [{ kind: 'notUsedFor', days: 1 }, { kind: 'usedWithin', days: 7 }] },
    { of: { kind: 'days', after: 7, within: 30 }, keys: 9, conditions: [{ kind: 'notUsedFor', days: 7 }, { kind: 'usedWithin', days: 30 }] },
    { of: { kind: 'days', after: 30, within: 90 }, keys: 0, conditions: [{ kind: 'notUsedFor', days: 30 }, { kind: 'usedWithin', days: 90 }] },
    { of: { kind: 'days', after: 90, within: null }, keys: 1, conditions: [{ kind: 'notUsedFor', days: 90 }] },
    { of: { kind: 'never' }, keys: 1, conditions: [{ kind: 'neverUsed' }] },
    { of: { kind: 'unknown' }, keys: 1, conditions: [{ kind: 'useUnknown' }] },
  ],
  owners: [
    { of: { kind: 'name', name: 'Mara Lindqvist' }, keys: 12, conditions: [{ kind: 'owner', name: 'Mara Lindqvist' }] },
    { of: { kind: 'name', name: 'platform team' }, keys: 4, conditions: [{ kind: 'owner', name: 'platform team' }] },
    { of: { kind: 'noOwner' }, keys: 33, conditions: [{ kind: 'noOwner' }] },
  ],
  places: [{ of: { kind: 'name', name: 'GitHub: northwind/web' }, keys: 5, conditions: [{ kind: 'place', name: 'GitHub: northwind/web' }] }],
  projects: PROJECTS.map(({ id, name }, index) => ({
    of: { kind: 'name', name },
    keys: 12 - index,
    conditions: [{ kind: 'project', anyOf: [id] }],
  })),
};

/** What was done on this computer. */
export const ACTIVITY: ActivityPage = {
  total: 4,
  rows: [
    { line: { at: minutesAgo(4), deed: { kind: 'sent', place: 'GitHub Actions: northwind/web' } }, keyId: SDK.id, name: SDK.name, prefix: SDK.prefix, isThere: true },
    { line: { at: minutesAgo(5), deed: { kind: 'created' } }, keyId: SDK.id, name: SDK.name, prefix: SDK.prefix, isThere: true },
    { line: { at: daysAgo(9), deed: { kind: 'revoked' } }, keyId: REVOKED.id, name: REVOKED.name, prefix: REVOKED.prefix, isThere: false },
    { line: { at: daysAgo(12), deed: { kind: 'annotated' } }, keyId: '7d3e91b0-9999', name: '', prefix: '', isThere: false },
  ],
};

/** Two keys that may be revoked together, and one that may not. */
export const BULK: BulkRevocation = {
  items: [
    { keyId: STALE.id, name: STALE.name, prefix: STALE.prefix, outcome: { kind: 'waits' } },
    { keyId: NEVER_USED.id, name: NEVER_USED.name, prefix: NEVER_USED.prefix, outcome: { kind: 'waits' } },
    { keyId: ORGANIZATION.id, name: ORGANIZATION.name, prefix: ORGANIZATION.prefix, outcome: { kind: 'leftOut', because: 'organization' } },
  ],
};
export const BULK_ENDED: BulkRevocation = {
  items: BULK.items.map((item, index) => ({ ...item, outcome: [{ kind: 'revoked' } as const, { kind: 'already' } as const][index] ?? item.outcome })),
};

/** Places of an old value. */
export const PLACES: PlaceView[] = [
  { name: 'Vault: secret/ci, api_key', destination: 'vault', state: { kind: 'waits' } },
  { name: 'GitHub: northwind/web, secret SIGSENTRY_API_KEY', destination: 'githubActions', state: { kind: 'waits' } },
  { name: 'laptop of Mara', destination: null, state: { kind: 'waits' } },
];

/** A replacement under way. */
export function rotation(id: string, changes: Partial<RotationView> = {}): RotationView {
  const replacement = key({ name: `${STALE.name} (2026-03-14)`, createdAt: minutesAgo(8), lastUsed: { kind: 'never' } });
  return { id, beganAt: minutesAgo(9), old: [STALE], replacement, places: PLACES, waitsFor: { kind: 'firstUse' }, rest: 'day', ...changes };
}

/** A review of three keys that is not signed off. */
export const REVIEW: ReviewView = {
  about: 'Stale keys',
  asOf: minutesAgo(3),
  items: [
    { key: STALE, decision: null, note: '', before: 'keep', since: ['owner', 'used'] },
    { key: NEVER_USED, decision: null, note: '', before: null, since: ['new'] },
    { key: ORGANIZATION, decision: null, note: '', before: 'keep', since: [] },
  ],
};
/** The same, signed off. */
export const SIGNED_OFF: SignedOff = {
  hash: '8c1f6e0b4a2d9c7e5f3a1b0d8c6e4f2a9b7d5c3e1f0a8b6d4c2e0f9a7b5d3c1e',
  signer: '4f1a 09bc 77d2 e310 5a6f',
  files: ['/home/mara/Downloads/SigSentry review 2026-03-14 09.14.json', '/home/mara/Downloads/SigSentry review 2026-03-14 09.14.html'],
  proposals: { signedOffAt: minutesAgo(0.2), rotate: [{ key: STALE, since: [] }], revoke: [{ key: NEVER_USED, since: [] }, { key: ORGANIZATION, since: ['used'] }] },
};

/** What a look for leaked values found: one of each kind. */
export const TRIAGE: TriageReport = {
  files: 1204,
  objects: 39_417,
  megabytes: 212,
  unread: 21,
  unreadPaths: ['/home/mara/shop/private'],
  more: 0,
  stopped: false,
  found: [
    {
      prefix: STALE.prefix,
      keyType: STALE.keyType,
      exact: false,
      keys: [STALE],
      places: [
        { kind: 'file', path: '/home/mara/shop/.env', line: 12 },
        { kind: 'git', repository: '/home/mara/shop', object: '9f2c4b1d7e6a5f3c2b1a0d9e8f7c6b5a4d3e2f10', message: false },
      ],
      morePlaces: 3,
    },
    { prefix: SDK.prefix, keyType: SDK.keyType, exact: true, keys: [SDK], places: [{ kind: 'file', path: '/home/mara/shop/web/index.html', line: 3 }], morePlaces: 0 },
    { prefix: 'ss_secret_Qw3rTy', keyType: { kind: 'project' }, exact: false, keys: [], places: [{ kind: 'text', line: 1 }], morePlaces: 0 },
  ],
};

/** A file with a line of each kind. */
export const OWNER_IMPORT: OwnerImport = {
  changes: 2,
  unchanged: 1,
  leftOut: 3,
  lines: [
    { number: 4, key: 'ss_org_AAAABBBBC', owner: 'Ole', outcome: { kind: 'ambiguous' } },
    { number: 5, key: 'ss_pub_nothing', owner: 'Ole', outcome: { kind: 'noSuchKey' } },
    { number: 6, key: '', owner: '', outcome: { kind: 'looksLikeKey' } },
    { number: 1, key: 'production-ingest', owner: 'Mara Lindqvist', outcome: { kind: 'changes', before: '' } },
    { number: 2, key: 'CI smoke tests', owner: 'platform team', outcome: { kind: 'changes', before: 'Ole' } },
    { number: 3, key: 'tenant audit', owner: 'Mara Lindqvist', outcome: { kind: 'unchanged' } },
  ],
};

const host = 'api.sigsentry.com';
/** Nothing noted yet. */
export const NO_NOTE: AnnotationView = { owner: '', storedIn: [], note: '', reviewedOn: null };
/** One failure of each kind. */
export const FAILURES: { [Code in Failure['code']]: Extract<Failure, { code: Code }> } = {
  signedOut: { code: 'signedOut' },
  hostNotFound: { code: 'hostNotFound', host },
  unreachable: { code: 'unreachable', host },
  timedOut: { code: 'timedOut', host },
  connectionLost: { code: 'connectionLost', host },
  untrusted: { code: 'untrusted', host, issuer: 'Corp Proxy CA' },
  authorityAsServer: { code: 'authorityAsServer', host },
  proxySignIn: { code: 'proxySignIn', host },
  tls: { code: 'tls', host, reason: 'the certificate has expired', issuer: 'Corp Proxy CA' },
  redirected: { code: 'redirected', host, to: 'login.hotel.example' },
  captivePortal: { code: 'captivePortal', host },
  notJson: { code: 'notJson', host, webPage: true },
  tooLarge: { code: 'tooLarge', host },
  unexpected: { code: 'unexpected', host },
  forbidden: { code: 'forbidden', message: 'apikey:write is required' },
  dashboardOnly: { code: 'dashboardOnly' },
  quotaExceeded: { code: 'quotaExceeded', message: '200 of 200 keys are in use' },
  rejected: { code: 'rejected', message: 'Invalid body', fields: [{ field: 'name', message: 'is reserved' }] },
  notFound: { code: 'notFound', message: 'no such project' },
  rateLimited: { code: 'rateLimited', retryAfterSeconds: 12 },
  serverError: { code: 'serverError', status: 500, message: 'boom' },
  otherCode: { code: 'otherCode', status: 418, serverCode: 'TEAPOT', message: 'short and stout' },
};
