import { expect, test } from 'vitest';
import { later, projectPage, type FakeBackend } from '../support/fake-backend';
import { ago, CHECKOUT, FAILURES, HOSTILE, key, minutesAgo, PROJECTS, projectsOf, SESSION, summaryOf, team } from '../support/fixtures';
import { inApp, state } from './state';

const failing = (failure: (typeof FAILURES)[keyof typeof FAILURES]) => ({ code: 'request', failure });

state('inventory: reading for the first time', {
  given: (fake) => fake.refreshInventory.mockReturnValue(later<never>().promise),
  shows: (app) => app.page.getByRole('status').getByText('Reading the keys').waitFor({ state: 'attached' }),
});

state('inventory: filled', {
  shows: async (app) => {
    await app.says('4 need action');
    await app.says('production-ingest');
    await app.page.getByRole('row', { name: /staging webhook receiver.*Stale/ }).waitFor();
    await app.page.getByRole('heading', { level: 1, name: 'All keys' }).waitFor();
  },
});

state('inventory: only stale keys', {
  when: (app) => app.click('attention-stale'),
  shows: async (app) => {
    await expect.poll(() => app.id('key-row').count()).toBe(1);
    await app.says('1 key found');
  },
});

state('inventory: SDK keys of a project', {
  when: (app) => app.click(`nav-project-sdk-${CHECKOUT.id}`),
  shows: async (app) => {
    await app.page.getByRole('heading', { level: 1, name: 'checkout-api · SDK Keys' }).waitFor();
    await app.says('docs site snippet');
    await app.id('new-key').waitFor();
  },
});

state('inventory: a project with a long name', {
  when: (app) => app.click(`nav-project-api-${PROJECTS[4]?.id}`),
  shows: (app) => app.says(/do not deploy on Fridays.* · API Keys/),
});

state('inventory: more projects than fit', {
  given: (fake) => {
    const projects = Array.from({ length: 40 }, (_, index) => ({ id: `p${index}`, name: `service-${index}` }));
    fake.refreshInventory.mockResolvedValue(summaryOf(team(), projects));
    fake.queryProjects.mockImplementation(async (query) => projectPage(projectsOf(team(), projects), query));
  },
  when: (app) => app.id('find-project').fill('service-3'),
  shows: async (app) => {
    await app.says('service-39');
    expect(await app.page.getByRole('heading', { level: 2, name: 'service-4' }).count()).toBe(0);
  },
});

state('inventory: an empty tenant', {
  keys: [],
  shows: async (app) => {
    await app.says('No keys yet');
    await app.says('the page decides the type');
    await app.says('Nothing needs action');
  },
});

state('inventory: an empty page of a project', {
  keys: [],
  when: (app) => app.click(`nav-project-api-${CHECKOUT.id}`),
  shows: async (app) => {
    await app.says('No keys on this page yet');
    await app.id('empty').getByRole('button', { name: 'New key' }).waitFor();
  },
});

state('inventory: filtered to nothing', {
  when: async (app) => {
    await app.says('production-ingest');
    await app.id('search').fill('no such key');
  },
  shows: (app) => app.says('No key matches'),
});

state('inventory: nothing could be read', {
  given: (fake) => {
    fake.refreshInventory.mockRejectedValue(failing(FAILURES.untrusted));
    fake.queryKeys.mockRejectedValue({ code: 'notRead' });
  },
  shows: async (app) => {
    await app.says('The certificate of api.sigsentry.com isn’t trusted', app.page.getByRole('alert'));
    await app.says('issued by Corp Proxy CA', app.page.getByRole('alert'));
    await app.id('inventory-retry').waitFor();
  },
});

state('inventory: old data after a failed reading', {
  when: async (app) => {
    await app.says('production-ingest');
    app.fake.refreshInventory.mockRejectedValue(failing(FAILURES.unreachable));
    await app.click('refresh');
  },
  shows: async (app) => {
    await app.says('api.sigsentry.com can’t be reached', app.id('inventory-error'));
    await app.says('What you see is as of 09:14', app.id('inventory-error'));
    await app.says('production-ingest');
  },
});

state('inventory: too many requests', {
  when: async (app) => {
    await app.says('production-ingest');
    app.fake.refreshInventory.mockRejectedValue(failing(FAILURES.rateLimited));
    await app.click('refresh');
  },
  shows: (app) => app.says('Try again in 12 s.', app.id('inventory-error')),
});

