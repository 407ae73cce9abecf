import { expect, test } from 'vitest';
import type { KeyFate } from '../../src/backend/bindings/KeyFate';
import type { Failure } from '../../src/backend/bindings/Failure';
import { later } from '../support/fake-backend';
import { CHECKOUT, FAILURES, HOSTILE, NOTHING, STALE } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const SDK_PAGE = `nav-project-sdk-${CHECKOUT.id}`;
const API_PAGE = `nav-project-api-${CHECKOUT.id}`;

async function form(app: App, page: string): Promise<void> {
  await app.click(page);
  await app.click('new-key');
  await app.id('create-form').waitFor();
}

async function submit(app: App): Promise<void> {
  await form(app, 'nav-organization');
  await app.id('key-name').fill('billing export');
  await app.click('permission-analysis-read');
  await app.click('create-submit');
}

const refusal = (failure: Failure, fate: KeyFate) => ({ code: 'request', failure, fate });

state('create: an SDK key, with locked permissions', {
  when: (app) => form(app, SDK_PAGE),
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'New SDK key' }).waitFor();
    await app.says('as owner@northwind.example');
    await app.says('Locked: SDK keys ship to browsers and apps');
    for (const box of await app.id('create-form').getByRole('checkbox').all()) {
      expect([await box.isChecked(), await box.isDisabled()]).toEqual([true, true]);
    }
    await app.says('In checkout-api only', app.id('summary'));
    expect(await app.page.getByRole('dialog').getByRole('combobox').count()).toBe(0);
  },
});

state('create: a project key, empty', {
  when: (app) => form(app, API_PAGE),
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'New project key' }).waitFor();
    await app.focuses('key-name');
    await app.says('Without a permission this key can do nothing.', app.id('summary'));
    await app.says('Its value is shown once', app.id('summary'));
  },
});

state('create: an organization key that may write', {
  when: async (app) => {
    await form(app, 'nav-organization');
    await app.id('key-name').fill('terraform');
    for (const one of ['analysis-read', 'config-read', 'config-write']) await app.click(`permission-${one}`);
  },
  shows: async (app) => {
    await app.says('An organization key opens every project', app.id('warns-organization'));
    await app.says('it can change how your projects are watched', app.id('warns-config-write'));
    await app.says('every project', app.id('summary'));
    await app.says('read analyses, read configuration, and change configuration', app.id('summary'));
  },
});

state('create: the preset for CI', {
  when: async (app) => {
    await form(app, API_PAGE);
    await app.click('permission-config-write');
    await app.click('preset-ci');
  },
  shows: async (app) => {
    const chosen = app.id('create-form').getByRole('checkbox', { checked: true });
    expect(await chosen.count()).toBe(2);
    await app.says('will be able to run analyses and read analyses', app.id('summary'));
  },
});

state('create: advice on a generic, doubled and long name', {
  given: (fake) =>
    fake.nameAdvice.mockResolvedValue([
      { kind: 'generic' },
      { kind: 'duplicate', active: true },
      { kind: 'long', left: 155 },
    ]),
  when: async (app) => {
    await form(app, API_PAGE);
    await app.id('key-name').fill('API Key 1');
  },
  shows: async (app) => {
    await app.says('A specific name makes a leak easy to trace', app.id('advice-generic'));
    await app.says('A live key has this name already', app.id('advice-duplicate'));
    await app.says('155 characters are left', app.id('advice-long'));
  },
});

state('create: a form with problems', {
  given: (fake) => fake.createProjectKey.mockRejectedValue({ code: 'form', name: 'empty', permissions: 'noneChosen' }),
  when: async (app) => {
    await form(app, API_PAGE);
    await app.click('create-submit');
  },
  shows: async (app) => {
    await app.says('Give the key a name.', app.id('name-problem'));
    await app.says('Choose at least one permission.', app.id('permission-problem'));
    await app.focuses('key-name');
    expect(await app.id('key-name').getAttribute('aria-invalid')).toBe('true');
  },
});

state('create: a value as a name', {
  given: (fake) => fake.createSdkKey.mockRejectedValue({ code: 'form', name: 'looksLikeKey', permissions: null }),
  when: async (app) => {
    await form(app, SDK_PAGE);
    await app.id('key-name').fill('ss_secret_0000000000');
    await app.click('create-submit');
  },
  shows: (app) => app.says('A value must never become a name.', app.id('name-problem')),
});

state('create: running', {
  given: (fake) => fake.createOrganizationKey.mockReturnValue(later<never>().promise),
  when: async (app) => {
    await submit(app);
    await app.press('Escape');
  },
  shows: async (app) => {
    await app.says('A key is on its way: wait for the answer before you leave.');
    expect(await app.id('create-dialog').getByRole('button', { name: 'Close' }).count()).toBe(0);
    await app.focuses('create-submit');
  },
});

