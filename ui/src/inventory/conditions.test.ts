import { expect, test } from 'vitest';
import type { Condition } from '../backend/bindings/Condition';
import { conditionWord, FILTERS, isOn, switched } from './conditions';
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
