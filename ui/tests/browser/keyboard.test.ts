import { expect, test } from 'vitest';
import { later } from '../support/fake-backend';
import { CHECKOUT, FAILURES, STALE } from '../support/fixtures';
import type { App } from './app';
import { inApp } from './state';

/** Presses Tab until something has the focus. */
async function tabTo(app: App, what: string, key = 'Tab'): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if ((await app.focused()) === what) return;
    await app.press(key);
  }
  expect(await app.focused()).toBe(what);
}

/** The name of the key whose row has the focus. */
const row = (app: App) => app.page.evaluate(() => document.activeElement?.closest('[role=row]')?.querySelector('.open')?.textContent);

test('keyboard: a key is made, copied and dismissed without a mouse', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    await tabTo(app, `nav-project-api-${CHECKOUT.id}`);
    await app.press('Enter');
    await app.page.getByRole('heading', { name: 'checkout-api · API Keys' }).waitFor();
    await app.press('n');
    await app.focuses('key-name');
    await app.type('nightly replay');
    await tabTo(app, 'permission-analysis-read');
    await app.press('Space');
    await tabTo(app, 'permission-config-read');
    await app.press('Space', 'Enter');
    await app.focuses('copy');
    await tabTo(app, 'copy-format');
    await app.press('Enter');
    await tabTo(app, 'copy-format-dotenv', 'Shift+Tab');
    await app.press('Enter');
    await app.says('.env line copied');
    await app.focuses('copy-format');
    await tabTo(app, 'reveal-done');
    await app.press('Enter');
    await app.focuses('receipt-close');
    await app.press('Enter');
    await app.id('reveal-dialog').waitFor({ state: 'detached' });
    expect(app.fake.createProjectKey.mock.calls).toEqual([
      [{ projectId: CHECKOUT.id, name: 'nightly replay', permissions: ['analysis:read', 'config:read'] }],
    ]);
    expect(app.fake.copyKey).toHaveBeenCalledWith('ticket-1', 'dotenv');
    expect(app.fake.dismissKey).toHaveBeenCalledTimes(1);
    // Back to where it began: the page that makes keys.
    await app.focuses(`nav-project-api-${CHECKOUT.id}`);
  }));

test('keyboard: the button that opened a dialog has the focus again', () =>
  inApp({}, async (app) => {
    await app.click(`nav-project-api-${CHECKOUT.id}`);
    await app.id('new-key').press('Enter');
    await app.focuses('key-name');
    await app.press('Escape');
    await app.focuses('new-key');
    await app.id('settings').press('Enter');
    await app.focuses('clipboard-life-30');
    await app.press('Escape');
    await app.focuses('settings');
    // Also after a dialog that followed another one.
    await app.id('new-key').press('Enter');
    await app.type('canary');
    await app.press('Enter');
    await app.id('reveal-dialog').waitFor();
    await app.press('Enter');
    await app.id('copied').waitFor();
    await app.press('Escape');
    await app.id('receipt').waitFor();
    await app.press('Escape');
    await app.focuses('new-key');
  }));

test('keyboard: after a revocation the focus is not lost', () =>
  inApp({ keys: [{ ...STALE }], stillClock: true }, async (app) => {
    await app.click('key-row');
    await app.id('revoke').press('Enter');
    await app.focuses('revoke-cancel');
    await app.press('Escape');
    await app.focuses('revoke');
    await app.press('Enter');
    await app.focuses('revoke-cancel');
    await app.press('Tab', 'Enter');
    await app.focuses('undo');
    await app.page.clock.runFor(10_000);
    await app.focuses('revoke-close');
    // "Revoke" is gone with the key: the page's heading takes the focus.
    await app.id('revoke').waitFor({ state: 'detached' });
    await app.press('Enter');
    await app.focuses('All keys');
  }));

test('keyboard: a dialog keeps the focus, and comes round without a stop outside the page', () =>
  inApp({}, async (app) => {
    await app.click(`nav-project-api-${CHECKOUT.id}`);
    await app.click('new-key');
    await app.focuses('key-name');
    const walk = async (key: string) => {
      const stops: string[] = [];
      do {
        await app.press(key);
        const inside = await app.page.evaluate(() => Boolean(document.activeElement?.closest('dialog')));
        expect(inside, `after ${stops.join(', ')}`).toBe(true);
        stops.push(await app.focused());
      } while (stops.at(-1) !== 'key-name' && stops.length < 60);
      return stops;
    };
    const there = await walk('Tab');
    expect(there).toContain('create-submit');
    expect(there).toContain('dialog-close');
    const back = await walk('Shift+Tab');
    expect(back.slice(0, -1).reverse()).toEqual(there.slice(0, -1));
  }));

