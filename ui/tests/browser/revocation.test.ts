import { expect, test } from 'vitest';
import type { KeyRow } from '../../src/backend/bindings/KeyRow';
import { later } from '../support/fake-backend';
import { BULK, FAILURES, HOSTILE, key, NEVER_USED, ORGANIZATION, STALE, UNKNOWN } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const BUSY = key({ name: 'production-ingest' });

/** How long a decision can be undone, in milliseconds. */
const HOLD = 10_000;

async function ask(app: App): Promise<void> {
  await app.click('key-row');
  await app.click('revoke');
  await app.id('revoke-dialog').waitFor();
}

/** Decides, and lets the time to undo it pass. */
async function decide(app: App): Promise<void> {
  await app.click('revoke-confirm');
  await app.id('undo').waitFor();
  await app.page.clock.runFor(HOLD);
}

function asking(name: string, row: KeyRow, usedRecently: boolean, shows: (app: App) => Promise<unknown>): void {
  state(`revoke: ${name}`, {
    keys: [row],
    given: (fake) =>
      fake.previewRevocation.mockResolvedValue({
        key: row,
        usedRecently,
        typeNameBecause: row.keyType.kind === 'organization' ? 'organization' : usedRecently ? 'inUse' : null,
        refusals: [],
      }),
    when: ask,
    shows: async (app) => {
      await app.page.getByRole('dialog', { name: 'Revoke this key?' }).waitFor();
      // Which key, of which type and project, and who is about to do it.
      await app.says(row.name.trim(), app.id('revoke-name'));
      await app.says('owner@northwind.example', app.id('revoke-dialog'));
      await app.id('revoke-dialog').getByText('Type', { exact: true }).waitFor();
      await shows(app);
    },
  });
}

asking('a stale key', STALE, false, async (app) => {
  await app.says('104 days ago (30 Nov 2025', app.id('revoke-dialog'));
  await app.focuses('revoke-cancel');
});

asking('a key in use', { ...BUSY, owner: 'Mara', storedIn: ['Vault: secret/ci', 'GitHub: northwind/web'] }, true, async (app) => {
  await app.says('Whatever uses it stops working at once.', app.id('used-recently'));
  await app.says('This key is in use', app.id('revoke-dialog'));
  await app.says('GitHub: northwind/web', app.id('revoke-places'));
});

asking('a key that was never seen', NEVER_USED, false, (app) => app.says('doesn’t make it safe', app.id('never-seen')));

asking('a key of which nobody knows when it was used', UNKNOWN, false, (app) =>
  app.says('Something may still use it.', app.id('use-unknown')),
);

asking('an organization key', ORGANIZATION, true, async (app) => {
  await app.says('Type its name or its prefix to confirm', app.id('revoke-dialog'));
  expect(await app.id('revoke-confirm').getAttribute('aria-disabled')).toBe('true');
});

asking('a name of 255 characters', HOSTILE[6] as KeyRow, false, (app) => app.says('6 months ago', app.id('revoke-dialog')));

state('revoke: reading the key again', {
  given: (fake) => fake.previewRevocation.mockReturnValue(later<never>().promise),
  when: ask,
  shows: async (app) => {
    await app.says('Reading the key again', app.id('revoke-looking'));
    expect(await app.id('revoke-confirm').getAttribute('aria-disabled')).toBe('true');
  },
});

state('revoke: the key could not be read again', {
  given: (fake) => fake.previewRevocation.mockRejectedValue({ code: 'request', failure: FAILURES.timedOut }),
  when: ask,
  shows: async (app) => {
    await app.says('The key may still be live.', app.id('revoke-error'));
    await app.id('revoke-look-again').waitFor();
  },
});

state('revoke: the key is there no more', {
  given: (fake) => fake.previewRevocation.mockRejectedValue({ code: 'noSuchKey' }),
  when: ask,
  shows: (app) => app.says('This key isn’t in the inventory', app.id('revoke-error')),
});

state('revoke: refused for the role', {
  keys: [STALE],
  stillClock: true,
  given: (fake) => fake.revokeKey.mockRejectedValue({ code: 'request', failure: FAILURES.forbidden }),
  when: async (app) => {
    await ask(app);
    await decide(app);
  },
  shows: (app) => app.says('Your role doesn’t allow this', app.id('revoke-error')),
});

state('revoke: running', {
  keys: [STALE],
  stillClock: true,
  given: (fake) => fake.revokeKey.mockReturnValue(later<never>().promise),
  when: async (app) => {
    await ask(app);
    await decide(app);
    await app.press('Escape');
  },
  shows: async (app) => {
    await app.says('Revoking…', app.id('revoke-confirm'));
  },
});

state('revoke: done', {
  given: (fake) => fake.revokeKey.mockResolvedValue({ already: false }),
  keys: [STALE],
  stillClock: true,
  when: async (app) => {
    await ask(app);
    await decide(app);
  },
  shows: async (app) => {
    await app.says('It stays listed as revoked.', app.id('revoke-done'));
    await app.focuses('revoke-close');
  },
});

