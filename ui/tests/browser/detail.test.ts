import { expect, test } from 'vitest';
import type { FirstUse } from '../../src/backend/bindings/FirstUse';
import type { KeyDetail } from '../../src/backend/bindings/KeyDetail';
import type { KeyRow } from '../../src/backend/bindings/KeyRow';
import {
  daysAgo,
  EXPIRED,
  EXPIRING,
  HOSTILE,
  key,
  LEGACY,
  minutesAgo,
  NEVER_USED,
  ORGANIZATION,
  REVOKED,
  SDK,
  STALE,
  UNKNOWN,
  usedAt,
} from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

const PROJECT = key({ name: 'production-ingest' });

function detail(name: string, row: KeyRow, shows: (app: App) => Promise<unknown>): void {
  state(`detail: ${name}`, {
    keys: [row],
    when: (app) => app.click('key-row'),
    shows: async (app) => {
      await app.id('detail').getByRole('heading', { level: 2, name: row.name.trim() }).waitFor();
      await shows(app);
    },
  });
}

detail('a project key in use', PROJECT, async (app) => {
  await app.says('Run analyses, ask follow-ups, give feedback', app.id('detail'));
  await app.says('14 Mar 2026, 09:07:30 UTC, as of 14 Mar 2026, 09:14:00 UTC', app.id('detail'));
  expect(await app.id('detail-curl').textContent()).not.toContain('X-Project-Id');
  await app.id('revoke').waitFor();
});

detail('an SDK key of which the server’s clock is ahead', SDK, (app) =>
  app.says('the server’s clock is ahead of this computer’s', app.id('detail')),
);

detail('an organization key', ORGANIZATION, async (app) => {
  await app.says('The whole organization', app.id('detail'));
  await app.says('X-Project-Id: <project-uuid>', app.id('detail-curl'));
});

detail('a stale key', STALE, (app) => app.says('last used more than 90 days ago', app.id('detail')));

detail('a key that expires soon', EXPIRING, (app) => app.says('in 6 days', app.id('detail')));

detail('a key that was never used', NEVER_USED, async (app) => {
  await app.says('doesn’t make it safe to revoke', app.id('detail'));
  await app.says('Not seen on a request since SigSentry keeps count', app.id('detail'));
});

detail('a legacy key of unknown age', LEGACY, (app) => app.says('stop working at the sunset', app.id('detail')));

detail('an expired key', EXPIRED, async (app) => {
  await app.says('It ended by itself and opens nothing.', app.id('detail'));
  expect(await app.id('revoke').count()).toBe(0);
  expect(await app.id('detail-curl').count()).toBe(0);
});

detail('a revoked key', REVOKED, async (app) => {
  await app.says('It was revoked for good and opens nothing.', app.id('detail'));
  expect(await app.id('revoke').count()).toBe(0);
});

detail('a key of an unknown type with an unknown permission', UNKNOWN, async (app) => {
  await app.says('logs:stream', app.id('detail'));
  await app.says('Not known to this app', app.id('detail'));
  await app.says('SigSentry doesn’t say, or not in a form that can be read', app.id('detail'));
});

detail('a name of 255 characters', HOSTILE[6] as KeyRow, (app) => app.says('Stale', app.id('detail')));

detail('a name with markup', HOSTILE[0] as KeyRow, async (app) => {
  expect(await app.id('detail').locator('b, script').count()).toBe(0);
});

state('detail: what was done with it from this computer', {
  keys: [PROJECT],
  given: (fake) => {
    const known = fake.keyDetail.getMockImplementation();
    fake.keyDetail.mockImplementation(async (id) => {
      if (!known) throw new Error('the fake answers');
      const deeds = [
        { kind: 'annotated' },
        { kind: 'dismissed' },
        { kind: 'sent', place: 'GitHub Actions, northwind/an-uncommonly-long-repository-name' },
        { kind: 'created' },
      ] as const;
      const activity = deeds.map((deed, index) => ({ at: minutesAgo(index + 1), deed }));
      return { ...(await known(id)), activity };
    });
  },
  when: async (app) => {
    await app.click('key-row');
    await app.id('activity').scrollIntoViewIfNeeded();
  },
  shows: async (app) => {
    await app.says('Value sent to GitHub Actions, northwind/an-uncommonly-long', app.id('activity'));
    expect(await app.id('activity').locator('li').allTextContents()).toHaveLength(4);
  },
});

state('detail: what speaks for removing a key', {
  keys: [NEVER_USED],
  when: (app) => app.click('key-row'),
  shows: (app) => app.says('None of it proves that nothing needs it', app.id('removal')),
});

detail(
  'a key in use whose owner has left',
  key({ name: 'nightly-report', owner: 'Mara Lindqvist', ownerLeft: true }),
  async (app) => {
    await app.says('It needs another owner, or a rotation', app.id('removal'));
    await app.says('they may still have its value', app.id('removal'));
    expect(await app.id('removal').textContent()).not.toContain('safe');
    expect(await app.id('owner-left').isChecked()).toBe(true);
  },
);

state('detail: a revoked key that something still tries', {
  keys: [{ ...REVOKED, lastUsed: usedAt(daysAgo(2)) }],
  when: (app) => app.click('key-row'),
  shows: (app) => app.says('Something still tries it', app.id('tried')),
});

/** What is said of the first use of a key that was handed over from here. */
const firstUse = (name: string, firstUse: FirstUse, shows: string) =>
  state(`detail: ${name}`, {
    keys: [NEVER_USED],
    given: (fake) => {
      const known = fake.keyDetail.getMockImplementation();
      fake.keyDetail.mockImplementation(async (id) => ({ ...(await known?.(id)), firstUse }) as KeyDetail);
      fake.undeployedKeys.mockResolvedValue({ keyIds: firstUse.kind === 'missing' ? [NEVER_USED.id] : [] });
    },
    when: (app) => app.click('key-row'),
    shows: async (app) => {
      await app.says(shows, app.id('first-use'));
      expect(await app.id('undeployed').count()).toBe(firstUse.kind === 'missing' ? 1 : 0);
    },
  });

firstUse('handed over, and used soon after', { kind: 'used', afterS: 14 }, 'First seen in use 14 s after it was handed over.');
firstUse('handed over, and not used yet', { kind: 'waits', since: minutesAgo(20) }, 'Not used yet.');
firstUse('handed over, and never used', { kind: 'missing', since: daysAgo(2) }, 'Was it deployed?');

test('the keys that were never used are shown by themselves', () =>
  inApp(
    {
      keys: [NEVER_USED, STALE],
      given: (fake) => fake.undeployedKeys.mockResolvedValue({ keyIds: [NEVER_USED.id] }),
      when: (app) => app.click('undeployed-show'),
    },
    async (app) => {
      const asked = () => app.fake.queryKeys.mock.lastCall?.[0].conditions;
      await expect.poll(asked).toEqual([{ kind: 'keys', anyOf: [NEVER_USED.id] }]);
      expect(await app.id('undeployed').count()).toBe(0);
    },
  ));
