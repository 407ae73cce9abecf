// Rust as the tests have it: the one fake, for the controllers and for the built page alike.

import { vi, type Mock } from 'vitest';
import type { Backend } from '../../src/backend/backend';
import type { AbandonedKey } from '../../src/backend/bindings/AbandonedKey';
import type { BulkProgress } from '../../src/backend/bindings/BulkProgress';
import type { CloseRequested } from '../../src/backend/bindings/CloseRequested';
import type { StorageState } from '../../src/backend/bindings/StorageState';
import type { KeyPage } from '../../src/backend/bindings/KeyPage';
import type { KeyQuery } from '../../src/backend/bindings/KeyQuery';
import type { KeyRow } from '../../src/backend/bindings/KeyRow';
import type { LeaseEnd } from '../../src/backend/bindings/LeaseEnd';
import type { LockState } from '../../src/backend/bindings/LockState';
import type { ProjectPage } from '../../src/backend/bindings/ProjectPage';
import type { ProjectQuery } from '../../src/backend/bindings/ProjectQuery';
import type { ProjectSummary } from '../../src/backend/bindings/ProjectSummary';
import type { ReadingProgress } from '../../src/backend/bindings/ReadingProgress';
import type { RemovalReason } from '../../src/backend/bindings/RemovalReason';
import type { SessionState } from '../../src/backend/bindings/SessionState';
import { destinations, planFor, refusalOf } from './destinations';
import {
  ACTIVITY,
  BULK,
  BULK_ENDED,
  CHECKOUT,
  created,
  key,
  LOCK,
  LOCKED,
  minutesAgo,
  NO_NOTE,
  NOW,
  onPage,
  OVERVIEW,
  OWNER_IMPORT,
  PLACES,
  PRODUCTION,
  projectsOf,
  REVIEW,
  rotation,
  SESSION,
  SETTINGS,
  SIGN_IN,
  SIGNED_OFF,
  summaryOf,
  team,
  TRIAGE,
} from './fixtures';

export type FakeBackend = { [Method in keyof Backend]: Mock<Backend[Method]> } & {
  /** What Rust says by itself. */
  says: {
    sessionChanged(state: SessionState): void;
    bulk(progress: BulkProgress): void;
    inventoryRead(nothing: null): void;
    reading(progress: ReadingProgress): void;
    leaseEnded(end: LeaseEnd): void;
    keyAbandoned(key: AbandonedKey): void;
    closeRequested(reason: CloseRequested): void;
    keepingChanged(state: StorageState): void;
    lockChanged(state: LockState): void;
    lockWanted(nothing: null): void;
    filesOver(drag: { paths: string[] }): void;
    filesLeft(nothing: null): void;
    filesDropped(drag: { paths: string[] }): void;
  };
};

