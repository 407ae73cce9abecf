import { expect, test } from 'vitest';
import { problemMessage, reasonMessage, setAsideMessage } from './messages';

test('every reason says something of its own', () => {
  const reasons = ['noKeychain', 'keychainLocked', 'inUse', 'diskFull', 'readOnly', 'diskFailed'] as const;
  expect(new Set(reasons.map(reasonMessage)).size).toBe(reasons.length);
});

test('whatever does not open was left as it is, and can be set aside without loss', () => {
  const problems = [
    { code: 'damaged' },
    { code: 'newer', version: 7 },
    { code: 'foreignKey' },
    { code: 'keyMissing' },
  ] as const;
  for (const problem of problems) {
    const { detail } = problemMessage(problem);
    expect(detail).toContain('left as it is');
    expect(detail).toContain('renamed, not deleted');
  }
  expect(problemMessage({ code: 'newer', version: 7 }).title).toContain('format 7');
});

test('a file that could not be set aside is where it was', () => {
  expect(setAsideMessage({ code: 'notRenamed' }).detail).toContain('where it was');
  expect(setAsideMessage({ code: 'nothingToSetAside' }).detail).toContain('Try again');
});
