import { expect, test } from 'vitest';
import type { Failure } from '../backend/bindings/Failure';
import { FAILURES } from '../../tests/support/fixtures';
import { failureMessage } from './failure';

test.each(Object.values(FAILURES))('a failure ($code) has a title and says what to do or what was said', (failure) => {
  const { title, detail } = failureMessage(failure);
  expect(title).not.toBe('');
  expect(detail).toMatch(/[.)]$|[a-z]$/);
  expect(`${title} ${detail}`).not.toMatch(/undefined|null|\[object/);
});

test('no two failures look alike', () => {
  const titles = Object.values(FAILURES).map((failure) => failureMessage(failure).title);
  expect(new Set(titles).size).toBe(titles.length);
});

test.each<[Failure, string]>([
  [FAILURES.untrusted, 'Corp Proxy CA'],
  [{ ...FAILURES.untrusted, issuer: null }, 'an unknown authority'],
  [FAILURES.forbidden, 'apikey:write is required'],
  [FAILURES.rejected, 'Invalid body · name is reserved'],
  [FAILURES.rateLimited, 'in 12 s'],
  [{ ...FAILURES.rateLimited, retryAfterSeconds: null }, 'Wait a minute'],
  [{ ...FAILURES.redirected, to: null }, 'elsewhere'],
  [FAILURES.tls, 'issued by Corp Proxy CA'],
  [FAILURES.captivePortal, 'sign in to the network'],
  [FAILURES.forbidden, 'Ask an owner or an admin'],
  [FAILURES.quotaExceeded, 'Revoke a key that nobody needs'],
  [FAILURES.dashboardOnly, 'sign in with your account'],
  [{ ...FAILURES.notJson, webPage: false }, 'didn’t answer as SigSentry does'],
  // A code that no one knows is shown as it came.
  [FAILURES.otherCode, 'TEAPOT'],
  [FAILURES.otherCode, 'short and stout (status 418)'],
])('what is known about it is said: %j', (failure, words) => {
  const { title, detail } = failureMessage(failure);
  expect(`${title} ${detail}`).toContain(words);
});
