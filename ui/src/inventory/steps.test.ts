import { expect, test } from 'vitest';
import { rowAfter, scrolledTo } from './steps';

test.each([
  ['ArrowDown', 6],
  ['ArrowUp', 4],
  ['PageDown', 9],
  ['PageUp', 0],
  ['Home', 0],
  ['End', 9],
  ['Enter', null],
])('%s leads from row 5 of 10 to %s', (key, row) => {
  expect(rowAfter(key, 5, 7, 9)).toBe(row);
});

test('a row out of sight is scrolled to, and no further', () => {
  expect(scrolledTo(40, 36, 100, 200)).toBe(40);
  expect(scrolledTo(290, 36, 100, 200)).toBe(126);
  expect(scrolledTo(150, 36, 100, 200)).toBe(100);
});
