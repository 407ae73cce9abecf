import { expect, test, vi } from 'vitest';
import type { KeyPage } from '../backend/bindings/KeyPage';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { CHECKOUT, key, NOTHING, team } from '../../tests/support/fixtures';
import { ROW, Table } from './table.svelte';

const page = (name: string): KeyPage => ({
  total: 1,
  rows: [key({ name })],
  attention: NOTHING,
  project: null,
});

function table(keys = team()) {
  const backend = fakeBackend(keys);
  return { backend, table: new Table(backend) };
}

const many = Array.from({ length: 500 }, (_, index) => key({ name: `worker-${index}` }));

test('the most urgent keys come first', async () => {
  const { backend, table: one } = table();
  await one.load();
  expect(backend.queryKeys.mock.lastCall?.[0]).toMatchObject({ column: 'status', descending: false, offset: 0 });
  expect(one.loaded).toBe(true);
});

test('an overtaken answer is dropped', async () => {
  const { backend, table: one } = table();
  const slow = later<KeyPage>();
  backend.queryKeys.mockReturnValueOnce(slow.promise).mockResolvedValueOnce(page('new'));
  const first = one.load();
  await one.load();
  slow.give(page('old'));
  await first;
  expect(one.rows.map(({ name }) => name)).toEqual(['new']);
});

test('a page that was left gets no rows of the other one', async () => {
  const { backend, table: one } = table();
  const slow = later<KeyPage>();
  backend.queryKeys.mockReturnValueOnce(slow.promise).mockReturnValueOnce(later<KeyPage>().promise);
  const first = one.load();
  one.show({ kind: 'organization' });
  slow.give(page('of all keys'));
  await first;
  expect([one.loaded, one.rows.length]).toEqual([false, 0]);
});

test('another page begins unfiltered, at its top', async () => {
  const { backend, table: one } = table(many);
  await one.load();
  one.scrolled(100 * ROW, 10 * ROW);
  one.find('worker');
  one.only('stale');
  one.show({ kind: 'projectSdk', projectId: CHECKOUT.id });
  expect(backend.queryKeys.mock.lastCall?.[0]).toMatchObject({
    scope: { kind: 'projectSdk', projectId: CHECKOUT.id },
    search: '',
    conditions: [],
    offset: 0,
  });
});

test('the same column turns round; another one starts as people expect it', async () => {
  const { table: one } = table();
  const order = () => [one.column, one.descending];
  one.sortBy('name');
  expect(order()).toEqual(['name', false]);
  one.sortBy('name');
  expect(order()).toEqual(['name', true]);
  one.sortBy('created');
  // The newest first.
  expect(order()).toEqual(['created', true]);
  one.sortBy('lastUsed');
  expect(order()).toEqual(['lastUsed', false]);
});

test('a filter can be taken back', () => {
  const { table: one } = table();
  expect(one.filtered).toBe(false);
  one.only('stale');
  expect([one.filtered, one.statuses]).toEqual([true, ['stale']]);
  one.find('  ');
  one.only(null);
  expect(one.filtered).toBe(false);
  one.find('ci');
  one.only('active');
  one.clearFilter();
  expect([one.search, one.statuses, one.filtered]).toEqual(['', [], false]);
});

test('each filter and order begins at its top, and says so to who scrolls', async () => {
  const { backend, table: one } = table(many);
  await one.load();
  one.scrolled(200 * ROW, 10 * ROW);
  expect(backend.queryKeys.mock.lastCall?.[0].offset).toBeGreaterThan(100);
  const before = one.beginnings;
  one.find('worker');
  expect(backend.queryKeys.mock.lastCall?.[0].offset).toBe(0);
  expect(one.beginnings).toBe(before + 1);
});

test('only what can be seen is asked for, with a margin', async () => {
  const { backend, table: one } = table(many);
  await one.load();
  one.scrolled(100 * ROW, 10 * ROW);
  await vi.waitFor(() => expect(one.first).toBeGreaterThan(0));
  const asked = backend.queryKeys.mock.lastCall?.[0];
  expect(asked?.offset).toBeLessThan(100);
  expect(asked?.limit).toBeLessThan(50);
  expect(one.first).toBe(asked?.offset);
  expect(one.rows[100 - one.first]?.name).toBe('worker-100');
});

test('scrolling within what is there asks for nothing, also at the very end', async () => {
  const { backend, table: one } = table(many);
  await one.load();
  one.scrolled(490 * ROW, 10 * ROW);
  await vi.waitFor(() => expect(one.first).toBeGreaterThan(0));
  const asked = backend.queryKeys.mock.calls.length;
  one.scrolled(489 * ROW, 10 * ROW);
  one.scrolled(490 * ROW, 10 * ROW);
  expect(backend.queryKeys).toHaveBeenCalledTimes(asked);
});

test('before anything was read there is no table, and no fault', async () => {
  const { backend, table: one } = table();
  backend.queryKeys.mockRejectedValue({ code: 'notRead' });
  await one.load();
  expect(one.loaded).toBe(false);
});

test('a fault of the app itself travels on', async () => {
  const { backend, table: one } = table();
  backend.queryKeys.mockRejectedValue('not allowed');
  await expect(one.load()).rejects.toBe('not allowed');
});
