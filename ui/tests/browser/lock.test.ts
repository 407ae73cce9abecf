import { expect, test } from 'vitest';
import type { LockState } from '../../src/backend/bindings/LockState';
import type { FakeBackend } from '../support/fake-backend';
import { LOCK } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const stands = (given: Partial<LockState>) => (fake: FakeBackend) =>
  fake.lockState.mockResolvedValue({ ...LOCK, ...given });
const LOCKABLE = stands({ protection: 'passphrase' });

async function reveal(app: App): Promise<void> {
  await app.click('nav-organization');
  await app.click('new-key');
  await app.id('key-name').fill('fresh');
  await app.click('permission-analysis-read');
  await app.click('create-submit');
  await app.id('key-canvas').waitFor();
}

state('lock: nothing is kept', {
  given: (fake) => {
    stands({ protection: 'nothingKept' })(fake);
    fake.lockApp.mockRejectedValue({ code: 'nothingKept' });
  },
  when: (app) => app.click('lock'),
  shows: async (app) => {
    await app.says('There is nothing to lock', app.id('lock-refused'));
    await app.page.getByRole('button', { name: 'Lock: nothing is kept on this computer' }).waitFor();
  },
});

state('lock: what this computer keeps is locked', {
  given: (fake) => fake.keeping.mockResolvedValue({ code: 'locked' }),
  shows: (app) => app.says('Unlock…', app.id('keeping-locked')),
});

state('lock: settings without a passphrase', {
  when: (app) => app.click('settings'),
  shows: (app) => app.says('Set a passphrase…', app.id('lock-settings')),
});

state('lock: settings with one', {
  given: stands({ protection: 'passphrase', onSleep: false }),
  when: (app) => app.click('settings'),
  shows: async (app) => {
    const after = app.page.getByRole('group', { name: 'Lock when the app was not touched for' });
    expect(await after.getByRole('radio', { name: '15 minutes' }).isChecked()).toBe(true);
    await app.says('This desktop doesn’t say when it sleeps', app.id('lock-signals'));
  },
});

state('lock: about to come, with a value that nobody has', {
  given: LOCKABLE,
  when: async (app) => {
    await reveal(app);
    app.fake.says.lockWanted(null);
  },
  shows: async (app) => {
    await app.page.getByRole('alertdialog', { name: 'The app is about to lock' }).waitFor();
    await app.id('mask').waitFor();
    await app.focuses('guard-copy');
  },
});

state('lock: about to come, with a value that was copied then', {
  given: LOCKABLE,
  when: async (app) => {
    await reveal(app);
    app.fake.says.lockWanted(null);
    await app.click('guard-copy');
  },
  shows: (app) => app.says('Paste a copy first.', app.id('lock-comes')),
});

test('lock: an automatic one asks about a copied value, too, and Esc leads back to it', () =>
  inApp({ given: LOCKABLE }, async (app) => {
    await reveal(app);
    await app.click('copy');
    await app.id('copied').waitFor();
    app.fake.says.lockWanted(null);
    await app.says('It was copied, and the clipboard was cleared.', app.id('guard'));
    await app.press('Escape');
    await app.id('guard').waitFor({ state: 'detached' });
    expect(app.fake.dismissKey).not.toHaveBeenCalled();
    await app.id('mask').waitFor();
  }));

test('lock: Ctrl+L locks, from a field and over a dialog', () =>
  inApp({ given: LOCKABLE }, async (app) => {
    await app.id('search').focus();
    await app.press('Control+l');
    await expect.poll(() => app.fake.lockApp.mock.calls.length).toBe(1);
    await app.click('settings');
    await app.press('Control+l');
    await expect.poll(() => app.fake.lockApp.mock.calls.length).toBe(2);
  }));

test('lock: a held value is asked about first', () =>
  inApp({ given: LOCKABLE }, async (app) => {
    await reveal(app);
    await app.press('Control+l');
    await app.says('You won’t see this value again', app.id('guard'));
    expect(app.fake.lockApp).not.toHaveBeenCalled();
  }));

test('lock: without a passphrase the button offers one', () =>
  inApp({}, async (app) => {
    await app.page.getByRole('button', { name: 'Lock: set a passphrase first' }).click();
    await expect.poll(() => app.fake.openPassphrase.mock.lastCall).toEqual(['set']);
  }));

test('lock: settings open the passphrase window, and keep how long', () =>
  inApp({ given: LOCKABLE }, async (app) => {
    await app.click('settings');
    await app.id('lock-after-5').check();
    await expect.poll(() => app.fake.saveSettings.mock.lastCall?.[0].lockAfter).toBe('5');
    await app.click('passphrase-change');
    await app.click('passphrase-remove');
    await expect.poll(() => app.fake.openPassphrase.mock.calls).toEqual([['change'], ['remove']]);
  }));

test('lock: Rust hears that somebody is there', () =>
  inApp({ given: LOCKABLE }, async (app) => {
    await app.page.mouse.move(40, 40);
    await app.page.mouse.move(60, 60);
    await expect.poll(() => app.fake.noteActivity.mock.calls.length).toBe(1);
  }));