state('inventory: the session has ended', {
  when: async (app) => {
    await app.says('production-ingest');
    app.fake.refreshInventory.mockRejectedValue(failing(FAILURES.signedOut));
    await app.click('refresh');
  },
  shows: async (app) => {
    await app.says('Your session has ended');
    await app.id('sign-in-again').waitFor();
  },
});

state('inventory: parts are missing', {
  given: (fake) =>
    fake.refreshInventory.mockResolvedValue({
      ...summaryOf(team()),
      gaps: { unreadable: ['7d3e91b0-1111'], unreadableCount: 2, missingPages: 1, totalPages: 3, keptKeys: 0, keptSince: null },
    }),
  when: async (app) => {
    await app.says('1 of 3 pages of the list could not be read', app.id('gaps'));
    await app.page.getByText('2 records could not be read').click();
  },
  shows: async (app) => {
    await app.says('7d3e91b0-1111', app.id('gaps'));
    await app.says('Others are not named here.', app.id('gaps'));
  },
});

state('inventory: the last use is not told', {
  given: (fake) => fake.refreshInventory.mockResolvedValue({ ...summaryOf(team()), useUntold: true }),
  shows: (app) => app.says('SigSentry doesn’t say when keys were last used.', app.id('use-untold')),
});

state('inventory: no key was seen for long', {
  given: (fake) =>
    fake.refreshInventory.mockResolvedValue({ ...summaryOf(team()), useStandsStillSince: minutesAgo(60 * 24 * 40) }),
  shows: (app) => app.says('SigSentry may have stopped counting', app.id('use-stands-still')),
});

state('inventory: hostile names', {
  keys: HOSTILE,
  shows: async (app) => {
    await app.says('<script>document.title="owned"</script><b>bold</b>');
    await app.says('<img src=x onerror=alert(1)>');
    await app.says('مفتاح الإنتاج للدفع');
    expect(await app.page.title()).toBe('SigSentry Keys');
    expect(await app.page.evaluate(() => [document.scripts.length, document.images.length])).toEqual([1, 0]);
  },
});

state('inventory: the whole truth about Last Used', {
  when: async (app) => {
    const word = app.id('key-row').getByText('104 days ago');
    await word.scrollIntoViewIfNeeded();
    // Scrolling hides what is told of a time, and its event comes with the next frame.
    await app.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await word.hover();
  },
  shows: (app) =>
    app.page
      .locator('[role=tooltip]:popover-open', { hasText: '30 Nov 2025, 09:14:30 UTC, as of 14 Mar 2026, 09:14:00 UTC' })
      .waitFor(),
});

const forced = (fake: FakeBackend) =>
  fake.sessionState.mockResolvedValue({
    ...SESSION,
    notices: [
      { kind: 'apiUrl', value: 'http://127.0.0.1:8787/v1' },
      { kind: 'caFile', path: '/etc/ssl/corp.pem' },
      { kind: 'dataDir', path: '/home/mara/a rather long folder name/that goes on/and on/sigsentry' },
    ],
  });

state('inventory: forced from outside, in a line', {
  given: forced,
  shows: (app) => app.says('Other than usual: the API address, trusted certificates, the data folder', app.id('notices')),
});

state('inventory: forced from outside', {
  given: forced,
  when: (app) => app.page.getByText('Other than usual').click(),
  shows: async (app) => {
    await app.says('http://127.0.0.1:8787/v1', app.id('notices'));
    await app.says('SIGSENTRY_CA_FILE', app.id('notices'));
    await app.says('SIGSENTRY_DATA_DIR', app.id('notices'));
  },
});

state('inventory: nobody is signed in', {
  given: (fake) => fake.sessionState.mockResolvedValue({ ...SESSION, account: null }),
  shows: async (app) => {
    await app.says('Nobody is signed in', app.id('signed-out'));
    expect(await app.id('sign-out').count()).toBe(0);
  },
});

state('inventory: a fault of the app itself', {
  given: (fake) => fake.keyDetail.mockRejectedValue('command key_detail not allowed'),
  complains: ['command key_detail not allowed'],
  when: (app) => app.click('key-row'),
  shows: async (app) => {
    await app.page.getByRole('dialog', { name: 'Something in the app itself failed' }).waitFor();
    // What a command never says is no answer, and is not shown as one.
    expect(await app.page.getByText('not allowed').count()).toBe(0);
  },
});

