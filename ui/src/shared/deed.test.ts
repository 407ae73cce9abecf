import { expect, test } from 'vitest';
import { deedWord } from './deed';

test('each line of the history says what was done with the value', () => {
  expect(deedWord({ kind: 'copied', format: null })).toBe('Value copied');
  expect(deedWord({ kind: 'copied', format: 'curl' })).toBe('Value copied as a curl call');
  expect(deedWord({ kind: 'sent', place: 'Vault' })).toBe('Value sent to Vault');
  expect(deedWord({ kind: 'dismissed' })).toBe('Value dismissed');
});
