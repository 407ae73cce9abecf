import { expect, test } from 'vitest';
import type { Condition } from '../backend/bindings/Condition';
import { conditionWord, FILTERS, isOn, switched } from './conditions';
import { fitting, template } from './columns';
import { VIEWS, viewOf } from './views';

const status = (...anyOf: ('stale' | 'active')[]): Condition => ({ kind: 'status', anyOf });

test('statuses are alternatives of one filter', () => {
  const one = switched([], status('stale'));
  const two = switched(one, status('active'));
  expect(two).toEqual([status('stale', 'active')]);
  expect(isOn(two, status('active'))).toBe(true);
  expect(switched(switched(two, status('stale')), status('active'))).toEqual([]);
});

test('spans of last use take each other’s place, and permissions add up', () => {
  const used = switched([{ kind: 'noOwner' }], { kind: 'usedWithin', days: 7 });
  expect(switched(used, { kind: 'neverUsed' })).toEqual([{ kind: 'noOwner' }, { kind: 'neverUsed' }]);
  const may = switched(switched([], { kind: 'permission', name: 'config:read' }), { kind: 'permission', name: 'config:write' });
  expect(may).toHaveLength(2);
});

test('every filter has words of its own, and every view is found by its filters', () => {
  const words = FILTERS.flatMap(({ conditions }) => conditions.map(conditionWord));
  expect(new Set(words).size).toBe(words.length);
  expect(VIEWS.map((view) => viewOf(view.conditions)?.id)).toEqual(VIEWS.map(({ id }) => id));
});

test('the most telling columns stay where there is little room, and hidden ones never come', () => {
  const parts = (width: number, hidden: Parameters<typeof fitting>[1] = [], one = false) =>
    fitting(width, hidden, one).map(({ part }) => part);
  expect(parts(2000)).toHaveLength(10);
  expect(parts(320)).toEqual(['name', 'status']);
  expect(parts(560)).toEqual(['name', 'used', 'status']);
  expect(parts(2000, ['used'], true)).not.toContain('project');
  expect(parts(2000, ['used'])).not.toContain('used');
  for (let width = 300; width < 2000; width += 7) {
    const columns = fitting(width, [], false);
    const least = columns.reduce((sum, column) => sum + column.width, 0) + 12 * (columns.length - 1) + 36;
    expect(columns.length === 2 || least <= width).toBe(true);
  }
  expect(template(fitting(320, [], false))).toBe('minmax(140px, 1.6fr) 128px');
});
