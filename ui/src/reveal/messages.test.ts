import { expect, test } from 'vitest';
import type { CopyError } from '../backend/bindings/CopyError';
import type { CopyFormat } from '../backend/bindings/CopyFormat';
import { copyErrorMessage, FORMATS, GROUPS, leaseEndMessage, limitMessage, spoken } from './messages';

test('a failed copy says that it failed, where the value is, and what else can be done', () => {
  const codes: CopyError['code'][] = ['noLongerHeld', 'noFormat', 'noClipboard', 'refused', 'notConfirmed'];
  const said = codes.map((code) => copyErrorMessage({ code }));
  expect(new Set(said.map(({ detail }) => detail)).size).toBe(codes.length);
  for (const { title } of said) expect(title).toBe('Not copied');
  for (const { detail } of said) expect(detail).toMatch(/Revoke|plain value|type it over|try again/i);
});

test('every format is offered in one of two groups, the plain value first', () => {
  const offered = GROUPS.map(({ group }) => FORMATS.filter((one) => one.group === group).map(({ format }) => format));
  const code: CopyFormat[] = ['raw', 'dotenv', 'export', 'powerShell', 'curl', 'json'];
  const manager: CopyFormat[] = ['bitwardenJson', 'onePasswordJson', 'keepassxcCsv'];
  expect(offered).toEqual([code, manager]);
});

test('only a clipboard that was cleared is called cleared', () => {
  expect(leaseEndMessage('cleared')).toContain('was cleared');
  expect(leaseEndMessage('leftAlone')).toContain('left alone');
  expect(leaseEndMessage('failed')).toContain('could not be cleared');
  expect(leaseEndMessage({ putBack: { by: 'clipman' } })).toContain('clipman put the value back');
  expect(leaseEndMessage({ putBack: { by: null } })).toContain('another program put the value back');
});

test('each limit says what cannot be promised', () => {
  const limits = (['clipboardReaders', 'servedByApp', 'screenshots', 'swap'] as const).map(limitMessage);
  expect(new Set(limits).size).toBe(4);
});

test.each([
  ['0', 'digit zero'],
  ['O', 'capital O'],
  ['o', 'o'],
  ['1', 'digit one'],
  ['l', 'l'],
  ['I', 'capital I'],
  ['_', 'underscore'],
  ['-', 'hyphen'],
])('%s is spoken as "%s"', (character, words) => {
  expect(spoken(character)).toBe(words);
});

test('no two characters of a key sound alike', () => {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
  expect(new Set([...characters].map(spoken)).size).toBe(characters.length);
});
