import { expect, test } from 'vitest';
import type { SignInError } from '../../src/backend/bindings/SignInError';
import { later } from '../support/fake-backend';
import { FAILURES, SETTINGS, SIGN_IN } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

async function fill(app: App): Promise<void> {
  await app.id('sign-in-email').fill('owner@northwind.example');
  await app.id('sign-in-password').fill('correct horse');
  await app.click('sign-in-submit');
}

state('sign-in: with a password', {
  page: 'sign-in',
  shows: async (app) => {
    await app.page.getByRole('heading', { level: 1, name: 'SigSentry Keys' }).waitFor();
    await app.says('api.sigsentry.com/v1');
    await app.focuses('sign-in-email');
  },
});

state('sign-in: with a token', {
  page: 'sign-in',
  when: (app) => app.click('sign-in-mode-token'),
  shows: async (app) => {
    await app.says('It lives 24 hours.');
    await app.focuses('sign-in-token');
  },
});

state('sign-in: on another address', {
  page: 'sign-in',
  when: (app) => app.click('sign-in-open-address'),
  shows: async (app) => {
    await app.focuses('sign-in-address');
    expect(await app.id('sign-in-address').inputValue()).toBe('https://api.sigsentry.com/v1');
  },
});

state('sign-in: on an address that was forced', {
  page: 'sign-in',
  given: (fake) =>
    fake.signInOptions.mockResolvedValue({
      ...SIGN_IN,
      apiUrl: 'https://127.0.0.1:8443/v1',
      apiUrlFixed: true,
      notices: [
        { kind: 'apiUrl', value: 'https://127.0.0.1:8443/v1' },
        { kind: 'caFile', path: '/tmp/ca.pem' },
      ],
    }),
  when: (app) => app.page.getByText('Other than usual').click(),
  shows: async (app) => {
    await app.says('set by SIGSENTRY_API_URL', app.id('notices'));
    await app.says('SIGSENTRY_CA_FILE', app.id('notices'));
    expect(await app.id('sign-in-address').getAttribute('readonly')).not.toBeNull();
  },
});

state('sign-in: after the session ended', {
  page: 'sign-in',
  given: (fake) => fake.signInOptions.mockResolvedValue({ ...SIGN_IN, sessionEnded: true }),
  shows: (app) => app.says('Your session has ended.', app.id('session-ended')),
});

state('sign-in: busy', {
  page: 'sign-in',
  given: (fake) => fake.signIn.mockReturnValue(later<never>().promise),
  when: fill,
  shows: async (app) => {
    await app.says('Signing in…', app.id('sign-in-submit'));
    await app.focuses('sign-in-submit');
  },
});

const ERRORS: [string, SignInError, string][] = [
  ['wrong password', { code: 'wrongCredentials' }, 'E-mail or password is wrong'],
  ['refused token', { code: 'tokenRefused' }, 'SigSentry doesn’t accept this session token'],
  ['API key as token', { code: 'tokenIsApiKey' }, 'This is an API key, not a session token'],
  ['incomplete', { code: 'incomplete' }, 'Something is missing'],
  ['no address', { code: 'address', problem: 'unreadable' }, 'This is no API address'],
  ['address of another scheme', { code: 'address', problem: 'scheme' }, 'must begin with https://'],
  ['plain http', { code: 'address', problem: 'plainHttp' }, 'Plain http is refused'],
  ['address with extras', { code: 'address', problem: 'extras' }, 'parts that don’t belong there'],
  ['CA file', { code: 'caFile', path: '/home/mara/ca.pem', forced: true }, 'SIGSENTRY_CA_FILE names /home/mara/ca.pem'],
  ['damaged proxy', { code: 'proxy' }, 'The proxy can’t be used'],
  ['unknown host', { code: 'request', failure: FAILURES.hostNotFound }, 'There is no server called'],
  ['self-signed certificate', { code: 'request', failure: FAILURES.untrusted }, 'issued by Corp Proxy CA'],
  ['refused connection', { code: 'request', failure: FAILURES.tls }, 'No secure connection'],
  ['captive portal', { code: 'request', failure: FAILURES.captivePortal }, 'This network wants you to sign in first'],
  ['web page', { code: 'request', failure: FAILURES.notJson }, 'answered with a web page'],
  ['redirect', { code: 'request', failure: FAILURES.redirected }, 'Redirects are never followed'],
  ['too many requests', { code: 'request', failure: FAILURES.rateLimited }, 'Try again in 12 s.'],
];
for (const [name, error, words] of ERRORS) {
  state(`sign-in: error, ${name}`, {
    page: 'sign-in',
    given: (fake) => fake.signIn.mockRejectedValue(error),
    when: fill,
    shows: async (app) => {
      await app.says(words, app.id('sign-in-error'));
      // The password is typed anew; nothing repeats it.
      expect(await app.id('sign-in-password').inputValue()).toBe('');
      await app.focuses('sign-in-password');
      expect(await app.page.content()).not.toContain('correct horse');
    },
  });
}

