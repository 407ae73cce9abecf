import { expect, test } from 'vitest';
import type { News } from '../backend/bindings/News';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { Changes } from './changes.svelte';
import { newsWord } from './messages';

const NEWS: News = { since: '2026-03-10T09:12:00Z', total: 3, appeared: 2, gone: 1, revoked: 0, changed: 0, firstUsed: 0, usedAgain: 0, triedWhileRevoked: 0 };

test('what is new is named in the order in which an admin asks, without what did not happen', () => {
  expect(newsWord(NEWS)).toBe('2 new, 1 gone');
  expect(newsWord({ ...NEWS, appeared: 0, gone: 0, usedAgain: 1200 })).toBe('1,200 used again');
});

test('with news the view opens with what is new, otherwise with everything', async () => {
  const backend = fakeBackend();
  const changes = new Changes(backend);
  await changes.open();
  expect(backend.queryChanges.mock.lastCall?.[0].unseen).toBe(false);
  backend.news.mockResolvedValue(NEWS);
  await changes.look();
  await changes.open();
  expect(backend.queryChanges.mock.lastCall?.[0].unseen).toBe(true);
});

test('an overtaken answer is dropped, also when the account changes', async () => {
  const backend = fakeBackend();
  const changes = new Changes(backend);
  const slow = later<News | null>();
  backend.news.mockReturnValueOnce(slow.promise);
  const first = changes.look();
  changes.forget();
  slow.give(NEWS);
  await first;
  expect(changes.news).toBeNull();
});

test('what could not be kept as seen stays new', async () => {
  const backend = fakeBackend();
  const changes = new Changes(backend);
  backend.news.mockResolvedValue(NEWS);
  await changes.look();
  backend.markChangesSeen.mockRejectedValueOnce({ code: 'notWritten' });
  await changes.seen();
  expect([changes.news, changes.error]).toEqual([NEWS, { code: 'notWritten' }]);
  await changes.seen();
  expect([changes.news, changes.error]).toEqual([null, null]);
});
