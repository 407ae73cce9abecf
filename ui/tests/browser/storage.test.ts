import { expect, test } from 'vitest';
import type { StorageState } from '../../src/backend/bindings/StorageState';
import { daysAgo, FAILURES, key, STALE, summaryOf, team } from '../support/fixtures';
import type { FakeBackend } from '../support/fake-backend';
import type { App } from './app';
import { inApp, state } from './state';

/** By the menu of the account. */
async function signOut(app: App): Promise<void> {
  await app.click('account-menu');
  await app.click('sign-out');
}

const PROJECT = key({ name: 'production-ingest' });
const kept = (storage: StorageState) => (fake: FakeBackend) => fake.keeping.mockResolvedValue(storage);
/** The last reading is three days old, and there is no way to the server. */
const offline = (fake: FakeBackend) => {
  fake.inventorySummary.mockResolvedValue({ ...summaryOf(team()), asOf: daysAgo(3) });
  fake.refreshInventory.mockRejectedValue({ code: 'request', failure: FAILURES.unreachable });
};

state('storage: session only', {
  given: kept({ code: 'sessionOnly', reason: 'noKeychain' }),
  shows: (app) => app.says('there is no keychain on this computer', app.id('session-only')),
});

state('storage: the keychain waits', {
  given: kept({ code: 'waiting' }),
  shows: (app) => app.says('Waiting for the keychain', app.id('keychain-waiting')),
});

state('storage: a damaged store', {
  given: kept({ code: 'unreadable', problem: { code: 'damaged' } }),
  shows: (app) => app.says('renamed, not deleted', app.id('store-unreadable')),
});

state('storage: offline', {
  given: offline,
  when: async (app) => {
    await app.id('offline-age').waitFor();
    await app.click(/^nav-project-api/);
  },
  shows: async (app) => {
    await app.says('3 days ago', app.id('offline-age'));
    await app.says('Offline: creating and revoking need SigSentry.', app.id('table-foot'));
    expect(await app.id('new-key').getAttribute('aria-disabled')).toBe('true');
    expect(await app.id('new-key').getAttribute('title')).toContain('Offline');
  },
});

state('storage: a key offline', {
  keys: [PROJECT],
  given: (fake) => {
    offline(fake);
    fake.inventorySummary.mockResolvedValue({ ...summaryOf([PROJECT]), asOf: daysAgo(3) });
  },
  when: (app) => app.click('key-row'),
  shows: async (app) => {
    await app.says('Offline: creating and revoking need SigSentry.', app.id('revoke-off'));
    expect(await app.id('revoke').getAttribute('aria-disabled')).toBe('true');
  },
});

state('storage: asked before signing out', {
  when: (app) => signOut(app),
  shows: (app) => app.says('Notes are nowhere else.', app.id('sign-out-dialog')),
});

for (const certain of [true, false]) {
  state(`storage: a key left behind, ${certain ? 'known by its id' : 'found by its name'}`, {
    given: (fake) => fake.leftBehindKeys.mockResolvedValue([{ key: STALE, handedOver: false, certain }]),
    shows: (app) => app.says(certain ? 'its value was held when the app ended' : 'before SigSentry answered', app.id('abandoned')),
  });
}

state('storage: keys kept from an earlier reading', {
  given: (fake) => {
    const summary = summaryOf(team());
    const gaps = { ...summary.gaps, missingPages: 1, keptKeys: 12, keptSince: daysAgo(2) };
    fake.refreshInventory.mockResolvedValue({ ...summary, gaps });
  },
  shows: (app) => app.says('12 keys are shown as an earlier reading had them', app.id('gaps')),
});

state('storage: a note that looks like a key', {
  keys: [PROJECT],
  given: (fake) => fake.saveAnnotation.mockRejectedValue({ code: 'looksLikeKey' }),
  when: async (app) => {
    await app.click('key-row');
    await app.id('note-text').fill('ss_secret_…');
    await app.click('note-save');
  },
  shows: (app) => app.says('That looks like the value of a key', app.id('note-error')),
});

test('a note is kept, also offline', () =>
  inApp({ keys: [PROJECT], given: offline }, async (app) => {
    await app.click('key-row');
    await app.id('note-owner').fill('Mara');
    await app.id('note-stored-in').fill('GitHub');
    await app.click('note-today');
    await app.click('note-save');
    await app.says('Kept on this computer only', app.id('detail'));
    expect(app.fake.saveAnnotation).toHaveBeenCalledWith({
      keyId: PROJECT.id,
      owner: 'Mara',
      storedIn: ['GitHub'],
      note: '',
      reviewedOn: '2026-03-14',
    });
  }));

test('what could be created offline cannot be', () =>
  inApp({ given: offline }, async (app) => {
    await app.id('offline-age').waitFor();
    await app.click(/^nav-project-api/);
    await app.id('new-key').click({ force: true });
    await app.press('n');
    expect(await app.id('key-name').count()).toBe(0);
  }));

test('a way back is noticed without a click', () =>
  inApp({ given: offline, stillClock: true }, async (app) => {
    await app.id('offline-age').waitFor();
    app.fake.refreshInventory.mockResolvedValue(summaryOf(team()));
    await app.page.clock.runFor(10_000);
    await app.id('offline-age').waitFor({ state: 'detached' });
  }));

test('signing out deletes what is kept unless somebody wants it kept', async () => {
  for (const keep of [false, true]) {
    await inApp({}, async (app) => {
      await signOut(app);
      if (keep) await app.click('sign-out-keep');
      await app.click('sign-out-confirm');
      await expect.poll(() => app.fake.signOut.mock.calls).toEqual([[keep ? 'keepStore' : 'forgetAll']]);
    });
  }
});

test('where nothing is kept, signing out asks nothing', () =>
  inApp({ given: kept({ code: 'sessionOnly', reason: 'noKeychain' }) }, async (app) => {
    await app.id('session-only').waitFor();
    await signOut(app);
    await expect.poll(() => app.fake.signOut.mock.calls).toEqual([['forgetAll']]);
  }));

test('before it is known whether anything is kept, nothing is deleted unasked', async () => {
  for (const code of ['opening', 'waiting'] as const) {
    await inApp({ given: kept({ code }) }, async (app) => {
      await signOut(app);
      await app.id('sign-out-dialog').waitFor();
      expect(app.fake.signOut.mock.calls).toEqual([]);
    });
  }
});

test('a store is set aside on the person’s word', () =>
  inApp({ given: kept({ code: 'unreadable', problem: { code: 'newer', version: 7 } }) }, async (app) => {
    await app.click('set-aside');
    await expect.poll(() => app.fake.setStoreAside.mock.calls.length).toBe(1);
    app.fake.says.keepingChanged({ code: 'kept' });
    await app.id('store-unreadable').waitFor({ state: 'detached' });
  }));

test('a key left behind is settled, and its revocation offered', () =>
  inApp(
    { given: (fake) => fake.leftBehindKeys.mockResolvedValue([{ key: STALE, handedOver: false, certain: true }]) },
    async (app) => {
      await app.click('abandoned-revoke');
      await app.id('revoke-dialog').waitFor();
      expect(app.fake.settleLeftBehind).toHaveBeenCalledWith(STALE.id);
    },
  ));