/** Answers everything, as if all went well. A test changes the answers that it is about. */
export function fakeBackend(keys: KeyRow[] = team()): FakeBackend {
  const session = event<SessionState>();
  const lease = event<LeaseEnd>();
  const bulkProgress = event<BulkProgress>();
  const inventoryRead = event<null>();
  const progress = event<ReadingProgress>();
  const abandoned = event<AbandonedKey>();
  const close = event<CloseRequested>();
  const keeping = event<StorageState>();
  const lockState = event<LockState>();
  const lockWanted = event<null>();
  const filesOver = event<{ paths: string[] }>();
  const filesLeft = event<null>();
  const filesDropped = event<{ paths: string[] }>();
  let read = false;
  const make = (row: KeyRow) => {
    keys.unshift(row);
    return created(row);
  };
  const find = (id: string) => {
    const row = keys.find((one) => one.id === id);
    // As Rust says it: an error with a code.
    return row ?? Promise.reject({ code: 'noSuchKey' });
  };
  return {
    pageReady: vi.fn(async () => undefined),
    zoom: vi.fn(async () => undefined),
    quitApp: vi.fn(async () => undefined),
    settings: vi.fn(async () => SETTINGS),
    saveSettings: vi.fn(async () => undefined),

    troubleReport: vi.fn(async () => ({ text: 'SigSentry Keys 0.1.0 on linux x86_64\n2026-03-14T09:14:00Z Store: the disk is full\n' })),

    sessionState: vi.fn(async () => SESSION),
    openSignIn: vi.fn(async () => undefined),
    signOut: vi.fn(async () => undefined),
    signInOptions: vi.fn(async () => SIGN_IN),
    signIn: vi.fn(async () => undefined),

    accounts: vi.fn(async () => [PRODUCTION]),
    switchAccount: vi.fn(async () => undefined),
    labelAccount: vi.fn(async () => undefined),

    refreshInventory: vi.fn(async () => {
      read = true;
      return summaryOf(keys);
    }),
    // Nothing was kept by an earlier run.
    inventorySummary: vi.fn(async () => (read ? summaryOf(keys) : Promise.reject({ code: 'notRead' }))),
    queryKeys: vi.fn(async (query) => page(keys, query)),
    selectKeys: vi.fn(async (query) => {
      const { rows } = page(keys, query);
      return rows.map(({ id, prefix }) => ({ id, prefix }));
    }),
    overview: vi.fn(async () => OVERVIEW),
    tableState: vi.fn(async () => null),
    saveTableState: vi.fn(async () => undefined),
    previewOwners: vi.fn(async () => OWNER_IMPORT),
    importOwners: vi.fn(async () => OWNER_IMPORT),
    setOwner: vi.fn(async ({ keyIds, owner }) => {
      for (const row of keys) if (keyIds.includes(row.id)) row.owner = owner;
    }),
    setOwnerLeft: vi.fn(async ({ owner, left }) => {
      for (const row of keys) if (row.owner === owner) row.ownerLeft = left;
    }),
    queryProjects: vi.fn(async (query) => projectPage(projectsOf(keys), query)),
    news: vi.fn(async () => null),
    queryChanges: vi.fn(async () => ({ total: 0, rows: [] })),
    queryActivity: vi.fn(async () => ACTIVITY),
    markChangesSeen: vi.fn(async () => undefined),
    exportFile: vi.fn(async () => ({ path: '/home/mara/Downloads/SigSentry keys 2026-03-14 09.14.csv', rows: keys.length })),
    keyDetail: vi.fn(async (id) => {
      const row = await find(id);
      const header = row.keyType.kind === 'organization' ? ' \\\n  -H "X-Project-Id: <project-uuid>"' : '';
      const curl = `curl -H "Authorization: Bearer $SIGSENTRY_API_KEY"${header} \\\n  https://api.sigsentry.com/v1/analyses`;
      const opens = row.status !== 'revoked' && row.status !== 'expired';
      return { row, curl: opens ? curl : null, asOf: minutesAgo(0.5), removal: removalOf(row), firstUse: null, annotation: NO_NOTE, activity: [], storedIn: [] };
    }),

    nameAdvice: vi.fn(async () => []),
    createSdkKey: vi.fn(async ({ name }) => make(key({ name, keyType: { kind: 'sdk' } }))),
    createProjectKey: vi.fn(async ({ name, permissions }) => make(key({ name, permissions, project: CHECKOUT }))),
    createOrganizationKey: vi.fn(async ({ name, permissions }) =>
      make(key({ name, permissions, keyType: { kind: 'organization' } })),
    ),
    retryCreation: vi.fn(async () => make(key({ name: 'asked for twice' }))),

    revealKey: vi.fn(async (_ticket, scale) => picture(scale)),
    copyKey: vi.fn(async () => ({ remainingMs: 30_000, totalMs: 30_000 })),
    clipboardLease: vi.fn(async () => null),
    endClipboardLease: vi.fn(async () => 'cleared'),
    spellKey: vi.fn(async (_ticket, index) => ({ character: 'ss_secret_Ab3'.charAt(index) || 'x', index })),
    dismissKey: vi.fn(async () => ({
      wipedAt: NOW,
      lockedInRam: true,
      handedOver: true,
      storedIn: [],
      lease: null,
      limits: [],
    })),
    takeAbandonedKeys: vi.fn(async () => []),

    destinations: vi.fn(async () => destinations()),
    // As Rust says it: an error with a code.
    planSending: vi.fn(async (request) => (refusalOf(request) ? Promise.reject(refusalOf(request)) : planFor(request))),
    destinationIdentity: vi.fn(async () => ({ code: 'signedInAs', who: 'mara-lindqvist' })),
    sendKey: vi.fn(async (request) => ({
      target: planFor(request).target,
      version: null,
      proof: 'askedBack', said: [],
      key: keys[0] ?? key({ name: 'sent' }),
    })),
    checkStoredValue: vi.fn(async () => 'same'),

    previewRevocation: vi.fn(async (id) => {
      const row = await find(id);
      return { key: row, usedRecently: false, typeNameBecause: row.keyType.kind === 'organization' ? 'organization' : null, refusals: [] };
    }),
    revokeKey: vi.fn(async ({ keyId }) => {
      const row = await find(keyId);
      Object.assign(row, { status: 'revoked', revokedAt: NOW });
      return { already: false };
    }),

    beginReview: vi.fn(async () => REVIEW),
    review: vi.fn(async () => null),
    decideReview: vi.fn(async () => undefined),
    dropReview: vi.fn(async () => undefined),
    signOffReview: vi.fn(async () => SIGNED_OFF),
    proposals: vi.fn(async () => null),
    triage: vi.fn(async () => TRIAGE),
    stopTriage: vi.fn(async () => undefined),
    choosePath: vi.fn(async () => ({ path: '/home/mara/shop' })),
    undeployedKeys: vi.fn(async () => ({ keyIds: [] })),
    planRotation: vi.fn(async (id) => {
      const row = await find(id);
      return { key: row, name: `${row.name} (2026-03-14)`, places: PLACES, notPossible: null };
    }),
    beginRotation: vi.fn(async ({ name }) => make(key({ name }))),
    replaceAgain: vi.fn(async (_, name) => make(key({ name }))),
    rotations: vi.fn(async () => []),
    lookAtRotations: vi.fn(async () => []),
    holdRotation: vi.fn(async (id) => rotation(id)),
    markPlace: vi.fn(async ({ rotationId }) => rotation(rotationId)),
    planPlace: vi.fn(async () => Promise.reject({ code: 'noLongerHeld' })),
    sendToPlace: vi.fn(async () => ({ target: 'Vault: secret/ci, api_key', version: '2', proof: 'askedBack', said: [], key: keys[0] ?? key({ name: 'sent' }) })),
    endRotation: vi.fn(async () => undefined),

    previewBulkRevocation: vi.fn(async () => BULK),
    revokeKeys: vi.fn(async () => BULK_ENDED),
    resumeRevocations: vi.fn(async () => BULK_ENDED),
    stopRevocations: vi.fn(async () => undefined),
    bulkRevocation: vi.fn(async () => null),
    forgetBulkRevocation: vi.fn(async () => undefined),

    keeping: vi.fn(async () => ({ code: 'kept' })),
    retryKeeping: vi.fn(async () => undefined),
    withoutKeychain: vi.fn(async () => undefined),
    setStoreAside: vi.fn(async () => undefined),
    leftBehindKeys: vi.fn(async () => []),
    settleLeftBehind: vi.fn(async () => undefined),
    saveAnnotation: vi.fn(async ({ owner, storedIn, note, reviewedOn }) => ({
      owner,
      storedIn: storedIn.map((place) => place.trim()),
      note,
      reviewedOn,
    })),

    lockState: vi.fn(async () => LOCK),
    lockApp: vi.fn(async () => undefined),
    noteActivity: vi.fn(async () => undefined),
    openPassphrase: vi.fn(async () => undefined),
    passphraseOptions: vi.fn(async () => LOCKED),
    usePassphrase: vi.fn(async () => undefined),
    leavePassphrase: vi.fn(async () => undefined),
    signInInstead: vi.fn(async () => undefined),
    forgetLocked: vi.fn(async () => undefined),

    onLockChanged: vi.fn(lockState.on),
    onLockWanted: vi.fn(lockWanted.on),
    onStorageChanged: vi.fn(keeping.on),
    onSessionChanged: vi.fn(session.on),
    lookForNewKeys: vi.fn(async () => summaryOf(keys)),
    cancelReading: vi.fn(async () => undefined),
    onBulkProgress: vi.fn(bulkProgress.on),
    onInventoryRead: vi.fn(inventoryRead.on),
    onReadingProgress: vi.fn(progress.on),
    onLeaseEnded: vi.fn(lease.on),
    onKeyAbandoned: vi.fn(abandoned.on),
    onFilesOver: vi.fn(filesOver.on),
    onFilesLeft: vi.fn(filesLeft.on),
    onFilesDropped: vi.fn(filesDropped.on),
    onCloseRequested: vi.fn(close.on),
    says: {
      sessionChanged: session.say,
      bulk: bulkProgress.say,
      inventoryRead: inventoryRead.say,
      reading: progress.say,
      leaseEnded: lease.say,
      keyAbandoned: abandoned.say,
      closeRequested: close.say,
      keepingChanged: keeping.say,
      lockChanged: lockState.say,
      lockWanted: lockWanted.say,
      filesOver: filesOver.say,
      filesLeft: filesLeft.say,
      filesDropped: filesDropped.say,
    },
  };
}

