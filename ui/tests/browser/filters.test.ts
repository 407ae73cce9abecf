import { expect, test } from 'vitest';
import { key, SETTINGS, team } from '../support/fixtures';
import { inApp, state } from './state';

const asked = (fake: { queryKeys: { mock: { lastCall?: unknown[] } } }) => fake.queryKeys.mock.lastCall?.[0];

state('filters: the menu', {
  when: (app) => app.click('filters'),
  shows: async (app) => {
    await app.says('Not used for 90 days');
    expect(await app.page.getByRole('menuitemcheckbox').count()).toBeGreaterThan(20);
  },
});

state('views: the menu', {
  when: (app) => app.click('views'),
  shows: (app) => app.says('Organization-wide power'),
});

state('filters: several in force', {
  when: async (app) => {
    await app.click('filters');
    await app.page.getByRole('menuitemcheckbox', { name: 'Stale' }).click();
    await app.click('filters');
    await app.page.getByRole('menuitemcheckbox', { name: 'No owner noted' }).click();
  },
  shows: async (app) => {
    await app.says('Status: stale', app.id('chips'));
    await app.says('No owner noted', app.id('chips'));
    expect(asked(app.fake)).toMatchObject({ conditions: [{ kind: 'status', anyOf: ['stale'] }, { kind: 'noOwner' }] });
  },
});

state('columns: the menu', {
  when: (app) => app.click('columns'),
  shows: (app) => app.says('the last ones give way'),
});

state('columns: owner and place in the table', {
  keys: [
    key({ name: 'ingest', owner: 'Mara Lindqvist', storedIn: ['Vault: secret/ci', 'GitHub: northwind/web'] }),
    ...team(),
  ],
  given: (fake) =>
    fake.settings.mockResolvedValue({ ...SETTINGS, hiddenColumns: ['prefix', 'type', 'created', 'permissions'] }),
  shows: async (app) => {
    await app.says('Mara Lindqvist', app.id('key-table'));
    await app.says('Vault: secret/ci', app.id('key-table'));
  },
});

state('filters: one owner, who has left', {
  keys: [
    ...['ingest', 'ci'].map((name) => key({ name, owner: 'Mara Lindqvist', ownerLeft: true })),
    ...team(),
  ],
  when: async (app) => {
    await app.click('overview-open');
    await app.page.getByRole('button', { name: 'Mara Lindqvist: 12 keys' }).click();
  },
  shows: async (app) => {
    await app.says('Owner: Mara Lindqvist', app.id('chips'));
    expect(await app.id('owner-left').isChecked()).toBe(true);
  },
});

test('that an owner has left is noted for all of their keys, and taken back where it was not kept', () =>
  inApp({ keys: ['ingest', 'ci'].map((name) => key({ name, owner: 'Mara Lindqvist' })) }, async (app) => {
    await app.id('key-row').first().click();
    await app.id('owner-left').check();
    await app.says('It needs another owner', app.id('detail'));
    expect(app.fake.setOwnerLeft.mock.calls).toEqual([[{ owner: 'Mara Lindqvist', left: true }]]);
    app.fake.setOwnerLeft.mockRejectedValueOnce({ code: 'notWritten' });
    await app.id('owner-left').click();
    await app.says('It could not be written', app.id('owner-left-error'));
    expect(await app.id('owner-left').isChecked()).toBe(true);
  }));

state('export: the menu', {
  when: async (app) => {
    await app.page.getByRole('searchbox', { name: 'Search name' }).fill('ci');
    await app.click('export');
  },
  shows: (app) => app.says('never a value'),
});

state('export: written', {
  when: async (app) => {
    await app.click('export');
    await app.click('export-all-csv');
  },
  shows: (app) => app.says('SigSentry keys 2026-03-14 09.14.csv', app.id('exported')),
});

for (const [code, words] of [
  ['noFolder', 'There is no folder for downloads'],
  ['notWritten', 'There is no half of it either'],
] as const) {
  state(`export: ${code}`, {
    given: (fake) => fake.exportFile.mockRejectedValue({ code }),
    when: async (app) => {
      await app.click('export');
      await app.click('export-all-html');
    },
    shows: (app) => app.says(words, app.id('export-error')),
  });
}

test('filters: a chip goes with a click, and the view says so', () =>
  inApp({}, async (app) => {
    await app.click('views');
    await app.click('view-attention');
    await app.says('Needs attention', app.id('views'));
    await app.id('chip').first().click();
    await expect.poll(() => app.id('chips').count()).toBe(0);
    expect(asked(app.fake)).toMatchObject({ conditions: [] });
  }));

test('export: a filtered view is exported as it is shown, and all when that is asked for', () =>
  inApp({}, async (app) => {
    await app.click('views');
    await app.click('view-stale');
    await app.click('export');
    await app.click('export-shown-json');
    await expect.poll(() => app.fake.exportFile.mock.lastCall?.[0]).toMatchObject({
      format: 'json',
      of: 'All keys; Status: stale',
      what: { kind: 'keys', query: { conditions: [{ kind: 'status', anyOf: ['stale'] }] } },
    });
    await app.click('export');
    await app.click('export-all-csv');
    await expect.poll(() => app.fake.exportFile.mock.lastCall?.[0]).toMatchObject({
      of: 'All keys',
      what: { query: { conditions: [] } },
    });
  }));

test('columns: one that is hidden stays so', () =>
  inApp({}, async (app) => {
    await app.says('Permissions', app.id('key-table'));
    await app.click('columns');
    await app.click('column-permissions');
    await expect.poll(() => app.page.getByRole('columnheader', { name: 'Permissions' }).count()).toBe(0);
    expect(app.fake.saveSettings.mock.lastCall?.[0]).toMatchObject({ hiddenColumns: ['permissions'] });
  }));

state('reading: how far it is', {
  given: (fake) => fake.refreshInventory.mockReturnValueOnce(new Promise(() => undefined)),
  when: async (app) => {
    await expect.poll(() => app.fake.refreshInventory.mock.calls.length).toBe(1);
    app.fake.says.reading({ pages: 310, of: 1000, keys: 31_000 });
  },
  shows: (app) => app.says('31,000 keys, page 310 of 1,000', app.id('reading-progress')),
});

state('reading: cancelled before anything was known', {
  given: (fake) => fake.refreshInventory.mockRejectedValueOnce({ code: 'cancelled' }),
  shows: (app) => app.says('The reading was cancelled', app.id('reading-cancelled')),
});

const QUIET = { pace: 'daily', quietFor: 9, unusual: true } as const;

state('rhythm: a key that is quieter than usual', {
  keys: [key({ name: 'nightly replay', rhythm: QUIET }), ...team()],
  when: async (app) => {
    await app.page.getByRole('searchbox', { name: 'Search name' }).fill('nightly replay');
    await app.id('key-open').first().click();
  },
  shows: async (app) => {
    await app.says('Quieter than usual.', app.id('rhythm'));
    await app.says('now quiet for 9 days', app.id('rhythm'));
    expect(await app.id('quiet').count()).toBeGreaterThan(0);
  },
});
