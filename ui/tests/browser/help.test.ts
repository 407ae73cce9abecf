import { expect, test } from 'vitest';
import type { FakeBackend } from '../support/fake-backend';
import { SETTINGS } from '../support/fixtures';
import { inApp, state } from './state';

const forTheFirstTime = (fake: FakeBackend) => fake.settings.mockResolvedValue({ ...SETTINGS, welcomed: false });

state('help: open', {
  when: (app) => app.click('open-help'),
  shows: async (app) => {
    await app.says('Which type of key?', app.id('help'));
    await app.says('ss_pub_…', app.id('help-types'));
  },
});

state('help: a search', {
  when: async (app) => {
    await app.click('open-help');
    await app.id('help-search').fill('leak');
  },
  shows: async (app) => {
    await app.says('A key has leaked', app.id('help'));
    expect(await app.id('help-offline').count()).toBe(0);
  },
});

state('help: nothing found', {
  when: async (app) => {
    await app.click('open-help');
    await app.id('help-search').fill('bananas');
  },
  shows: (app) => app.says('Nothing in the help has all of these words.', app.id('help')),
});

state('welcome: for the first time', {
  given: forTheFirstTime,
  shows: (app) => app.says('Three types of key, and the page decides', app.id('welcome')),
});

state('empty: a tenant without a key', {
  keys: [],
  shows: (app) => app.says('ss_secret_…', app.id('key-types')),
});

test('welcome: goes for good once it was read', () =>
  inApp({ given: forTheFirstTime }, async (app) => {
    await app.click('welcome-help');
    await app.id('help-types').waitFor();
    await app.press('Escape');
    await app.focuses('welcome-help');
    await app.click('welcome-close');
    await app.id('welcome').waitFor({ state: 'detached' });
    expect(app.fake.saveSettings.mock.lastCall?.[0]).toMatchObject({ welcomed: true });
  }));

test('help: F1 opens it, also from a field, and it leads to the shortcuts', () =>
  inApp({}, async (app) => {
    await app.page.getByRole('searchbox', { name: 'Search name' }).click();
    await app.press('F1');
    await app.focuses('help-search');
    await app.click('help-shortcuts');
    await app.focuses('shortcuts-close');
    await app.press('Escape');
    await app.id('shortcuts').waitFor({ state: 'detached' });
    expect(await app.id('help').count()).toBe(0);
  }));