/** An answer that comes when the test says so. */
export function later<T>() {
  let give: (value: T) => void = () => undefined;
  let refuse: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    give = resolve;
    refuse = reject;
  });
  return { promise, give, refuse };
}

function event<T>() {
  const listeners = new Set<(payload: T) => void>();
  return {
    on: async (hear: (payload: T) => void) => {
      listeners.add(hear);
      return () => {
        listeners.delete(hear);
      };
    },
    say: (payload: T) => {
      for (const hear of listeners) hear(payload);
    },
  };
}

function removalOf({ status, ownerLeft }: KeyRow): RemovalReason[] {
  return [...(status === 'neverUsed' ? ['neverUsed' as const] : []), ...(ownerLeft ? ['ownerLeft' as const] : [])];
}

/** As much of `contract::inventory` as a page needs to look alive. */
function page(keys: KeyRow[], query: KeyQuery): KeyPage {
  const here = keys.filter((row) => onPage(query.scope, row));
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = here
    .filter((row) => query.conditions.every((one) => one.kind !== 'status' || one.anyOf.includes(row.status)))
    .filter((row) => query.conditions.every((one) => one.kind !== 'owner' || one.name === row.owner))
    .filter((row) => query.conditions.every((one) => one.kind !== 'keys' || one.anyOf.includes(row.id)))
    .filter((row) => {
      const text = [row.name, row.prefix, row.project?.name, ...row.permissions].join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    });
  if (query.column === 'name') rows.sort((one, other) => one.name.localeCompare(other.name));
  if (query.descending) rows.reverse();
  const count = (status: KeyRow['status']) => here.filter((row) => row.status === status).length;
  return {
    total: rows.length,
    rows: rows.slice(query.offset, query.offset + query.limit),
    attention: {
      expiresSoon: count('expiresSoon'),
      stale: count('stale'),
      neverUsed: count('neverUsed'),
      legacy: count('legacy'),
    },
    project: projectsOf(keys).find(({ id }) => 'projectId' in query.scope && query.scope.projectId === id) ?? null,
  };
}

/** The projects that a search finds. */
export function projectPage(projects: ProjectSummary[], query: ProjectQuery): ProjectPage {
  const found = projects.filter(({ name }) => name.toLowerCase().includes(query.search.toLowerCase()));
  return { total: found.length, rows: found.slice(query.offset, query.offset + query.limit) };
}

/** Pixels in the layout of `contract::custody`: a bar for each character, in rows as Rust draws them. */
export function picture(scale: number): ArrayBuffer {
  const [cell, line, rows, columns] = [12 * scale, 30 * scale, 3, 26];
  const [width, height] = [Math.round(cell * columns), Math.round(line * rows)];
  const answer = new ArrayBuffer(12 + width * height * 4);
  const head = new DataView(answer);
  head.setUint32(0, width, true);
  head.setUint32(4, height, true);
  head.setFloat32(8, scale, true);
  const pixels = new Uint8Array(answer, 12);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inked = x % cell > cell / 4 && y % line > line / 3 && Math.floor(x / cell) % 5 < 4;
      if (inked) pixels.set([110, 130, 145, 255], (y * width + x) * 4);
    }
  }
  return answer;
}
