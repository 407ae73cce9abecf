import { expect, test } from 'vitest';
import type { SignInError } from '../backend/bindings/SignInError';
import { FAILURES } from '../../tests/support/fixtures';
import { signInMessage } from './messages';

const ERRORS: [SignInError, string][] = [
  [{ code: 'address', problem: 'unreadable' }, 'https://api.sigsentry.com/v1'],
  [{ code: 'address', problem: 'scheme' }, 'https://'],
  [{ code: 'address', problem: 'plainHttp' }, 'this computer only'],
  [{ code: 'address', problem: 'extras' }, 'user name'],
  [{ code: 'wrongCredentials' }, 'password is wrong'],
  [{ code: 'tokenRefused' }, '24 hours'],
  [{ code: 'tokenIsApiKey' }, 'not sent anywhere'],
  [{ code: 'incomplete' }, 'every field'],
  [{ code: 'caFile', path: '/etc/ssl/corp.pem', forced: true }, 'SIGSENTRY_CA_FILE names /etc/ssl/corp.pem'],
  [{ code: 'proxy' }, 'Proxy and certificates'],
  [{ code: 'environmentProxy', variable: 'ALL_PROXY' }, 'ALL_PROXY'],
  [{ code: 'request', failure: FAILURES.hostNotFound }, 'api.sigsentry.com'],
];

test.each(ERRORS)('each way to fail says what to do: %j', (error, words) => {
  const { title, detail } = signInMessage(error);
  expect(`${title} ${detail}`).toContain(words);
});

test('a certificate file of the settings is not laid at the environment’s door', () => {
  const { detail } = signInMessage({ code: 'caFile', path: '/etc/ssl/corp.pem', forced: false });
  expect(detail).toContain('The network settings name /etc/ssl/corp.pem');
});

test('no two ways to fail look alike', () => {
  const titles = ERRORS.map(([error]) => signInMessage(error).title);
  expect(new Set(titles).size).toBe(ERRORS.length);
});