state('revoke: somebody was faster', {
  given: (fake) => fake.revokeKey.mockResolvedValue({ already: true }),
  keys: [STALE],
  stillClock: true,
  when: async (app) => {
    await ask(app);
    await decide(app);
  },
  shows: (app) => app.says('Somebody had revoked it before.', app.id('revoke-done')),
});

test('revoke: an organization key only after its name was typed', () =>
  inApp({ keys: [{ ...ORGANIZATION }], stillClock: true }, async (app) => {
    await ask(app);
    await app.poke('revoke-confirm');
    await app.id('revoke-typed-name').fill('tenant audi');
    await app.press('Enter');
    await app.poke('revoke-confirm');
    expect(app.fake.revokeKey).not.toHaveBeenCalled();
    await app.id('revoke-typed-name').fill('tenant audit');
    await decide(app);
    await app.id('revoke-done').waitFor();
    expect(app.fake.revokeKey.mock.calls).toEqual([[{ keyId: ORGANIZATION.id, typedName: 'tenant audit', reason: null }]]);
  }));

test('revoke: afterwards the table and the panel say so', () =>
  inApp({ keys: [{ ...STALE }], stillClock: true }, async (app) => {
    await ask(app);
    await decide(app);
    await app.click('revoke-close');
    await app.says('It was revoked for good', app.id('detail'));
    await app.page.getByRole('row', { name: /staging webhook receiver.*Revoked/ }).waitFor();
    expect(await app.id('revoke').count()).toBe(0);
  }));

state('revoke: it can still be undone', {
  keys: [STALE],
  stillClock: true,
  when: async (app) => {
    await ask(app);
    await app.click('revoke-confirm');
  },
  shows: async (app) => {
    await app.says('Nothing was sent yet.', app.id('held'));
    await app.focuses('undo');
  },
});

test('revoke: Esc and Undo take the decision back, and nothing is sent', () =>
  inApp({ keys: [{ ...STALE }], stillClock: true }, async (app) => {
    await ask(app);
    for (const undo of [() => app.press('Escape'), () => app.click('undo')]) {
      await app.click('revoke-confirm');
      await app.id('undo').waitFor();
      await app.page.clock.runFor(HOLD / 2);
      await undo();
      await app.id('held').waitFor({ state: 'detached' });
    }
    await app.page.clock.runFor(HOLD * 2);
    expect(app.fake.revokeKey).not.toHaveBeenCalled();
    await app.id('revoke-dialog').waitFor();
  }));

async function askForSeveral(app: App): Promise<void> {
  await app.id('select').nth(1).check();
  await app.id('select').nth(2).check();
  await app.click('bulk-revoke');
  await app.id('bulk-dialog').waitFor();
}

state('revoke several: the question', {
  when: askForSeveral,
  shows: async (app) => {
    await app.says('2 keys', app.id('bulk-waiting'));
    await app.says('Opens every project: revoke it alone, by its name', app.id('bulk-dialog'));
    await app.focuses('bulk-typed');
    expect(await app.id('bulk-confirm').getAttribute('aria-disabled')).toBe('true');
  },
});

state('revoke several: could not be read again', {
  given: (fake) => fake.previewBulkRevocation.mockRejectedValue({ code: 'request', failure: FAILURES.timedOut }),
  when: askForSeveral,
  shows: (app) => app.says('What waits may still be live', app.id('bulk-error')),
});

state('revoke several: running', {
  stillClock: true,
  given: (fake) => fake.revokeKeys.mockReturnValue(later<never>().promise),
  when: async (app) => {
    await askForSeveral(app);
    await app.id('bulk-typed').fill('2');
    await app.click('bulk-confirm');
    await app.id('undo').waitFor();
    await app.page.clock.runFor(HOLD);
    await app.id('bulk-running').waitFor();
    app.fake.says.bulk({ done: 1, of: 2 });
  },
  shows: (app) => app.says('1 of 2', app.id('bulk-running')),
});

state('revoke several: done', {
  stillClock: true,
  when: async (app) => {
    await askForSeveral(app);
    await app.id('bulk-typed').fill('2');
    await app.click('bulk-confirm');
    await app.id('undo').waitFor();
    await app.page.clock.runFor(HOLD);
  },
  shows: async (app) => {
    await app.says('2 keys revoked.', app.id('bulk-done'));
    await app.says('Somebody had revoked it before', app.id('bulk-dialog'));
  },
});

state('revoke several: stopped in an earlier run', {
  given: (fake) => fake.bulkRevocation.mockResolvedValue(BULK),
  shows: (app) => app.says('2 wait and may still be live.', app.id('bulk-notice')),
});

test('revoke several: what stopped is gone on with', () =>
  inApp({ given: (fake) => fake.bulkRevocation.mockResolvedValueOnce(BULK) }, async (app) => {
    await app.click('bulk-open');
    await app.says('wait, and may still be live.', app.id('bulk-waiting'));
    await app.click('bulk-go-on');
    await app.says('2 keys revoked.', app.id('bulk-done'));
    await app.click('bulk-close');
    await app.id('bulk-dialog').waitFor({ state: 'detached' });
    expect([app.fake.resumeRevocations.mock.calls.length, app.fake.forgetBulkRevocation.mock.calls.length]).toEqual([1, 1]);
    expect(await app.id('bulk-notice').count()).toBe(0);
  }));
