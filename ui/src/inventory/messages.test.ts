import { expect, test } from 'vitest';
import { EXPIRED, key, NOW, REVOKED, STALE } from '../../tests/support/fixtures';
import { lastUsedTruth, lastUsedWord, opensNothing, permissionsInShort, STATUS } from './messages';

const now = new Date(NOW);

test('every status has a word, an icon and a meaning of its own', () => {
  for (const part of ['word', 'icon', 'meaning'] as const) {
    expect(new Set(Object.values(STATUS).map((one) => one[part])).size).toBe(7);
  }
});

test('"never used" is never called safe to revoke', () => {
  expect(STATUS.neverUsed.meaning).toContain('doesn’t make it safe');
});

test('what needs action is amber; what opens nothing is quiet', () => {
  const tone = (tone: string) => Object.entries(STATUS).flatMap(([status, one]) => (one.tone === tone ? status : []));
  expect(tone('amber')).toEqual(['expiresSoon', 'stale', 'neverUsed', 'legacy']);
  expect(tone('quiet')).toEqual(['expired', 'revoked']);
});

test('unknown is said as unknown, never as never', () => {
  expect(lastUsedWord({ kind: 'unknown' }, now)).toBe('unknown');
  expect(lastUsedWord({ kind: 'never' }, now)).toBe('never');
  expect(lastUsedWord({ kind: 'justNow', at: NOW }, now)).toBe('just now');
  expect(lastUsedWord(STALE.lastUsed, now)).toBe('104 days ago');
});

test('the whole truth has the time and how old the reading is', () => {
  const read = '2026-03-14T09:14:00Z';
  expect(lastUsedTruth(STALE.lastUsed, read)).toMatch(/^30 Nov 2025, .* as of 14 Mar 2026/);
  expect(lastUsedTruth({ kind: 'justNow', at: NOW }, read)).toContain('clock is ahead');
  expect(lastUsedTruth({ kind: 'never' }, read)).toContain('Not seen');
  expect(lastUsedTruth({ kind: 'unknown' }, read)).toContain('doesn’t say');
});

test('a revoked and an expired key open nothing, every other does', () => {
  expect([REVOKED, EXPIRED, STALE, key({ name: 'x' })].map(opensNothing)).toEqual([true, true, false, false]);
});

test.each([
  [['analysis:create', 'analysis:read'], 'analysis:*'],
  [['analysis:read', 'config:read'], 'analysis:read, config:read'],
  [['analysis:create', 'analysis:read', 'config:read', 'config:write'], 'analysis:*, config:*'],
  [['config:read', 'config:write', 'logs:stream'], 'logs:stream, config:*'],
  [['analysis:read', 'analysis:read'], 'analysis:read'],
  [[], ''],
])('permissions %j are "%s" in a table', (permissions, words) => {
  expect(permissionsInShort(permissions)).toBe(words);
});
