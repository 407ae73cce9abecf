import { expect, test } from 'vitest';
import { accountOf, shortcutOf, zoomOf } from './shortcuts';

const press = (key: string, given = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  defaultPrevented: false,
  ...given,
});
const ctrl = (key: string, given = {}) => press(key, { ctrlKey: true, ...given });
/** By the key's place. */
const at = (code: string, given = {}) => ctrl('', { code, ...given });

test.each([
  ['/', 'search'],
  ['n', 'new'],
  ['r', 'refresh'],
  ['Escape', 'close'],
  ['?', 'shortcuts'],
  ['F1', 'help'],
  ['x', null],
])('%s means %s', (key, shortcut) => {
  expect(shortcutOf(press(key), false)).toBe(shortcut);
});

test('in a field letters are letters, and Esc is still Esc', () => {
  expect(['/', 'n', 'r', 'Escape'].map((key) => shortcutOf(press(key), true))).toEqual([null, null, null, 'close']);
});

test('Ctrl+L and Cmd+L lock, also from a field; more modifiers are something else', () => {
  expect(shortcutOf(press('l', { ctrlKey: true }), true)).toBe('lock');
  expect(shortcutOf(press('L', { metaKey: true }), false)).toBe('lock');
  for (const given of [{}, { altKey: true, ctrlKey: true }, { ctrlKey: true, metaKey: true }]) {
    expect(shortcutOf(press('l', given), false)).toBeNull();
  }
});

test('a key with a modifier, or one that somebody took, belongs to others', () => {
  for (const given of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { defaultPrevented: true }]) {
    expect(shortcutOf(press('r', given), false)).toBeNull();
  }
});

test.each([
  ['д', 'KeyL', { ctrlKey: true }, 'lock'],
  ['л', 'KeyK', { ctrlKey: true }, 'palette'],
  ['т', 'KeyN', {}, 'new'],
  ['ρ', 'KeyR', {}, 'refresh'],
  // A Latin letter means itself, wherever it lies.
  ['n', 'KeyL', {}, 'new'],
  ['p', 'KeyR', {}, null],
])('where letters are not Latin, a key goes by its place: %s on %s', (key, code, given, shortcut) => {
  expect(shortcutOf(press(key, { code, ...given }), false)).toBe(shortcut);
});

test('Ctrl and a digit name an account, wherever the digit is', () => {
  expect(['Digit1', 'Digit9', 'Numpad2', 'Digit0', 'KeyN'].map((code) => accountOf(at(code), false))).toEqual([
    1, 9, 2, null, null,
  ]);
});

test('on a Mac it is Command', () => {
  expect(accountOf(at('Digit3'), true)).toBeNull();
  expect(accountOf(at('Digit3', { ctrlKey: false, metaKey: true }), true)).toBe(3);
});

test('other keys held, or a press that somebody took, mean something else', () => {
  for (const given of [{ ctrlKey: false }, { altKey: true }, { shiftKey: true }, { metaKey: true }, { defaultPrevented: true }]) {
    expect(accountOf(at('Digit1', given), false)).toBeNull();
  }
});

test.each([
  ['+', 'in'],
  ['=', 'in'],
  ['-', 'out'],
  ['0', 'reset'],
  ['1', null],
])('Ctrl with %s means %s', (key, step) => {
  expect(zoomOf(ctrl(key))).toBe(step);
});

test('alone, or with more, they are letters or belong to others', () => {
  for (const given of [{ ctrlKey: false }, { altKey: true }, { metaKey: true }]) {
    expect(zoomOf(ctrl('+', given))).toBeNull();
  }
  expect(zoomOf(ctrl('+', { ctrlKey: false, metaKey: true }))).toBe('in');
});
