import { expect, test } from 'vitest';
import { FAILURES, NEVER_USED, ORGANIZATION, REVIEW, SIGNED_OFF, STALE } from '../support/fixtures';
import type { App } from './app';
import { inApp, state } from './state';

async function begin(app: App): Promise<void> {
  await app.click('views');
  await app.click('review-begin');
  await app.id('review').waitFor();
}

async function signOff(app: App): Promise<void> {
  await begin(app);
  await app.click('review-keep-rest');
  await app.click('review-sign-off');
}

const KEYS = [STALE, NEVER_USED, ORGANIZATION];

state('review: under way', {
  keys: KEYS,
  when: async (app) => {
    await begin(app);
    await app.click('review-revoke');
  },
  shows: async (app) => {
    await app.says('1 of 3 decided', app.id('review-decided'));
    await app.says('Last time: keep. Since: other owner, used since', app.id('review'));
    expect(await app.id('review-sign-off').getAttribute('aria-disabled')).toBe('true');
  },
});

state('review: signed off, with what it proposes', {
  keys: KEYS,
  when: signOff,
  shows: async (app) => {
    await app.says(SIGNED_OFF.signer, app.id('review-signer'));
    await app.says('To revoke: 2', app.id('proposals'));
    await app.says('used since', app.id('proposals'));
  },
});

state('review: proposals without the server', {
  keys: KEYS,
  given: (fake) => fake.proposals.mockResolvedValue(SIGNED_OFF.proposals),
  when: async (app) => {
    // The first reading is there: only the next one fails.
    await app.id('as-of').waitFor();
    app.fake.refreshInventory.mockRejectedValue({ code: 'request', failure: FAILURES.unreachable });
    await app.click('refresh');
    await app.id('offline-age').waitFor();
    await app.click('review-open');
  },
  shows: async (app) => {
    await app.says('The proposals wait here.', app.id('proposals'));
    expect(await app.id('proposal-rotate').getAttribute('aria-disabled')).toBe('true');
  },
});

state('review: of too many keys', {
  keys: KEYS,
  given: (fake) => fake.beginReview.mockRejectedValue({ code: 'count' }),
  when: begin,
  shows: (app) => app.says('1 to 1,000 live keys', app.id('review-error')),
});

state('review: a notice of one that is not signed off', {
  keys: KEYS,
  given: (fake) => fake.review.mockResolvedValue(REVIEW),
  shows: (app) => app.says('0 of 3 keys are decided.', app.id('review-notice')),
});

test('what was proposed is revoked together, each read again before', () =>
  inApp({ keys: KEYS, when: signOff }, async (app) => {
    await app.click('proposals-revoke-all');
    await app.id('bulk-dialog').waitFor();
    expect(app.fake.previewBulkRevocation.mock.calls).toEqual([[[NEVER_USED.id, ORGANIZATION.id]]]);
  }));
