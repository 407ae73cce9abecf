import { expect, test } from 'vitest';
import type { SettingsError } from '../../src/backend/bindings/SettingsError';
import { SETTINGS } from '../support/fixtures';
import { inApp, state } from './state';

state('settings: open', {
  when: (app) => app.click('settings'),
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'Settings' }).waitFor();
    const life = app.page.getByRole('group', { name: 'Seconds until a copied value leaves the clipboard' });
    expect(await life.getByRole('radio', { name: '30' }).isChecked()).toBe(true);
  },
});

state('settings: a report of what went wrong', {
  when: async (app) => {
    await app.click('settings');
    await app.click('trouble-show');
  },
  shows: async (app) => {
    await app.focuses('trouble-text');
    expect(await app.id('trouble-text').inputValue()).toContain('Store: the disk is full');
    await app.id('trouble-copy').waitFor();
  },
});

state('settings: refused, while an account is locked', {
  given: (fake) => fake.saveSettings.mockRejectedValue({ code: 'locked' }),
  when: async (app) => {
    await app.click('settings');
    await app.id('proxy-kind-none').check();
  },
  shows: (app) => app.says('can’t be changed while an account is locked', app.id('network-error')),
});

state('settings: not written', {
  given: (fake) => fake.saveSettings.mockRejectedValue({ code: 'notWritten' }),
  when: async (app) => {
    await app.click('settings');
    await app.id('clipboard-life-90').check();
  },
  shows: (app) => app.says('Your choices hold until you quit.', app.id('settings-error')),
});

const REFUSED: [string, SettingsError, string][] = [
  ['proxy with a password', { code: 'proxy', problem: 'credentials' }, 'Settings are kept in a plain file.'],
  ['unreadable certificate file', { code: 'caFile' }, 'The certificate file can’t be used'],
];
for (const [name, error, words] of REFUSED) {
  state(`settings: refused, ${name}`, {
    given: (fake) => fake.saveSettings.mockRejectedValue(error),
    when: async (app) => {
      await app.click('settings');
      await app.id('proxy-kind-manual').check();
      await app.id('proxy-address').fill('http://me:pw@proxy.example:3128');
      await app.press('Tab');
    },
    shows: (app) => app.says(words, app.id('network-error')),
  });
}

test('settings: each change is saved, and the appearance is there at once', () =>
  inApp({}, async (app) => {
    await app.click('settings');
    await app.id('appearance-dark').check();
    await app.click('start-masked');
    await expect.poll(() => app.fake.saveSettings.mock.calls.length).toBe(2);
    expect(app.fake.saveSettings.mock.lastCall).toEqual([
      { ...SETTINGS, startMasked: true, appearance: 'dark' },
    ]);
    expect(await app.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(18, 25, 31)');
    // Chosen is chosen, whatever the system says.
    await app.page.emulateMedia({ colorScheme: 'light' });
    expect(await app.page.evaluate(() => document.documentElement.dataset.appearance)).toBe('dark');
  }));
