import { expect, test } from 'vitest';
import { FAILURES, NOW, STALE } from '../../tests/support/fixtures';
import { bulkMessage, lastUseMessage, revokeErrorMessage } from './messages';

test('a failed revocation says that the key may still be live', () => {
  for (const failure of Object.values(FAILURES)) {
    expect(revokeErrorMessage({ code: 'request', failure }).detail).toMatch(/^The key may still be live\. /);
  }
});

test('a bulk revocation that stopped says that what waits may still be live', () => {
  for (const failure of Object.values(FAILURES)) {
    expect(bulkMessage({ code: 'request', failure }).detail).toContain('may still be live');
  }
});

test('what was not even asked says that nothing was revoked', () => {
  expect(revokeErrorMessage({ code: 'nameDiffers' }).detail).toContain('not revoked');
  expect(bulkMessage({ code: 'tooMany' }).detail).toContain('Nothing was revoked');
  expect(revokeErrorMessage({ code: 'noSuchKey' }).detail).toContain('Nothing was revoked');
});

test('the last use is said with its time, and unknown is not never', () => {
  const now = new Date(NOW);
  expect(lastUseMessage(STALE.lastUsed, now)).toMatch(/^104 days ago \(30 Nov 2025/);
  expect(lastUseMessage({ kind: 'justNow', at: NOW }, now)).toMatch(/^just now \(/);
  expect(lastUseMessage({ kind: 'never' }, now)).toBe('never seen');
  expect(lastUseMessage({ kind: 'unknown' }, now)).toBe('unknown');
});
