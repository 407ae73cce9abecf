import { expect, test } from 'vitest';
import { CLIENT, PRODUCTION, STAGING } from '../../tests/support/fixtures';
import { apart, called, heldMessage, hostOf, initials } from './account';

test('an account is called as the person said, else by its organization, else by its address', () => {
  expect(called(STAGING)).toBe('Staging');
  expect(called(PRODUCTION)).toBe('Northwind Traders');
  expect(called({ ...PRODUCTION, tenantName: '' })).toBe(PRODUCTION.email);
});

test.each([
  ['Northwind Traders', 'NT'],
  ['staging', 'S'],
  ['owner@northwind.example', 'ON'],
  ['مفتاح الإنتاج', 'ما'],
  ['<b>x</b>', 'BX'],
  ['⟨U+202E⟩ gpj', 'G'],
  ['👩‍🚀', '•'],
  ['', '•'],
])('the letters of %s are %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('what tells accounts apart is said: the server only where it differs', () => {
  expect(apart(STAGING, [PRODUCTION, STAGING])).toBe(
    'owner@northwind.example · Northwind Traders · staging.northwind.example',
  );
  expect(apart(CLIENT, [PRODUCTION, CLIENT])).toBe('mara@fabrikam.example · Fabrikam');
  expect(apart({ ...PRODUCTION, tenantName: '' }, [PRODUCTION])).toBe('');
  expect(hostOf('https://127.0.0.1:8443/v1')).toBe('127.0.0.1:8443');
});

test('what is held is said, each in its own words', () => {
  expect(new Set((['creating', 'sending', 'valueHeld'] as const).map(heldMessage)).size).toBe(3);
});
