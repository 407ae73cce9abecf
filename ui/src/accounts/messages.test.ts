import { expect, test } from 'vitest';
import { labelMessage, switchMessage } from './messages';

test('whatever keeps an account from being opened, what to do is said', () => {
  const errors = [
    { code: 'held', reason: 'creating' },
    { code: 'held', reason: 'sending' },
    { code: 'held', reason: 'valueHeld' },
    { code: 'noSuchAccount' },
    { code: 'otherServer' },
    { code: 'signedOut' },
    { code: 'locked' },
    { code: 'noKeychain' },
    { code: 'unreadable' },
  ] as const;
  const words = errors.map((error) => switchMessage(error, 'Staging'));
  expect(new Set(words.map(({ detail }) => detail)).size).toBe(errors.length);
  for (const { title } of words) expect(title).toBe('Staging was not opened');
  expect(words.at(-1)?.detail).toContain('left as it is');
});

test('a name that was refused is called so, and nothing was changed', () => {
  const codes = ['tooLong', 'looksLikeKey', 'noSuchAccount', 'notKept'] as const;
  const words = codes.map((code) => labelMessage({ code }));
  expect(new Set(words.map(({ detail }) => detail)).size).toBe(codes.length);
  for (const { title } of words) expect(title).toBe('Nothing was changed');
});
