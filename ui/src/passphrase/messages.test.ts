import { expect, test } from 'vitest';
import { forgetMessage, problemMessage, type Problem } from './messages';

const PROBLEMS: Problem[] = [
  { code: 'wrong', waitMs: 0 },
  { code: 'tooSoon', waitMs: 1_000 },
  { code: 'empty' },
  { code: 'tooShort' },
  { code: 'differs' },
  { code: 'busy' },
  { code: 'nothingThere' },
  { code: 'noKeychain' },
  { code: 'keychainLocked' },
  { code: 'keyMissing' },
  { code: 'noMemory' },
];

test('every problem says something of its own', () => {
  expect(new Set(PROBLEMS.map((problem) => problemMessage(problem).title)).size).toBe(PROBLEMS.length);
});

test('a wrong passphrase says that the next try waits, where it does', () => {
  expect(problemMessage({ code: 'wrong', waitMs: 0 }).detail).toContain('Try again.');
  expect(problemMessage({ code: 'wrong', waitMs: 1_000 }).detail).toContain('waits');
});

test('what was not deleted is where it was', () => {
  expect(forgetMessage({ code: 'notRemoved' }).detail).toContain('where it was');
  expect(forgetMessage({ code: 'nothingLocked' }).title).toContain('Nothing is locked');
});
