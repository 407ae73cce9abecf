import { expect, test } from 'vitest';
import type { ActivityPage } from '../backend/bindings/ActivityPage';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { ACTIVITY } from '../../tests/support/fixtures';
import { ActivityLog } from './activity.svelte';

test('what was done comes in portions, and by kind', async () => {
  const backend = fakeBackend();
  const log = new ActivityLog(backend);
  backend.queryActivity.mockResolvedValue({ ...ACTIVITY, total: 200 });
  await log.show(null);
  await log.more();
  expect([log.total, log.rows.length]).toEqual([200, ACTIVITY.rows.length * 2]);
  expect(backend.queryActivity.mock.lastCall).toEqual([{ kind: null, offset: ACTIVITY.rows.length, limit: 100 }]);
  await log.show('sent');
  expect([backend.queryActivity.mock.lastCall?.[0].kind, log.rows.length]).toEqual(['sent', ACTIVITY.rows.length]);
});

test('an answer that was overtaken is dropped, and a failure says why', async () => {
  const backend = fakeBackend();
  const log = new ActivityLog(backend);
  const slow = later<ActivityPage>();
  backend.queryActivity.mockReturnValueOnce(slow.promise);
  const first = log.show('revoked');
  await log.show(null);
  slow.give({ total: 0, rows: [] });
  await first;
  expect(log.rows.length).toBe(ACTIVITY.rows.length);
  backend.queryActivity.mockRejectedValueOnce({ code: 'nothingIsKept' });
  await log.show(null);
  expect([log.error?.code, log.loaded]).toEqual(['nothingIsKept', true]);
});
