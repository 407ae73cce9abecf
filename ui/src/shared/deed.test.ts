import { expect, test } from 'vitest';
import { deedWord } from './deed';

test('a deed is said as what became of the value', () => {
  expect(deedWord({ kind: 'copied' })).toBe('Value copied');
  expect(deedWord({ kind: 'sent', place: 'Vault' })).toBe('Value sent to Vault');
  expect(deedWord({ kind: 'dismissed' })).toBe('Value dismissed');
});
