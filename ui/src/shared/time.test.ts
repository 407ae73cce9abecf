import { expect, test } from 'vitest';
import { absolute, clock, day, relative, span } from './time';

const now = new Date('2026-03-14T09:14:30Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();

test.each([
  [0, 'just now'],
  [59, 'just now'],
  [60, '1 minute ago'],
  [3_599, '59 minutes ago'],
  [3_600, '1 hour ago'],
  [86_399, '23 hours ago'],
  [86_400, '1 day ago'],
  // 90 days decide whether a key is stale: they can be told apart.
  [90 * 86_400, '90 days ago'],
  [100 * 86_400, '100 days ago'],
  [119 * 86_400, '119 days ago'],
  [120 * 86_400, '4 months ago'],
  [365 * 86_400, '1 year ago'],
  [3 * 365 * 86_400, '3 years ago'],
  [-3_600 * 5, 'in 5 hours'],
  [-6 * 86_400, 'in 6 days'],
])('%d seconds before now are "%s"', (seconds, words) => {
  expect(relative(ago(seconds), now)).toBe(words);
});

test('a time that can’t be read is unknown, never a guess', () => {
  expect([relative('last week', now), absolute('last week'), day('last week')]).toEqual(['unknown', 'unknown', 'unknown']);
});

test('an absolute time names its zone', () => {
  expect(absolute('2026-03-04T05:06:07Z')).toMatch(/^4 Mar 2026, \d\d:\d\d:07 \S+/);
});

test('a day is short, and a clock has two digits each', () => {
  expect(day('2026-03-04T12:00:00Z')).toBe('4 Mar 2026');
  expect(clock('2026-03-04T12:07:00Z')).toMatch(/^\d\d:07$/);
});

test.each([
  [86_400, 'a day'],
  [-86_399, 'a day'],
  [80_000, 'a day'],
  [3 * 86_400, '3 days'],
  [3_600, 'an hour'],
  [5 * 3_600 + 60, '5 hours'],
  [1_200, '20 minutes'],
  [20, 'a minute'],
])('a span of %d seconds is %s', (seconds, words) => {
  expect(span(seconds)).toBe(words);
});
