import { expect, test } from 'vitest';
import { accountOf } from './keys';

const press = (code: string, given = {}) => ({
  code,
  ctrlKey: true,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  defaultPrevented: false,
  ...given,
});

test('Ctrl and a digit name an account, wherever the digit is', () => {
  expect(['Digit1', 'Digit9', 'Numpad2', 'Digit0', 'KeyN'].map((code) => accountOf(press(code), false))).toEqual([
    1, 9, 2, null, null,
  ]);
});

test('on a Mac it is Command', () => {
  expect(accountOf(press('Digit3'), true)).toBeNull();
  expect(accountOf(press('Digit3', { ctrlKey: false, metaKey: true }), true)).toBe(3);
});

test('other keys held, or a press that somebody took, mean something else', () => {
  for (const given of [{ ctrlKey: false }, { altKey: true }, { shiftKey: true }, { metaKey: true }, { defaultPrevented: true }]) {
    expect(accountOf(press('Digit1', given), false)).toBeNull();
  }
});