state('sign-in: a fault of the app itself', {
  page: 'sign-in',
  given: (fake) => fake.signIn.mockRejectedValue('command sign_in not allowed'),
  complains: ['command sign_in not allowed'],
  when: fill,
  shows: (app) => app.page.getByRole('dialog', { name: 'Something in the app itself failed' }).waitFor(),
});

test('sign-in: what is no address is answered by the app, not by the browser', () =>
  inApp({ page: 'sign-in' }, async (app) => {
    app.fake.signIn.mockRejectedValue({ code: 'address', problem: 'unreadable' });
    await app.click('sign-in-open-address');
    await app.id('sign-in-address').fill('not an address');
    await fill(app);
    await app.says('This is no API address', app.id('sign-in-error'));
  }));

test('sign-in: what was typed is sent once, as bytes', () =>
  inApp({ page: 'sign-in' }, async (app) => {
    const answer = later<undefined>();
    app.fake.signIn.mockReturnValue(answer.promise);
    await fill(app);
    await app.press('Enter');
    await app.says('Signing in…');
    // Sealed first, which takes a moment.
    await expect.poll(() => app.fake.signIn.mock.calls.length).toBe(1);
    const sent = app.fake.signIn.mock.calls[0]?.[0];
    expect(JSON.parse(new TextDecoder().decode(sent))).toEqual({
      apiUrl: 'https://api.sigsentry.com/v1',
      credentials: { kind: 'password', email: 'owner@northwind.example', password: 'correct horse' },
    });
  }));

state('sign-in: proxy and certificates', {
  page: 'sign-in',
  when: async (app) => {
    await app.click('sign-in-network');
    await app.id('proxy-kind-manual').check();
  },
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'Network' }).waitFor();
    await app.page.getByLabel('Proxy address').waitFor();
  },
});

test('sign-in: a proxy is there before anybody is signed in', () =>
  inApp({ page: 'sign-in' }, async (app) => {
    await app.click('sign-in-network');
    await app.id('proxy-kind-manual').check();
    await app.id('proxy-address').fill('proxy.example:3128');
    await app.press('Tab');
    await app.says('Holds from the next connection on.', app.id('network-saved'));
    expect(app.fake.saveSettings.mock.lastCall).toEqual([
      { ...SETTINGS, proxy: { kind: 'manual', address: 'proxy.example:3128' } },
    ]);
    await app.click('network-close');
    await app.focuses('sign-in-network');
  }));

state('sign-in: the way to the server is another one than before', {
  page: 'sign-in',
  given: (fake) =>
    fake.signInOptions.mockResolvedValue({
      ...SIGN_IN,
      networkChanged: true,
      notices: [
        { kind: 'proxy', address: 'http://proxy.example:3128' },
        { kind: 'settingsCaFile', path: '/etc/ssl/other.pem' },
        { kind: 'systemAuthorities', variable: 'SSL_CERT_FILE' },
        { kind: 'settingsLost' },
      ],
    }),
  when: (app) => app.page.getByText('Other than usual').click(),
  shows: async (app) => {
    await app.says('The proxy or the certificates are others than before.', app.id('network-changed'));
    await app.says('http://proxy.example:3128', app.id('notices'));
    await app.says('The settings could not be read', app.id('notices'));
  },
});
