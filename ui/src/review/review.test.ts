import { expect, test } from 'vitest';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { NEVER_USED, ORGANIZATION, REVIEW, SIGNED_OFF, STALE } from '../../tests/support/fixtures';
import type { KeyQuery } from '../backend/bindings/KeyQuery';
import { Review } from './review.svelte';

const QUERY: KeyQuery = { scope: { kind: 'all' }, search: '', conditions: [], column: 'status', descending: false, offset: 0, limit: 0 };

async function begun() {
  const backend = fakeBackend();
  const review = new Review(backend);
  await review.begin(QUERY, 'Stale keys');
  return { backend, review };
}

test('nothing is signed off before everything is decided', async () => {
  const { backend, review } = await begun();
  await review.decide([STALE.id], 'rotate');
  expect([review.decided, review.ready]).toEqual([1, false]);
  await review.signOff();
  expect(backend.signOffReview).not.toHaveBeenCalled();
  await review.decideRest('keep');
  expect(backend.decideReview.mock.lastCall).toEqual([{ keyIds: [NEVER_USED.id, ORGANIZATION.id], decision: 'keep', note: null }]);
  await review.signOff();
  expect([review.view, review.signed]).toEqual([null, SIGNED_OFF]);
});

test('a decision that could not be written is shown as it is kept', async () => {
  const { backend, review } = await begun();
  backend.review.mockResolvedValue(REVIEW);
  backend.decideReview.mockRejectedValueOnce({ code: 'notWritten' });
  await review.decide([STALE.id], 'revoke');
  expect([review.error?.code, review.decided]).toEqual(['notWritten', 0]);
});

test('a note goes with the decision that stands, and the same note is not written twice', async () => {
  const { backend, review } = await begun();
  await review.decide([STALE.id], 'keep');
  await review.note(STALE.id, 'asked Mara');
  await review.note(STALE.id, 'asked Mara');
  const notes = backend.decideReview.mock.calls.filter(([{ note }]) => note !== null);
  expect(notes).toEqual([[{ keyIds: [STALE.id], decision: 'keep', note: 'asked Mara' }]]);
});

test('a decision while a note is being written waits for it, and is not lost', async () => {
  const { backend, review } = await begun();
  const slow = later<undefined>();
  backend.decideReview.mockReturnValueOnce(slow.promise);
  const note = review.note(STALE.id, 'asked Mara');
  const rest = review.decideRest('keep');
  expect(backend.decideReview.mock.calls.length).toBeLessThan(2);
  slow.give(undefined);
  await Promise.all([note, rest]);
  expect([backend.decideReview.mock.calls.length, review.decided, review.ready]).toEqual([2, 3, true]);
});

test('what was given up is gone', async () => {
  const { backend, review } = await begun();
  await review.giveUp();
  expect([backend.dropReview.mock.calls.length, review.view]).toEqual([1, null]);
});
