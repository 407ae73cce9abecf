import { expect, test } from 'vitest';
import type { SelectedKey } from '../backend/bindings/SelectedKey';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { team } from '../../tests/support/fixtures';
import { MOST_SELECTED, Selection } from './selection.svelte';
import { Table } from './table.svelte';

const keys = team();
const selected = (index: number): SelectedKey => ({ id: keys[index]?.id ?? '', prefix: keys[index]?.prefix ?? '' });

function selection() {
  const backend = fakeBackend(team());
  return { backend, selection: new Selection(backend), query: new Table(backend).query };
}

test('a key is selected and not selected any more', () => {
  const { selection: one } = selection();
  one.toggle(selected(3), 3);
  one.toggle(selected(5), 5);
  expect([one.size, one.has(selected(3).id)]).toEqual([2, true]);
  one.toggle(selected(3), 3);
  expect(one.ids).toEqual([selected(5).id]);
});

test('a range goes from the last key that was selected, and a shorter one gives the rest up', async () => {
  const { selection: one, query } = selection();
  one.toggle(selected(10), 10);
  one.toggle(selected(3), 3);
  await one.extend(query, 7);
  expect(one.size).toBe(6);
  await one.extend(query, 1);
  expect([one.size, one.has(selected(7).id), one.has(selected(1).id), one.has(selected(10).id)]).toEqual([4, false, true, true]);
});

test('a range without a selected key begins at the row that has the focus', async () => {
  const { selection: one, query } = selection();
  one.begin(4);
  await one.extend(query, 5);
  expect(one.ids).toEqual([selected(4).id, selected(5).id]);
});

test('all that is found is selected, and of very many the first ones', async () => {
  const { backend, selection: one, query } = selection();
  await one.all(query);
  expect([one.size, one.cut]).toEqual([keys.length, false]);
  backend.selectKeys.mockResolvedValueOnce([...Array(MOST_SELECTED + 1).keys()].map((index) => ({ id: `${index}`, prefix: '' })));
  await one.all(query);
  expect([one.size, one.cut]).toEqual([MOST_SELECTED, true]);
});

test('keys that are gone are not selected any more, and an answer that was overtaken is dropped', async () => {
  const { backend, selection: one, query } = selection();
  one.toggle({ id: 'gone', prefix: '' }, 0);
  one.toggle(selected(2), 2);
  await one.again(query);
  expect(one.ids).toEqual([selected(2).id]);
  const slow = later<SelectedKey[]>();
  backend.selectKeys.mockReturnValueOnce(slow.promise);
  const asked = one.all(query);
  one.clear();
  slow.give([selected(1)]);
  await asked;
  expect(one.size).toBe(0);
});
