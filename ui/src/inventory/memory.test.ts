import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TableState } from '../backend/bindings/TableState';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { SETTLED, TableMemory } from './memory.svelte';
import { Table } from './table.svelte';

const STATE: TableState = {
  scope: { kind: 'organization' },
  search: 'deploy',
  conditions: [{ kind: 'noOwner' }],
  column: 'created',
  descending: true,
  overview: true,
  views: [{ name: 'Mine', search: '', conditions: [{ kind: 'noPlace' }], column: 'name', descending: false }],
};

function memory() {
  const backend = fakeBackend();
  const table = new Table(backend);
  return { backend, table, memory: new TableMemory(backend, table) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the table is put back as it was left, and that is not written again', async () => {
  const { backend, table, memory: one } = memory();
  backend.tableState.mockResolvedValueOnce(STATE);
  await one.restore('mara');
  expect([table.scope, table.search, table.column, table.descending]).toEqual([STATE.scope, 'deploy', 'created', true]);
  expect([one.overview, one.views.length]).toEqual([true, 1]);
  one.follow();
  await vi.advanceTimersByTimeAsync(SETTLED * 2);
  expect(backend.saveTableState).not.toHaveBeenCalled();
});

test('a person who was faster is not interrupted', async () => {
  const { backend, table, memory: one } = memory();
  const slow = later<TableState | null>();
  backend.tableState.mockReturnValueOnce(slow.promise);
  const restoring = one.restore('mara');
  table.find('typed meanwhile');
  slow.give(STATE);
  await restoring;
  expect([table.search, one.views.length]).toEqual(['typed meanwhile', 1]);
});

test('what changes is written once it is left alone', async () => {
  const { backend, table, memory: one } = memory();
  await one.restore('mara');
  for (const search of ['d', 'de', 'dep']) {
    table.find(search);
    one.follow();
    await vi.advanceTimersByTimeAsync(SETTLED / 2);
  }
  expect(backend.saveTableState).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(SETTLED);
  expect(backend.saveTableState.mock.calls).toEqual([['mara', expect.objectContaining({ search: 'dep' })]]);
});

test('nothing of one account is written for another', async () => {
  const { backend, table, memory: one } = memory();
  await one.restore('mara');
  table.find('secret project');
  one.follow();
  one.forget();
  await vi.advanceTimersByTimeAsync(SETTLED * 2);
  expect(backend.saveTableState).not.toHaveBeenCalled();
  one.follow();
  await vi.advanceTimersByTimeAsync(SETTLED * 2);
  expect(backend.saveTableState).not.toHaveBeenCalled();
});

test('a view gets a name, takes the place of one of that name, and goes', async () => {
  const { backend, table, memory: one } = memory();
  await one.restore('mara');
  table.filter([{ kind: 'noOwner' }]);
  expect(await one.save(' No one ')).toBe(null);
  expect([one.views.map(({ name }) => name), one.shown?.name]).toEqual([['No one'], 'No one']);
  table.find('ci');
  expect(one.shown).toBe(undefined);
  expect(await one.save('No one')).toBe(null);
  expect(one.views).toEqual([{ name: 'No one', search: 'ci', conditions: [{ kind: 'noOwner' }], column: 'status', descending: false }]);
  backend.saveTableState.mockRejectedValueOnce({ code: 'notWritten' });
  expect(await one.remove('No one')).toEqual({ code: 'notWritten' });
  expect(one.views.length).toBe(1);
  await one.remove('No one');
  expect(one.views).toEqual([]);
});
