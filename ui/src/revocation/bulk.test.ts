import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BulkRevocation } from '../backend/bindings/BulkRevocation';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { BULK, BULK_ENDED, FAILURES } from '../../tests/support/fixtures';
import { HOLD } from '../shared/hold.svelte';
import { Bulk } from './bulk.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bulk() {
  const backend = fakeBackend();
  backend.previewBulkRevocation.mockResolvedValue(BULK);
  return { backend, bulk: new Bulk(backend, () => performance.now()) };
}

test('nothing is revoked before the number was typed and the time to undo it is over', async () => {
  const { backend, bulk: one } = bulk();
  await one.look(['a', 'b', 'c']);
  for (const typed of ['', '1', '3']) {
    one.typed = typed;
    expect(one.confirmable).toBe(false);
    one.confirm();
  }
  one.typed = ' 2 ';
  one.confirm();
  await vi.advanceTimersByTimeAsync(HOLD / 2);
  one.hold.undo();
  await vi.advanceTimersByTimeAsync(HOLD * 2);
  expect(backend.revokeKeys).not.toHaveBeenCalled();
  backend.revokeKeys.mockResolvedValue(BULK_ENDED);
  one.confirm();
  await vi.advanceTimersByTimeAsync(HOLD);
  expect(backend.revokeKeys.mock.calls).toEqual([[BULK.items.slice(0, 2).map(({ keyId }) => keyId)]]);
  expect([one.running, one.begun, one.waiting.length, one.error]).toEqual([false, true, 0, null]);
});

test('one that stopped says why, goes on, and is settled once it was seen', async () => {
  const { backend, bulk: one } = bulk();
  await one.look(['a', 'b', 'c']);
  backend.revokeKeys.mockRejectedValueOnce({ code: 'request', failure: FAILURES.timedOut });
  backend.bulkRevocation.mockResolvedValue(BULK);
  one.typed = '2';
  one.confirm();
  await vi.advanceTimersByTimeAsync(HOLD);
  expect([one.running, one.error?.code, one.waiting.length]).toEqual([false, 'request', 2]);
  backend.resumeRevocations.mockResolvedValueOnce(BULK_ENDED);
  await one.goOn();
  expect([one.error, one.waiting.length]).toEqual([null, 0]);
  await one.settle();
  expect([one.plan, backend.forgetBulkRevocation.mock.calls.length]).toEqual([null, 1]);
});

test('one of an earlier run is found, and a look that was left forgets nothing of it', async () => {
  const { backend, bulk: one } = bulk();
  backend.bulkRevocation.mockResolvedValue(BULK);
  await one.find();
  expect([one.begun, one.waiting.length]).toEqual([true, 2]);
  const fresh = bulk();
  await fresh.bulk.look(['a']);
  await fresh.bulk.settle();
  expect(fresh.backend.forgetBulkRevocation).not.toHaveBeenCalled();
});

test('what was not begun is not shown as begun, and an answer for another account is dropped', async () => {
  const { backend, bulk: one } = bulk();
  await one.look(['a', 'b', 'c']);
  backend.revokeKeys.mockRejectedValueOnce({ code: 'notWritten' });
  one.typed = '2';
  one.confirm();
  await vi.advanceTimersByTimeAsync(HOLD);
  expect([one.begun, one.error?.code]).toEqual([false, 'notWritten']);
  const slow = later<BulkRevocation>();
  backend.previewBulkRevocation.mockReturnValueOnce(slow.promise);
  const looking = one.look(['x']);
  one.forget();
  slow.give(BULK);
  await looking;
  expect([one.plan, one.looking]).toEqual([null, false]);
});