test('keyboard: what has the focus is never under the foot of a dialog', () =>
  inApp({}, async (app) => {
    await app.resize({ width: 900, height: 600 });
    app.fake.nameAdvice.mockResolvedValue([{ kind: 'generic' }, { kind: 'duplicate', active: true }]);
    app.fake.createOrganizationKey.mockRejectedValue({
      code: 'request',
      failure: FAILURES.unexpected,
      fate: { kind: 'valueLost', keyId: STALE.id },
    });
    await app.click('nav-organization');
    await app.click('new-key');
    await app.type('API Key 1');
    await app.press('Enter');
    await app.id('create-revoke').waitFor();
    await app.id('key-name').focus();
    const covered = () =>
      app.page.evaluate(() => {
        const box = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return document.activeElement?.contains(hit) ? 'in sight' : (hit?.textContent ?? 'out of sight');
      });
    await tabTo(app, 'permission-config-write');
    expect(await covered()).toBe('in sight');
    await tabTo(app, 'create-revoke');
    expect(await covered()).toBe('in sight');
    await tabTo(app, 'preset-ci', 'Shift+Tab');
    expect(await covered()).toBe('in sight');
  }));

test('keyboard: the arrows walk through the table, and Tab comes to one row', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    await app.page.getByRole('columnheader', { name: 'Status' }).getByRole('button').focus();
    await app.press('Tab');
    await expect.poll(() => row(app)).toBe('partner trial');
    await app.press('ArrowDown', 'ArrowDown');
    await expect.poll(() => row(app)).toBe('load test');
    await app.press('ArrowUp');
    await expect.poll(() => row(app)).toBe('staging webhook receiver');
    // The absolute time of Last Used is one Tab further, and said.
    await app.press('Tab');
    const tip = app.page.locator('[role=tooltip]:popover-open');
    await tip.getByText('30 Nov 2025, 09:14:30 UTC, as of').or(tip).first().waitFor();
    expect(await tip.textContent()).toBe('30 Nov 2025, 09:14:30 UTC, as of 14 Mar 2026, 09:14:00 UTC');
    await app.press('Escape');
    await tip.waitFor({ state: 'detached' });
    await app.press('Shift+Tab', 'End');
    await expect.poll(() => row(app)).toBe('API Key 1');
    await app.press('Home');
    await expect.poll(() => row(app)).toBe('partner trial');
    await app.press('PageDown', 'PageDown');
    await expect.poll(() => row(app)).not.toBe('partner trial');
    // Out of the table with one key: its rows are no hundred stops.
    await app.press('Tab', 'Tab');
    expect(await row(app)).toBeUndefined();
  }));

test('keyboard: the details open, follow the arrows, and close', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    await app.page.getByRole('button', { name: 'partner trial' }).focus();
    await app.press('Enter');
    await app.id('detail').getByRole('heading', { name: 'partner trial' }).waitFor();
    expect(await app.page.getByRole('button', { name: 'partner trial', expanded: true }).count()).toBe(1);
    await app.press('ArrowDown');
    await app.id('detail').getByRole('heading', { name: 'staging webhook receiver' }).waitFor();
    await expect.poll(() => row(app)).toBe('staging webhook receiver');
    // The panel comes next.
    await tabTo(app, 'Close details');
    await app.press('Enter');
    await app.id('detail').waitFor({ state: 'detached' });
    await expect.poll(() => row(app)).toBe('staging webhook receiver');
    await app.press('Enter');
    await app.id('detail').waitFor();
    await app.press('Escape');
    await app.id('detail').waitFor({ state: 'detached' });
    await expect.poll(() => row(app)).toBe('staging webhook receiver');
  }));

test('keyboard: / searches, r reads anew, n makes a key where a page decides its type', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    await app.press('n');
    expect(await app.page.getByRole('dialog').count()).toBe(0);
    await app.press('r');
    await expect.poll(() => app.fake.refreshInventory.mock.calls.length).toBe(2);
    await app.press('/');
    await app.focuses('search');
    // In a field they are letters.
    await app.type('nr/');
    expect(await app.id('search').inputValue()).toBe('nr/');
    expect(app.fake.refreshInventory).toHaveBeenCalledTimes(2);
    await app.click('nav-organization');
    await app.press('n');
    await app.focuses('key-name');
    // And none of them reaches the page under a dialog.
    await app.id('create-cancel').focus();
    await app.press('r', '/');
    await app.focuses('create-cancel');
    expect(app.fake.refreshInventory).toHaveBeenCalledTimes(2);
  }));

test('keyboard: a busy button keeps the focus', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    app.fake.refreshInventory.mockReturnValue(later<never>().promise);
    await app.id('refresh').press('Enter');
    await app.says('Reading…');
    await app.press('Enter');
    await app.focuses('refresh');
    expect(app.fake.refreshInventory).toHaveBeenCalledTimes(2);
  }));

