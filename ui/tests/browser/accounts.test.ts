import { expect, test } from 'vitest';
import type { InventorySummary } from '../../src/backend/bindings/InventorySummary';
import type { FakeBackend } from '../support/fake-backend';
import { later } from '../support/fake-backend';
import { CLIENT, key, NOTHING, PRODUCTION, SESSION, SIGN_IN, STAGING, summaryOf, team } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const three = (fake: FakeBackend) => fake.accounts.mockResolvedValue([PRODUCTION, STAGING, CLIENT]);
const alone = (fake: FakeBackend) => {
  fake.accounts.mockResolvedValue([]);
  fake.keeping.mockResolvedValue({ code: 'sessionOnly', reason: 'noKeychain' });
};
const menu = (app: App) => app.click('account-menu');
const checked = (app: App) => app.page.getByRole('menuitemradio', { checked: true });

/** Rust went over to staging, whose data is another one. */
function switched(app: App): void {
  const other = key({ name: 'staging only' });
  app.fake.accounts.mockResolvedValue([
    { ...PRODUCTION, standing: 'ready' },
    { ...STAGING, standing: 'open' },
    CLIENT,
  ]);
  app.fake.queryKeys.mockResolvedValue({
    total: 1,
    rows: [other],
    attention: NOTHING,
    project: null,
  });
  app.fake.inventorySummary.mockResolvedValue(summaryOf([other]));
  app.fake.refreshInventory.mockResolvedValue(summaryOf([other]));
  app.fake.says.sessionChanged({ ...SESSION, whose: 'staging', apiUrl: STAGING.apiUrl });
}

state('accounts: the menu', {
  given: three,
  when: menu,
  shows: async (app) => {
    await app.says('Staging', app.page.getByRole('menu'));
    await app.says('staging.northwind.example', app.page.getByRole('menu'));
    await app.says('Needs signing in', app.page.getByRole('menu'));
    expect(await checked(app).textContent()).toContain('Northwind Traders');
    expect(await checked(app).getAttribute('aria-keyshortcuts')).toBe('Control+1');
    expect(await app.id('account-band').getAttribute('data-colour')).toBe('teal');
  },
});

state('accounts: names as no honest person gives them', {
  given: (fake) =>
    fake.accounts.mockResolvedValue([
      { ...PRODUCTION, name: '<img src=x onerror=alert(1)>' },
      { ...STAGING, name: 'pay⟨U+202E⟩gpj.exe', tenantName: 'مفتاح الإنتاج للدفع' },
      { ...CLIENT, name: 'x'.repeat(40), email: `${'y'.repeat(120)}@fabrikam.example`, standing: 'otherServer' },
    ]),
  when: menu,
  shows: async (app) => {
    await app.says('<img src=x onerror=alert(1)>', app.page.getByRole('menu'));
    await app.says('Another server than the one that is set', app.page.getByRole('menu'));
    expect(await app.page.locator('img').count()).toBe(0);
  },
});

state('accounts: the menu where nothing is kept', {
  given: alone,
  when: async (app) => {
    await app.id('session-only').waitFor();
    await menu(app);
  },
  shows: async (app) => {
    await app.says('there is one account at a time', app.id('account-alone'));
    await app.says('It takes the place of this one', app.id('account-add'));
    expect(await app.id('account-label').count()).toBe(0);
  },
});

state('accounts: name and colour', {
  given: (fake) => {
    three(fake);
    fake.labelAccount.mockRejectedValue({ code: 'notKept' });
  },
  when: async (app) => {
    await menu(app);
    await app.click('account-label');
    await app.id('label-name').fill('Production');
    await app.click('label-save');
    await app.id('label-error').waitFor();
  },
  shows: async (app) => {
    await app.says('The keychain didn’t take it.', app.id('label-error'));
    expect(await app.page.getByRole('radio', { checked: true }).getAttribute('value')).toBe('teal');
  },
});

state('accounts: one that was not opened', {
  given: (fake) => {
    three(fake);
    fake.switchAccount.mockRejectedValue({ code: 'noKeychain' });
  },
  when: async (app) => {
    await app.says('production-ingest');
    await app.press('Control+2');
  },
  shows: async (app) => {
    await app.says('Staging was not opened', app.id('switch-refused'));
    await app.says('production-ingest');
  },
});

