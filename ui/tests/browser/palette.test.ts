import { expect, test } from 'vitest';
import { STALE } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

async function open(app: App): Promise<void> {
  await app.id('open-palette').waitFor();
  await app.press('Control+k');
  await app.focuses('palette-search');
}

state('palette: what can be done', {
  when: open,
  shows: async (app) => {
    await app.says('View: Organization-wide power', app.id('palette'));
    await app.says('Keyboard shortcuts', app.id('palette'));
  },
});

state('palette: what was found', {
  when: async (app) => {
    await open(app);
    await app.type('checkout');
  },
  shows: async (app) => {
    await app.says('SDK Keys', app.id('palette'));
    await app.says('Keys: the 8 used last', app.id('palette'));
  },
});

state('palette: nothing is called that', {
  when: async (app) => {
    await open(app);
    await app.type('zebra');
  },
  shows: (app) => app.says('Nothing is called that.', app.id('palette')),
});

state('shortcuts: the list', {
  when: async (app) => {
    await app.id('open-palette').waitFor();
    await app.press('?');
  },
  shows: (app) => app.says('Select the key, or not any more', app.id('shortcuts')),
});

test('palette: a key is gone to by the keyboard alone, also from a field', () =>
  inApp({}, async (app) => {
    await app.id('as-of').waitFor();
    await app.press('/');
    await app.focuses('search');
    await open(app);
    await app.type(STALE.name);
    await app.page.getByRole('option', { name: STALE.name }).waitFor();
    await app.press('Enter');
    await app.says(STALE.name, app.id('detail'));
    expect(await app.id('palette').count()).toBe(0);
  }));

test('palette: what opens next has the focus, and Esc gives it back to where it began', () =>
  inApp({}, async (app) => {
    await app.id('refresh').focus();
    await open(app);
    await app.type('keyboard');
    await app.press('Enter');
    await app.focuses('shortcuts-close');
    await app.press('Escape');
    await app.focuses('refresh');
    await open(app);
    await app.press('ArrowUp');
    await app.page.getByRole('option', { name: 'Sign out…', selected: true }).waitFor();
    await app.press('Escape');
    await app.focuses('refresh');
  }));

test('palette: nothing is found over another dialog', () =>
  inApp({}, async (app) => {
    await app.click('settings');
    await app.id('settings-dialog').waitFor();
    await app.press('Control+k');
    await app.heard();
    expect(await app.id('palette').count()).toBe(0);
    await app.press('Escape');
    await app.id('settings-dialog').waitFor({ state: 'detached' });
    await open(app);
  }));
