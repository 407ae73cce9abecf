import { expect, test } from 'vitest';
import { later } from '../support/fake-backend';
import { STALE, TRIAGE } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

async function open(app: App): Promise<void> {
  await app.click('open-triage');
  await app.id('triage').waitFor();
}

async function look(app: App): Promise<void> {
  await open(app);
  await app.click('triage-clipboard');
}

state('triage: the question', { when: open, shows: (app) => app.says('Nothing leaves this computer', app.id('triage')) });

state('triage: what was found', {
  when: look,
  shows: async (app) => {
    await app.says('3 values found.', app.id('triage-report'));
    await app.says('1,204 files, 39,417 git objects, 212 MB. 21 could not be read.', app.id('triage-report'));
    await app.says('A live key.', app.id('triage'));
    await app.says('In front-end code it is expected', app.id('triage'));
    await app.says('Of no key that this app knows.', app.id('triage'));
  },
});

state('triage: nothing was found', {
  given: (fake) => fake.triage.mockResolvedValue({ ...TRIAGE, found: [], unread: 0, unreadPaths: [] }),
  when: look,
  shows: (app) => app.says('Nothing was found.', app.id('triage-report')),
});

state('triage: looking', {
  given: (fake) => fake.triage.mockReturnValue(later<never>().promise),
  when: look,
  shows: async (app) => {
    await app.says('Looking through the clipboard', app.id('triage-looking'));
    await app.id('triage-stop').waitFor();
  },
});

state('triage: there is no text', {
  given: (fake) => fake.triage.mockRejectedValue({ code: 'noText' }),
  when: look,
  shows: (app) => app.says('There is no text in the clipboard', app.id('triage-error')),
});

const PATHS = { paths: ['/home/mara/shop', '/home/mara/app.log'] };

state('triage: files over the window', {
  when: async (app) => {
    app.fake.says.filesOver(PATHS);
    await app.id('drop-hint').waitFor();
  },
  shows: (app) => app.says('Drop to look for leaked keys.', app.id('drop-hint')),
});

test('what is dropped is looked through, and nothing while something else is open', () =>
  inApp({}, async (app) => {
    await app.click('settings');
    await app.id('settings-dialog').waitFor();
    app.fake.says.filesOver(PATHS);
    app.fake.says.filesDropped(PATHS);
    await app.heard();
    await app.press('Escape');
    await app.id('settings-dialog').waitFor({ state: 'detached' });
    expect(app.fake.triage).not.toHaveBeenCalled();

    app.fake.says.filesOver(PATHS);
    await app.id('drop-hint').waitFor();
    app.fake.says.filesLeft(null);
    await app.id('drop-hint').waitFor({ state: 'detached' });
    app.fake.says.filesOver(PATHS);
    app.fake.says.filesDropped(PATHS);
    await app.id('triage-report').waitFor();
    expect(app.fake.triage.mock.calls).toEqual([[{ kind: 'paths', ...PATHS }]]);
    expect(await app.id('drop-hint').count()).toBe(0);
  }));

test('what is pasted goes past the page', () =>
  inApp({ when: open }, async (app) => {
    await app.page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'pasted');
      document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    });
    await app.id('triage-report').waitFor();
    expect(app.fake.triage.mock.calls).toEqual([[{ kind: 'clipboard' }]]);
    expect(await app.page.content()).not.toContain('pasted');
  }));

test('a found key is rotated or revoked from there', () =>
  inApp({ keys: [STALE], when: look }, async (app) => {
    await app.click('found-rotate');
    await app.id('rotate-dialog').waitFor();
    await app.click('rotate-cancel');
    await app.click('open-triage');
    await app.says('3 values found.', app.id('triage-report'));
    await app.click('found-revoke');
    await app.id('revoke-dialog').waitFor();
  }));
