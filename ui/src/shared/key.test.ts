import { expect, test } from 'vitest';
import { key, LEGACY, ORGANIZATION, SDK, UNKNOWN } from '../../tests/support/fixtures';
import { allows, PERMISSIONS, scopeWord, typeWord } from './key';

test('every type has a word, and an unknown one keeps the server’s', () => {
  const types = [SDK, key({ name: 'x' }), ORGANIZATION, LEGACY, UNKNOWN].map(({ keyType }) => typeWord(keyType));
  expect(types).toEqual(['SDK', 'Project', 'Organization', 'Legacy', 'edge']);
  expect(typeWord({ kind: 'unknown', name: '' })).toBe('Unknown');
});

test('only an organization key opens the whole organization', () => {
  expect(scopeWord(ORGANIZATION)).toBe('The whole organization');
  expect(scopeWord(SDK)).toBe('checkout-api');
  expect(scopeWord({ ...UNKNOWN, project: null })).toBe('Unknown');
});

test('each of the four permissions says what it allows, and no other is guessed at', () => {
  expect(PERMISSIONS.map(({ name }) => name)).toEqual([
    'analysis:create',
    'analysis:read',
    'config:read',
    'config:write',
  ]);
  for (const { name } of PERMISSIONS) expect(allows(name)).toMatch(/^[A-Z]/);
  expect(allows('logs:stream')).toBeNull();
});
