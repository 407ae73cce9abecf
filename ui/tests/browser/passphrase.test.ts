import { expect, test } from 'vitest';
import type { PassphraseError } from '../../src/backend/bindings/PassphraseError';
import type { PassphraseOptions } from '../../src/backend/bindings/PassphraseOptions';
import { later, type FakeBackend } from '../support/fake-backend';
import { LOCKED } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const opens = (options: Partial<PassphraseOptions>) => (fake: FakeBackend) =>
  fake.passphraseOptions.mockResolvedValue({ ...LOCKED, ...options });
const beside = (purpose: PassphraseOptions['purpose']) => opens({ purpose, besideMain: true });

async function unlock(app: App): Promise<void> {
  await app.id('passphrase').fill('correct horse');
  await app.click('passphrase-submit');
}

function sent(app: App): unknown {
  return JSON.parse(new TextDecoder().decode(app.fake.usePassphrase.mock.lastCall?.[0]));
}

state('passphrase: locked', {
  page: 'passphrase',
  shows: async (app) => {
    await app.page.getByRole('heading', { level: 1, name: 'SigSentry Keys is locked' }).waitFor();
    await app.says('owner@northwind.example · Northwind Traders', app.id('whose'));
    await app.focuses('passphrase');
    expect(await app.id('passphrase-leave').count()).toBe(0);
  },
});

state('passphrase: whose is not known, and the next try waits', {
  page: 'passphrase',
  stillClock: true,
  given: opens({ whose: null, waitMs: 60_000 }),
  shows: async (app) => {
    await app.says(/Try again in \d+ s/, app.id('passphrase-submit'));
    expect(await app.id('whose').count()).toBe(0);
  },
});

state('passphrase: beside the main window', {
  page: 'passphrase',
  given: beside('unlock'),
  shows: async (app) => {
    await app.says('Not now', app.id('passphrase-leave'));
    expect(await app.id('sign-in-instead').count()).toBe(0);
  },
});

state('passphrase: busy', {
  page: 'passphrase',
  given: (fake) => fake.usePassphrase.mockReturnValue(later<never>().promise),
  when: unlock,
  shows: (app) => app.says('Unlocking…', app.id('passphrase-submit')),
});

state('passphrase: set', {
  page: 'passphrase',
  given: beside('set'),
  shows: async (app) => {
    await app.says('Nobody can recover it.');
    await app.focuses('passphrase-fresh');
  },
});

state('passphrase: change', {
  page: 'passphrase',
  given: beside('change'),
  shows: async (app) => {
    await app.page.getByLabel('Passphrase until now').waitFor();
    await app.focuses('passphrase');
  },
});

state('passphrase: remove', {
  page: 'passphrase',
  given: beside('remove'),
  shows: (app) => app.says('can open your keychain'),
});

state('passphrase: forgetting the account', {
  page: 'passphrase',
  when: (app) => app.click('forget'),
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'Forget this account here?' }).waitFor();
    await app.says('Notes are nowhere else.');
    await app.focuses('forget-cancel');
  },
});

state('passphrase: what was not forgotten', {
  page: 'passphrase',
  given: (fake) => fake.forgetLocked.mockRejectedValue({ code: 'notRemoved' }),
  when: async (app) => {
    await app.click('forget');
    await app.click('forget-confirm');
  },
  shows: (app) => app.says('It is where it was.', app.id('forget-error')),
});

state('passphrase: no window to sign in with', {
  page: 'passphrase',
  given: (fake) => fake.signInInstead.mockRejectedValue({ code: 'noWindow' }),
  when: (app) => app.click('sign-in-instead'),
  shows: (app) => app.says('The sign-in window could not be opened', app.id('no-sign-in')),
});

const ERRORS: [string, PassphraseError, string][] = [
  ['wrong', { code: 'wrong', waitMs: 0 }, 'This is not the passphrase'],
  ['wrong keychain', { code: 'keychainLocked' }, 'The keychain stays locked'],
  ['key missing', { code: 'keyMissing' }, 'The keychain no longer has the key'],
];
for (const [name, error, words] of ERRORS) {
  state(`passphrase: error, ${name}`, {
    page: 'passphrase',
    given: (fake) => fake.usePassphrase.mockRejectedValue(error),
    when: unlock,
    shows: async (app) => {
      await app.says(words, app.id('passphrase-error'));
      // It is typed anew; nothing repeats it.
      expect(await app.id('passphrase').inputValue()).toBe('');
      await app.focuses('passphrase');
      expect(await app.page.content()).not.toContain('correct horse');
    },
  });
}

test('passphrase: after wrong ones the next try waits, and is counted down', () =>
  inApp({ page: 'passphrase', stillClock: true }, async (app) => {
    app.fake.usePassphrase.mockRejectedValue({ code: 'wrong', waitMs: 2_000 });
    await unlock(app);
    await app.says('Try again in 2 s', app.id('passphrase-submit'));
    await app.id('passphrase').fill('correct horse');
    await app.press('Enter');
    expect(app.fake.usePassphrase).toHaveBeenCalledTimes(1);
    await app.page.clock.runFor(1_100);
    await app.says('Try again in 1 s', app.id('passphrase-submit'));
    await app.page.clock.runFor(1_100);
    await app.says('Unlock', app.id('passphrase-submit'));
    await app.press('Enter');
    await expect.poll(() => app.fake.usePassphrase.mock.calls.length).toBe(2);
  }));

test('passphrase: what was typed is sent once, as bytes', () =>
  inApp({ page: 'passphrase', given: (fake) => fake.usePassphrase.mockReturnValue(later<undefined>().promise) }, async (app) => {
    await unlock(app);
    await app.press('Enter');
    // Sealed first, which takes a moment.
    await expect.poll(() => app.fake.usePassphrase.mock.calls.length).toBe(1);
    expect(sent(app)).toEqual({ purpose: 'unlock', passphrase: 'correct horse' });
  }));

test('passphrase: two new ones that differ go nowhere', () =>
  inApp({ page: 'passphrase', given: beside('change') }, async (app) => {
    await app.id('passphrase').fill('correct horse');
    await app.id('passphrase-fresh').fill('battery staple');
    await app.id('passphrase-again').fill('battery stable');
    await app.press('Enter');
    await app.says('The two new passphrases differ', app.id('passphrase-error'));
    await app.focuses('passphrase-fresh');
    expect(app.fake.usePassphrase).not.toHaveBeenCalled();
    await app.id('passphrase-fresh').fill('battery staple');
    await app.id('passphrase-again').fill('battery staple');
    await app.press('Enter');
    await expect.poll(() => app.fake.usePassphrase.mock.calls.length).toBe(1);
    expect(sent(app)).toEqual({ purpose: 'change', passphrase: 'correct horse', fresh: 'battery staple' });
  }));

test('passphrase: every way out is reached with the keyboard', () =>
  inApp({ page: 'passphrase' }, async (app) => {
    await app.focuses('passphrase');
    for (const next of ['passphrase-submit', 'sign-in-instead', 'forget']) {
      await app.press('Tab');
      await app.focuses(next);
    }
    await app.press('Enter');
    await app.focuses('forget-cancel');
    await app.press('Escape');
    await app.focuses('forget');
    await app.press('Shift+Tab', 'Enter');
    await expect.poll(() => app.fake.signInInstead.mock.calls.length).toBe(1);
  }));