state('create: refused for the role', {
  given: (fake) =>
    fake.createOrganizationKey.mockRejectedValue(refusal(FAILURES.forbidden, { kind: 'notCreated' })),
  when: submit,
  shows: async (app) => {
    await app.says('Your role doesn’t allow this', app.id('create-error'));
    await app.says('No key was created. SigSentry says: apikey:write is required', app.id('create-error'));
    await app.focuses('create-submit');
  },
});

state('create: refused with an unknown code', {
  given: (fake) =>
    fake.createOrganizationKey.mockRejectedValue(refusal(FAILURES.otherCode, { kind: 'notCreated' })),
  when: submit,
  shows: (app) => app.says('SigSentry refused: TEAPOT', app.id('create-error')),
});

state('create: the answer was lost', {
  given: (fake) =>
    fake.createOrganizationKey.mockRejectedValue(refusal(FAILURES.connectionLost, { kind: 'unknown' })),
  when: submit,
  shows: async (app) => {
    await app.says('SigSentry then gives this same key, never a second one', app.id('create-error'));
    await app.focuses('create-retry');
  },
});

state('create: leaving without knowing', {
  given: (fake) =>
    fake.createOrganizationKey.mockRejectedValue(refusal(FAILURES.connectionLost, { kind: 'unknown' })),
  when: async (app) => {
    await submit(app);
    await app.id('create-retry').waitFor();
    await app.press('Escape');
  },
  shows: (app) => app.says('A key named “billing export” may exist', app.id('leave-unknown')),
});

state('create: the value was lost', {
  given: (fake) =>
    fake.createOrganizationKey.mockRejectedValue(
      refusal(FAILURES.unexpected, { kind: 'valueLost', keyId: STALE.id }),
    ),
  when: submit,
  shows: async (app) => {
    await app.says('A key was created, but its value could not be read', app.id('create-error'));
    await app.id('create-revoke').waitFor();
  },
});

state('create: another creation runs', {
  given: (fake) => fake.createOrganizationKey.mockRejectedValue({ code: 'busy' }),
  when: submit,
  shows: (app) => app.says('A key is being created already', app.id('create-error')),
});

state('create: a hostile project name', {
  keys: HOSTILE,
  given: (fake) => {
    const project = { id: CHECKOUT.id, name: '<b>مشروع</b> ⟨U+202E⟩', sdkKeys: 0, apiKeys: 8 };
    fake.queryProjects.mockResolvedValue({ total: 1, rows: [project] });
    fake.queryKeys.mockResolvedValue({ total: 0, rows: [], attention: NOTHING, project });
  },
  when: (app) => form(app, API_PAGE),
  shows: async (app) => {
    await app.says('<b>مشروع</b> ⟨U+202E⟩', app.id('create-dialog'));
    expect(await app.page.locator('dialog b').count()).toBe(0);
  },
});

test('create: the form sends what was chosen, and nothing about a type', () =>
  inApp({}, async (app) => {
    await form(app, API_PAGE);
    await app.id('key-name').fill('nightly replay');
    await app.click('permission-config-read');
    await app.click('permission-analysis-read');
    await app.click('create-submit');
    await app.id('reveal-dialog').waitFor();
    expect(app.fake.createProjectKey.mock.calls).toEqual([
      [{ projectId: CHECKOUT.id, name: 'nightly replay', permissions: ['analysis:read', 'config:read'] }],
    ]);
  }));

test('create: a double click makes one key', () =>
  inApp({}, async (app) => {
    const answer = later<never>();
    app.fake.createSdkKey.mockReturnValue(answer.promise);
    await form(app, SDK_PAGE);
    await app.id('key-name').fill('widget');
    await app.id('create-submit').dblclick();
    await app.press('Enter');
    await app.says('Creating the key');
    expect(app.fake.createSdkKey).toHaveBeenCalledTimes(1);
  }));

test('create: asking again brings the same key to the dialog', () =>
  inApp({}, async (app) => {
    app.fake.createOrganizationKey.mockRejectedValue(refusal(FAILURES.timedOut, { kind: 'unknown' }));
    await submit(app);
    await app.click('create-retry');
    await app.id('reveal-dialog').getByText('asked for twice').waitFor();
    expect(app.fake.createOrganizationKey).toHaveBeenCalledTimes(1);
    expect(app.fake.retryCreation).toHaveBeenCalledTimes(1);
  }));

test('create: the key whose value was lost can be revoked at once', () =>
  inApp({}, async (app) => {
    const fate: KeyFate = { kind: 'valueLost', keyId: STALE.id };
    app.fake.createOrganizationKey.mockRejectedValue(refusal(FAILURES.unexpected, fate));
    await submit(app);
    await app.click('create-revoke');
    await app.id('revoke-dialog').getByText(STALE.name).waitFor();
  }));
