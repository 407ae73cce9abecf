import { expect, test } from 'vitest';
import { FAILURES, NOW, STALE } from '../../tests/support/world';
import { lastUseWords, revokeErrorWords } from './words';

test('a failed revocation says that the key may still be live', () => {
  for (const failure of Object.values(FAILURES)) {
    expect(revokeErrorWords({ code: 'request', failure }).detail).toMatch(/^The key may still be live\. /);
  }
});

test('what was not even asked says that nothing was revoked', () => {
  expect(revokeErrorWords({ code: 'nameDiffers' }).detail).toContain('not revoked');
  expect(revokeErrorWords({ code: 'noSuchKey' }).detail).toContain('Nothing was revoked');
});

test('the last use is said with its time, and unknown is not never', () => {
  const now = new Date(NOW);
  expect(lastUseWords(STALE.lastUsed, now)).toMatch(/^104 days ago \(30 Nov 2025/);
  expect(lastUseWords({ kind: 'justNow', at: NOW }, now)).toMatch(/^just now \(/);
  expect(lastUseWords({ kind: 'never' }, now)).toBe('never seen');
  expect(lastUseWords({ kind: 'unknown' }, now)).toBe('unknown');
});