state('accounts: nobody is signed in, and there are others', {
  given: (fake) => {
    fake.sessionState.mockResolvedValue({ ...SESSION, account: null, whose: '' });
    fake.accounts.mockResolvedValue([STAGING, CLIENT]);
  },
  when: menu,
  shows: async (app) => {
    await app.says('Client: Fabrikam', app.page.getByRole('menu'));
    expect(await app.id('sign-out').count()).toBe(0);
  },
});

state('accounts: signing in to one that is on this computer', {
  page: 'sign-in',
  given: (fake) => fake.accounts.mockResolvedValue([STAGING, CLIENT]),
  shows: async (app) => {
    await app.says('mara@fabrikam.example · api.sigsentry.com', app.id('known-account'));
    // One whose session holds is opened without a password.
    expect(await app.id('known-account').count()).toBe(1);
  },
});

state('accounts: adding one where nothing is kept', {
  page: 'sign-in',
  given: (fake) =>
    fake.signInOptions.mockResolvedValue({ ...SIGN_IN, another: true, replaces: 'owner@northwind.example' }),
  shows: async (app) => {
    await app.says('whose session ends', app.id('sign-in-replaces'));
    await app.says('Add another account');
  },
});

test('accounts: one that needs signing in is filled in, and the password is what is missing', () =>
  inApp({ page: 'sign-in', given: (fake) => fake.accounts.mockResolvedValue([CLIENT]) }, async (app) => {
    await app.click('known-account');
    await app.focuses('sign-in-password');
    expect(await app.id('sign-in-email').inputValue()).toBe('mara@fabrikam.example');
  }));

test('accounts: one keystroke, and nothing of the one before is to be seen in the other', () =>
  inApp({ given: three }, async (app) => {
    await app.says('production-ingest');
    await app.click('key-row');
    await app.id('detail').waitFor();
    await app.press('Control+2');
    await expect.poll(() => app.fake.switchAccount.mock.calls).toEqual([['b1']]);
    switched(app);
    await app.says('staging only');
    expect(await app.id('detail').count()).toBe(0);
    expect(await app.page.getByText('production-ingest').count()).toBe(0);
    expect(await app.id('account-band').getAttribute('data-colour')).toBe('pink');
    await app.says('Staging is open', app.page.getByRole('status'));
    // The one that is open is no place to go to.
    await app.press('Control+2', 'Control+9');
    expect(app.fake.switchAccount).toHaveBeenCalledTimes(1);
    await app.press('Control+1');
    await expect.poll(() => app.fake.switchAccount.mock.calls.length).toBe(2);
  }));

test('accounts: a reading that was on its way is not shown in the other', () =>
  inApp({ given: three }, async (app) => {
    await app.says('production-ingest');
    const slow = later<InventorySummary>();
    app.fake.refreshInventory.mockReturnValueOnce(slow.promise);
    await app.click('refresh');
    await app.press('Control+2');
    switched(app);
    await app.says('staging only');
    slow.give({ ...summaryOf(team()), asOf: '2001-01-01T00:00:00.000Z' });
    await app.click('refresh');
    await app.says('1 key');
    expect(await app.id('as-of').textContent()).not.toContain('2001');
  }));

test('accounts: a copied value’s countdown goes on in the other account', () =>
  inApp(
    {
      given: (fake) => {
        three(fake);
        fake.clipboardLease.mockResolvedValue({ remainingMs: 21_000, totalMs: 30_000 });
      },
    },
    async (app) => {
      await app.id('lease-header').waitFor();
      await app.press('Control+2');
      switched(app);
      await app.says('staging only');
      await app.says(/Clipboard is cleared in \d+ s/, app.id('lease-header'));
      expect(app.fake.endClipboardLease).not.toHaveBeenCalled();
    },
  ));

