import { expect, test } from 'vitest';
import type { FakeBackend } from '../support/fake-backend';
import { CHECKOUT, daysAgo, FAILURES, key, REVOKED, summaryOf } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const OWNED = key({ name: 'nightly-report', owner: 'Mara Lindqvist' });

const offline = (fake: FakeBackend) => {
  fake.inventorySummary.mockResolvedValue({ ...summaryOf([OWNED]), asOf: daysAgo(3) });
  fake.refreshInventory.mockRejectedValue({ code: 'request', failure: FAILURES.unreachable });
};

const ask = (app: App, name = 'nightly-report') => app.page.getByRole('row').filter({ hasText: name }).click({ button: 'right' });

state('row: its menu', {
  keys: [OWNED, key({ name: 'ingest' })],
  when: (app) => ask(app),
  shows: async (app) => {
    await app.says('Only keys of Mara Lindqvist', app.id('row-menu'));
    await app.says('Revoke…', app.id('row-menu'));
  },
});

test('row menu: with the keyboard alone, and back to the row', () =>
  inApp({ keys: [{ ...OWNED }, key({ name: 'ingest' })] }, async (app) => {
    await app.id('key-open').first().focus();
    await app.press('Shift+F10');
    await app.focuses('row-show');
    await app.press('Escape');
    await app.focuses('key-open');
    await app.id('row-menu').waitFor({ state: 'detached' });
    await app.press('Shift+F10', 'ArrowDown', 'ArrowDown');
    await app.focuses('row-select');
    await app.press('Enter');
    await app.says('1 key selected', app.id('selection'));
    await app.press('Shift+F10', 'o', 'Enter');
    await app.says('Owner: Mara Lindqvist', app.id('chips'));
    await app.press('Shift+F10', 'r', 'r', 'Enter');
    await app.id('revoke-dialog').waitFor();
  }));

test('row menu: a revoked key is not revoked again, and a page of one project has no filter for it', () =>
  inApp({ keys: [{ ...REVOKED }, { ...OWNED }] }, async (app) => {
    await ask(app, REVOKED.name);
    await app.id('row-show').waitFor();
    expect(await app.id('row-revoke').count() + (await app.id('row-rotate').count())).toBe(0);
    await app.press('Escape');
    await ask(app);
    await app.id('row-only-project').click();
    await app.says('One project', app.id('chips'));
    await app.click(`nav-project-api-${CHECKOUT.id}`);
    await ask(app);
    await app.id('row-only-owner').waitFor();
    expect(await app.id('row-only-project').count()).toBe(0);
    await app.page.getByRole('searchbox', { name: 'Search name' }).click();
    await app.id('row-menu').waitFor({ state: 'detached' });
  }));

test('row menu: without the server nothing can be revoked, and it says why', () =>
  inApp({ keys: [{ ...OWNED }], given: offline }, async (app) => {
    await app.id('offline-age').waitFor();
    await ask(app);
    const revoke = app.id('row-revoke');
    expect(await revoke.getAttribute('aria-disabled')).toBe('true');
    await revoke.click({ force: true });
    expect(await app.id('revoke-dialog').count()).toBe(0);
  }));
