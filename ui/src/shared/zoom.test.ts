import { expect, test } from 'vitest';
import { zoomOf } from './zoom';

const press = (key: string, given = {}) => ({ key, ctrlKey: true, metaKey: false, altKey: false, ...given });

test.each([
  ['+', 'in'],
  ['=', 'in'],
  ['-', 'out'],
  ['0', 'reset'],
  ['1', null],
])('Ctrl with %s means %s', (key, step) => {
  expect(zoomOf(press(key))).toBe(step);
});

test('alone, or with more, they are letters or belong to others', () => {
  for (const given of [{ ctrlKey: false }, { altKey: true }, { metaKey: true }]) {
    expect(zoomOf(press('+', given))).toBeNull();
  }
  expect(zoomOf(press('+', { ctrlKey: false, metaKey: true }))).toBe('in');
});