test('accounts: while a value is held, the keystroke asks as every way out does', () =>
  inApp({ given: three }, async (app) => {
    await app.click('nav-organization');
    await app.click('new-key');
    await app.id('key-name').fill('guarded');
    await app.click('create-submit');
    await app.id('key-canvas').waitFor();
    await app.press('Control+2');
    await app.focuses('guard-copy');
    expect(app.fake.switchAccount).not.toHaveBeenCalled();
    await app.click('guard-close');
    await app.id('receipt').waitFor();
    await app.click('receipt-close');
    await app.press('Control+2');
    await expect.poll(() => app.fake.switchAccount.mock.calls).toEqual([['b1']]);
  }));

test('accounts: under a dialog the keystroke does nothing', () =>
  inApp({ given: three }, async (app) => {
    await app.click('settings');
    await app.focuses('clipboard-life-30');
    await app.press('Control+2');
    await app.id('settings-dialog').waitFor();
    expect(app.fake.switchAccount).not.toHaveBeenCalled();
  }));

test('accounts: one that was signed out is opened by signing in', () =>
  inApp({ given: three }, async (app) => {
    app.fake.switchAccount.mockRejectedValue({ code: 'signedOut' });
    await app.says('production-ingest');
    await app.press('Control+3');
    await expect
      .poll(() => app.fake.openSignIn.mock.calls)
      .toEqual([[{ kind: 'account', email: CLIENT.email, apiUrl: CLIENT.apiUrl }]]);
  }));

test('accounts: the menu by keyboard', () =>
  inApp({ given: three }, async (app) => {
    await app.says('production-ingest');
    const at = () =>
      app.page.evaluate(() => {
        const entry = document.activeElement;
        return (entry?.querySelector('[data-name]') ?? entry)?.textContent?.trim() ?? '';
      });
    await app.id('account-menu').focus();
    await app.press('ArrowDown');
    await expect.poll(at).toBe('Northwind Traders');
    expect(await app.id('account-menu').getAttribute('aria-expanded')).toBe('true');
    await app.press('ArrowUp');
    await expect.poll(at).toBe('Sign out…');
    await app.press('Home', 'ArrowDown', 'ArrowDown');
    await expect.poll(at).toBe('Client: Fabrikam');
    await app.press('End', 'ArrowDown');
    await expect.poll(at).toBe('Northwind Traders');
    await app.type('a');
    await expect.poll(at).toBe('Add account…');
    // The letters of the page behind are not meant.
    expect(await app.page.getByRole('menu').count()).toBe(1);
    await app.press('Escape');
    await app.focuses('account-menu');
    expect(await app.id('account-menu').getAttribute('aria-expanded')).toBe('false');
    await app.press('ArrowUp', 'Tab');
    expect(await app.page.getByRole('menu').count()).toBe(0);
    await app.id('account-menu').focus();
    await app.press('Enter', 'ArrowDown', 'Enter');
    await expect.poll(() => app.fake.switchAccount.mock.calls).toEqual([['b1']]);
    await app.focuses('account-menu');
    await app.click('account-menu');
    await app.page.mouse.click(640, 500);
    await app.page.getByRole('menu').waitFor({ state: 'detached' });
  }));

test('accounts: a name and a colour by keyboard, and the focus comes back', () =>
  inApp({ given: three }, async (app) => {
    await app.id('account-menu').focus();
    await app.press('ArrowUp', 'ArrowUp', 'Enter');
    await app.focuses('label-name');
    await app.type('Production');
    await app.press('Tab', 'ArrowDown', 'Enter');
    await expect
      .poll(() => app.fake.labelAccount.mock.calls)
      .toEqual([[{ id: 'a0', name: 'Production', colour: 'green' }]]);
    await app.id('label-dialog').waitFor({ state: 'detached' });
    await app.focuses('account-menu');
  }));

test('accounts: adding one and signing out are in the menu', () =>
  inApp({ given: three }, async (app) => {
    await menu(app);
    await app.click('account-add');
    await expect.poll(() => app.fake.openSignIn.mock.calls).toEqual([[{ kind: 'another' }]]);
    await menu(app);
    await app.click('sign-out');
    await app.says('Northwind Traders', app.id('sign-out-dialog'));
  }));
