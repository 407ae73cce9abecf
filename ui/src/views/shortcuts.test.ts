import { expect, test } from 'vitest';
import { shortcutOf } from './shortcuts';

const press = (key: string, given = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  defaultPrevented: false,
  ...given,
});

test.each([
  ['/', 'search'],
  ['n', 'new'],
  ['r', 'refresh'],
  ['Escape', 'close'],
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
  ['т', 'KeyN', {}, 'new'],
  ['ρ', 'KeyR', {}, 'refresh'],
  // A Latin letter means itself, wherever it lies.
  ['n', 'KeyL', {}, 'new'],
  ['p', 'KeyR', {}, null],
])('where letters are not Latin, a key goes by its place: %s on %s', (key, code, given, shortcut) => {
  expect(shortcutOf(press(key, { code, ...given }), false)).toBe(shortcut);
});
