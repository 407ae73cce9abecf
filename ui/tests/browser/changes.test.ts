import { expect, test } from 'vitest';
import type { ChangeKind } from '../../src/backend/bindings/ChangeKind';
import type { ChangeRow } from '../../src/backend/bindings/ChangeRow';
import type { FakeBackend } from '../support/fake-backend';
import { daysAgo, minutesAgo, team } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const NEWS = { since: daysAgo(3), total: 12, appeared: 3, gone: 1, revoked: 1, changed: 4, firstUsed: 1, usedAgain: 2, triedWhileRevoked: 0 };
const EVERY: ChangeKind[] = [
  { kind: 'appeared', here: false },
  { kind: 'appeared', here: true },
  { kind: 'gone' },
  { kind: 'renamed', from: 'old <b>name</b>' },
  { kind: 'permissions', from: ['analysis:read'] },
  { kind: 'expiry', from: null },
  { kind: 'expiry', from: daysAgo(1) },
  { kind: 'revoked', here: false },
  { kind: 'restored' },
  { kind: 'firstUsed' },
  { kind: 'usedAgain', before: daysAgo(80) },
  { kind: 'triedWhileRevoked' },
];
const rows = (kinds: ChangeKind[]): ChangeRow[] =>
  kinds.map((what, at) => ({
    number: 100 - at,
    at: minutesAgo(at * 700),
    keyId: team()[at]?.id ?? 'gone',
    name: team()[at]?.name ?? 'gone',
    prefix: 'ss_secret_Ab3kQx',
    owner: at % 3 === 0 ? 'Mara Lindqvist' : '',
    isThere: what.kind !== 'gone',
    seen: at > 8,
    what,
  }));

const given = (fake: FakeBackend) => {
  fake.news.mockResolvedValue(NEWS);
  fake.queryChanges.mockResolvedValue({ total: EVERY.length, rows: rows(EVERY) });
};
const open = (app: App) => app.click('show-changes');

state('changes: the line above the table', {
  given,
  shows: (app) => app.says('3 new, 1 gone, 1 revoked, 4 changed, 2 used again, 1 first used', app.id('news')),
});

state('changes: what changed', {
  given,
  when: open,
  shows: async (app) => {
    await app.says('Renamed, before: old <b>name</b>', app.id('changes'));
    await app.says('New, created elsewhere', app.id('changes'));
    await app.says('owner: Mara Lindqvist', app.id('changes'));
    expect(await app.id('changes').locator('b').count()).toBe(0);
  },
});

state('changes: nothing in a year', {
  given: (fake) => {
    given(fake);
    fake.queryChanges.mockResolvedValue({ total: 0, rows: [] });
  },
  when: async (app) => {
    await open(app);
    await app.click('changes-all');
  },
  shows: (app) => app.says('Nothing has changed since this computer keeps the inventory.', app.id('changes')),
});

state('changes: nothing is kept', {
  given: (fake) => {
    given(fake);
    fake.queryChanges.mockRejectedValue({ code: 'nothingIsKept' });
  },
  when: open,
  shows: (app) => app.says('Nothing is kept on this computer right now', app.id('changes-error')),
});

state('changes: seen could not be kept', {
  given: (fake) => {
    given(fake);
    fake.markChangesSeen.mockRejectedValue({ code: 'notWritten' });
  },
  when: async (app) => {
    await open(app);
    await app.click('changes-seen');
  },
  shows: (app) => app.says('The changes stay new', app.id('changes-error')),
});

test('changes: what was seen is no longer announced', () =>
  inApp({ given }, async (app) => {
    await open(app);
    await app.click('changes-seen');
    await expect.poll(() => app.id('changes').count()).toBe(0);
    expect(await app.id('news').count()).toBe(0);
    expect(app.fake.markChangesSeen).toHaveBeenCalledOnce();
  }));

test('changes: a key that is still there is opened beside the table', () =>
  inApp({ given }, async (app) => {
    await open(app);
    await app.id('change-key').first().click();
    await expect.poll(() => app.fake.keyDetail.mock.lastCall?.[0]).toBe(rows(EVERY)[0]?.keyId);
    expect(await app.id('changes').count()).toBe(0);
  }));

test('changes: they are exported with the other exports', () =>
  inApp({ given }, async (app) => {
    await open(app);
    await app.click('changes-export');
    await app.id('exported').waitFor();
    expect(app.fake.exportFile.mock.lastCall?.[0]).toMatchObject({ what: { kind: 'changes' }, format: 'csv' });
  }));

test('changes: only a part is read at once', () =>
  inApp({ given }, async (app) => {
    app.fake.queryChanges.mockImplementation(async ({ offset, limit }) => ({
      total: 150,
      rows: rows(Array.from({ length: Math.min(limit, 150 - offset) }, () => ({ kind: 'gone' }))).map((row, at) => ({
        ...row,
        number: 1000 - offset - at,
      })),
    }));
    await app.click('refresh');
    await open(app);
    await app.click('changes-more');
    await expect.poll(() => app.id('changes-list').locator('li').count()).toBe(150);
    expect(await app.id('changes-more').count()).toBe(0);
  }));

state('history: what was done on this computer', {
  when: async (app) => {
    await app.click('history');
    await app.click('changes-done-here');
  },
  shows: async (app) => {
    await app.says('Value sent to GitHub Actions: northwind/web', app.id('activity-log'));
    await app.says('4 lines');
  },
});

state('history: nothing is kept', {
  given: (fake) => fake.queryActivity.mockRejectedValue({ code: 'nothingIsKept' }),
  when: async (app) => {
    await app.click('history');
    await app.click('changes-done-here');
  },
  shows: (app) => app.says('So what was done is not known.', app.id('activity-error')),
});

test('history: by kind, exported, and a key is looked at', () =>
  inApp({}, async (app) => {
    await app.click('history');
    await app.click('changes-done-here');
    await app.click('activity-kind');
    await app.click('activity-kind-sent');
    await expect.poll(() => app.fake.queryActivity.mock.lastCall?.[0]).toEqual({ kind: 'sent', offset: 0, limit: 100 });
    await app.id('activity-log').getByRole('button', { name: 'web widget' }).first().click();
    await app.says('web widget', app.id('detail'));
    await app.click('history');
    await app.click('changes-done-here');
    await app.click('changes-export');
    await expect.poll(() => app.fake.exportFile.mock.lastCall?.[0]).toMatchObject({ what: { kind: 'activity' }, format: 'csv' });
  }));