state('header: a clipboard lease runs', {
  given: (fake) => fake.clipboardLease.mockResolvedValue({ remainingMs: 21_000, totalMs: 30_000 }),
  shows: (app) => app.says(/Clipboard is cleared in \d+ s/, app.id('lease-header')),
});

state('header: the clipboard could not be cleared', {
  when: async (app) => {
    await app.says('production-ingest');
    app.fake.says.leaseEnded('failed');
  },
  shows: (app) => app.says('The clipboard still has a value', app.id('lease-failed')),
});

state('header: another program put the value back', {
  when: async (app) => {
    await app.says('production-ingest');
    app.fake.says.leaseEnded({ putBack: { by: 'clipman' } });
  },
  shows: (app) => app.says('clipman put the value back', app.id('lease-failed')),
});

test('header: what could not be cleared is tried again', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    app.fake.says.leaseEnded('failed');
    await app.says('Try again', app.id('lease-failed'));
    await app.click('lease-again-header');
    await expect.poll(() => app.id('lease-failed').count()).toBe(0);
    expect(app.fake.endClipboardLease).toHaveBeenCalledTimes(1);
  }));

for (const [name, seconds, words] of [
  ['behind', 86_400, /clock is about a day\s+behind/],
  ['ahead', -86_400, /clock is about a day\s+ahead/],
] as const) {
  state(`inventory: this computer’s clock is ${name}`, {
    given: (fake) => fake.refreshInventory.mockResolvedValue({ ...summaryOf(team()), clockBehindBy: seconds }),
    shows: (app) => app.says(words, app.id('clock-off')),
  });
}

state('inventory: the sign-in window cannot be opened', {
  given: (fake) => {
    fake.sessionState.mockResolvedValue({ ...SESSION, account: null });
    fake.openSignIn.mockRejectedValue({ code: 'noWindow' });
  },
  when: (app) => app.click('sign-in-again'),
  shows: (app) => app.says('The sign-in window could not be opened', app.id('no-sign-in')),
});

test('inventory: signing in again reads, and signing out forgets', () =>
  inApp({}, async (app) => {
    await app.says('production-ingest');
    app.fake.queryKeys.mockRejectedValue({ code: 'notRead' });
    app.fake.says.sessionChanged({ ...SESSION, account: null });
    await app.says('Nobody is signed in');
    expect(await app.page.getByText('production-ingest').count()).toBe(0);
    app.fake.queryKeys.mockReset();
    const before = app.fake.refreshInventory.mock.calls.length;
    app.fake.says.sessionChanged(SESSION);
    await app.says('All keys');
    await expect.poll(() => app.fake.refreshInventory.mock.calls.length).toBe(before + 1);
  }));

test('inventory: a visible window reads again every minute', () =>
  inApp({ stillClock: true }, async (app) => {
    await app.says('production-ingest');
    expect(app.fake.refreshInventory).toHaveBeenCalledTimes(1);
    await app.page.clock.runFor(50_000);
    expect(app.fake.refreshInventory).toHaveBeenCalledTimes(1);
    await app.page.clock.runFor(20_000);
    await expect.poll(() => app.fake.refreshInventory.mock.calls.length).toBe(2);
  }));

test('inventory: the age of the data moves on by itself', () =>
  inApp({ stillClock: true }, async (app) => {
    await app.says(/as of 09:14, just now/);
    app.fake.refreshInventory.mockReturnValue(later<never>().promise);
    await app.page.clock.runFor(190_000);
    await app.says(/as of 09:14, 3 minutes ago/);
  }));

test('inventory: only what can be seen is asked for, and scrolling asks for more', () => {
  const keys = Array.from({ length: 1000 }, (_, index) =>
    key({ name: `worker-${index}`, createdAt: ago(index * 1000), lastUsed: { kind: 'at', at: minutesAgo(index) } }),
  );
  return inApp({ keys }, async (app) => {
    await app.says('worker-0');
    expect(await app.id('key-row').count()).toBeLessThan(80);
    await app.id('key-table').evaluate((table) => table.parentElement?.scrollTo(0, 500 * 36));
    await app.says('worker-505');
    expect(await app.id('key-row').count()).toBeLessThan(80);
    // Another order begins at its top.
    await app.page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await app.says('worker-1');
    await expect.poll(() => app.id('key-table').evaluate((table) => table.parentElement?.scrollTop)).toBe(0);
  });
});