/** The three ways out that every dialog has. */
const EXITS: [string, (app: App, dialog: string) => Promise<void>][] = [
  ['Esc', (app) => app.press('Escape')],
  ['a click outside', (app) => app.page.mouse.click(4, 400)],
  ['the cross', (app, dialog) => app.id(dialog).getByRole('button', { name: 'Close', exact: true }).first().click()],
];

for (const [way, exit] of EXITS) {
  test(`exits: ${way} closes a form, the settings and a question`, () =>
    inApp({}, async (app) => {
      await app.click('nav-organization');
      await app.click('new-key');
      await exit(app, 'create-dialog');
      await app.id('create-dialog').waitFor({ state: 'detached' });
      await app.click('settings');
      await exit(app, 'settings-dialog');
      await app.id('settings-dialog').waitFor({ state: 'detached' });
      await app.click('key-row');
      await app.click('revoke');
      await exit(app, 'revoke-dialog');
      await app.id('revoke-dialog').waitFor({ state: 'detached' });
      expect(app.fake.revokeKey).not.toHaveBeenCalled();
      // The panel under it stayed.
      await app.id('detail').waitFor();
    }));

  test(`exits: ${way} asks before an uncopied value is lost, and turning away leads back to it`, () =>
    inApp({}, async (app) => {
      await app.click('nav-organization');
      await app.click('new-key');
      await app.id('key-name').fill('guarded');
      await app.click('create-submit');
      await app.id('key-canvas').waitFor();
      for (let round = 0; round < 3; round++) {
        await exit(app, 'reveal-dialog');
        await app.focuses('guard-copy');
        await exit(app, 'reveal-dialog');
        await app.id('guard').waitFor({ state: 'detached' });
        await app.focuses('copy');
        expect(await app.id('key-canvas').count()).toBe(1);
      }
      expect(app.fake.dismissKey).not.toHaveBeenCalled();
      await app.click('copy');
      await app.id('copied').waitFor();
      await exit(app, 'reveal-dialog');
      await app.id('receipt').waitFor();
      await exit(app, 'reveal-dialog');
      await app.id('reveal-dialog').waitFor({ state: 'detached' });
      expect(app.fake.dismissKey).toHaveBeenCalledTimes(1);
    }));

  test(`exits: ${way} does not close a dialog whose answer is on its way`, () =>
    inApp({}, async (app) => {
      app.fake.createOrganizationKey.mockReturnValue(later<never>().promise);
      await app.click('nav-organization');
      await app.click('new-key');
      await app.id('key-name').fill('slow');
      await app.click('create-submit');
      await app.says('Creating…');
      if (way !== 'the cross') {
        await exit(app, 'create-dialog');
        await exit(app, 'create-dialog');
      }
      await app.poke('create-cancel');
      await app.says('wait for the answer before you leave');
      app.fake.says.closeRequested('creating');
      await app.id('create-dialog').waitFor();
      expect(app.fake.quitApp).not.toHaveBeenCalled();
    }));
}

test('exits: the scroll bar of a dialog is no way out', () =>
  inApp({}, async (app) => {
    await app.resize({ width: 640, height: 400 });
    await app.click('nav-organization');
    await app.click('new-key');
    const box = await app.id('create-dialog').boundingBox();
    expect(box).not.toBeNull();
    if (box) await app.page.mouse.click(box.x + box.width - 4, box.y + box.height / 2);
    expect(await app.id('create-dialog').count()).toBe(1);
  }));

test('motion: only for those who did not ask for less', () =>
  inApp({ given: (fake) => fake.refreshInventory.mockReturnValue(later<never>().promise) }, async (app) => {
    const moves = () => app.page.locator('.skeleton').first().evaluate((one) => one.getAnimations().length);
    await app.page.locator('.skeleton').first().waitFor();
    expect(await moves()).toBe(0);
    await app.page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect.poll(moves).toBe(1);
  }));

test('sign-in: by keyboard, with a token', () =>
  inApp({ page: 'sign-in' }, async (app) => {
    await app.focuses('sign-in-email');
    await tabTo(app, 'sign-in-mode-token', 'Shift+Tab');
    await app.press('Enter');
    await app.focuses('sign-in-token');
    await app.type('eyJhbGciOiJIUzI1NiJ9.e30.x');
    await app.press('Enter');
    await expect.poll(() => app.fake.signIn.mock.calls.length).toBe(1);
    const sent = app.fake.signIn.mock.calls[0]?.[0];
    expect(JSON.parse(new TextDecoder().decode(sent)).credentials).toEqual({
      kind: 'token',
      token: 'eyJhbGciOiJIUzI1NiJ9.e30.x',
    });
  }));
