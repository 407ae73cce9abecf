import { expect, test } from 'vitest';
import { entryAfter } from './menu';

const NAMES = ['All keys', 'Stale', 'Never used', 'Same'];
const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });
const from = (at: number, key: string) => entryAfter(press(key), at, NAMES);

test('arrows go round, Home and End to the ends', () => {
  expect([from(-1, 'ArrowDown'), from(3, 'ArrowDown'), from(-1, 'ArrowUp'), from(0, 'ArrowUp')]).toEqual([0, 0, 3, 3]);
  expect([from(2, 'Home'), from(0, 'End')]).toEqual([0, 3]);
});

test('a letter leads to the next entry that begins with it, and round to the first', () => {
  expect([from(0, 's'), from(1, 'S'), from(3, 's'), from(2, 'n'), from(-1, 'a')]).toEqual([1, 3, 1, 2, 0]);
  expect([from(0, 'z'), from(0, ' '), entryAfter(press('s', { ctrlKey: true }), 0, NAMES), entryAfter(press('s'), 0, [])]).toEqual([null, null, null, null]);
});
