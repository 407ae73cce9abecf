import { expect, test, vi } from 'vitest';
import type { InventorySummary } from '../backend/bindings/InventorySummary';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { FAILURES, summaryOf, team } from '../../tests/support/fixtures';
import { FIRST_AGAIN, FRESH_FOR, FRESH_FOR_PAGE, Inventory } from './inventory.svelte';

function inventory() {
  const backend = fakeBackend();
  const clock = { now: 1_000_000 };
  const onread = vi.fn();
  return { backend, clock, onread, inventory: new Inventory(backend, onread, () => clock.now) };
}

const failing = { code: 'request', failure: FAILURES.unreachable };

test('a reading brings a summary, and tells who shows it', async () => {
  const { inventory: one, onread } = inventory();
  await one.refresh();
  expect(one.summary?.total).toBe(team().length);
  expect([one.failure, one.reading, onread.mock.calls.length]).toEqual([null, false, 1]);
});

test('never two readings at a time', async () => {
  const { backend, inventory: one } = inventory();
  const slow = later<InventorySummary>();
  backend.refreshInventory.mockReturnValueOnce(slow.promise);
  const first = one.refresh();
  await one.refresh();
  expect(backend.refreshInventory).toHaveBeenCalledTimes(1);
  slow.give(summaryOf([]));
  await first;
  expect(one.reading).toBe(false);
});

test('what was read stays while a reading fails, and the reason is known', async () => {
  const { backend, inventory: one } = inventory();
  await one.refresh();
  backend.refreshInventory.mockRejectedValueOnce(failing);
  await one.refresh();
  expect(one.summary?.total).toBe(team().length);
  expect(one.failure).toEqual(FAILURES.unreachable);
  await one.refresh();
  expect(one.failure).toBeNull();
});

test('the reason stays in sight until the next reading is done', async () => {
  const { backend, inventory: one } = inventory();
  backend.refreshInventory.mockRejectedValueOnce(failing).mockReturnValueOnce(later<InventorySummary>().promise);
  await one.refresh();
  void one.refresh();
  expect(one.failure).toEqual(FAILURES.unreachable);
});

test('an answer for who signed out meanwhile is dropped', async () => {
  const { backend, inventory: one, onread } = inventory();
  const slow = later<InventorySummary>();
  backend.refreshInventory.mockReturnValueOnce(slow.promise);
  const first = one.refresh();
  one.forget();
  slow.give(summaryOf(team()));
  await first;
  expect([one.summary, one.reading, onread.mock.calls.length]).toEqual([null, false, 0]);
});

test('who signs in next is read for, although the old reading is still on its way', async () => {
  const { backend, inventory: one } = inventory();
  const slow = later<InventorySummary>();
  backend.refreshInventory.mockReturnValueOnce(slow.promise);
  const first = one.refresh();
  one.forget();
  await one.refresh();
  slow.refuse(failing);
  await first;
  expect([one.summary?.total, one.failure]).toEqual([team().length, null]);
});

test('it is read again when it is too old, and not before', async () => {
  const { backend, clock, inventory: one } = inventory();
  await one.refresh();
  clock.now += FRESH_FOR - 1;
  await one.freshen();
  expect(backend.refreshInventory).toHaveBeenCalledTimes(1);
  clock.now += 1;
  await one.freshen();
  expect(backend.refreshInventory).toHaveBeenCalledTimes(2);
});

test('a session that has ended is not asked again and again', async () => {
  const { backend, clock, inventory: one } = inventory();
  backend.refreshInventory.mockRejectedValue({ code: 'request', failure: FAILURES.signedOut });
  await one.refresh();
  clock.now += 10 * FRESH_FOR;
  await one.freshen();
  expect([one.signedOut, backend.refreshInventory.mock.calls.length]).toEqual([true, 1]);
});

test('a server that cannot be reached is tried again soon, and then less often', async () => {
  const { backend, clock, inventory: one } = inventory();
  backend.refreshInventory.mockRejectedValue(failing);
  await one.refresh();
  expect([one.offline, one.blockedReason]).toEqual([true, expect.stringContaining('Offline')]);
  const waits = [];
  for (let miss = 0; miss < 6; miss++) {
    const before = backend.refreshInventory.mock.calls.length;
    let waited = 0;
    while (backend.refreshInventory.mock.calls.length === before) {
      clock.now += 1_000;
      waited += 1_000;
      await one.freshen();
    }
    waits.push(waited / FIRST_AGAIN);
  }
  expect(waits).toEqual([1, 2, 4, 8, 12, 12]);
  backend.refreshInventory.mockResolvedValue(summaryOf([]));
  clock.now += FRESH_FOR;
  await one.freshen();
  expect([one.offline, one.blockedReason]).toEqual([false, null]);
});

test('a server that says no is not offline, and an ended session says what to do', async () => {
  const { backend, inventory: one } = inventory();
  backend.refreshInventory.mockRejectedValueOnce({ code: 'request', failure: FAILURES.forbidden });
  await one.refresh();
  expect([one.offline, one.blockedReason]).toEqual([false, null]);
  backend.refreshInventory.mockRejectedValueOnce({ code: 'request', failure: FAILURES.signedOut });
  await one.refresh();
  expect([one.offline, one.blockedReason]).toEqual([false, expect.stringContaining('Sign in again')]);
});

test('a recount takes over what Rust knows, without the network', async () => {
  const { backend, inventory: one, onread } = inventory();
  backend.inventorySummary.mockResolvedValue(summaryOf([]));
  await one.recount();
  expect([one.summary?.total, onread.mock.calls.length, backend.refreshInventory.mock.calls.length]).toEqual([0, 1, 0]);
});

test('what was kept stays while the first reading fails', async () => {
  const { backend, inventory: one } = inventory();
  const slow = later<InventorySummary>();
  backend.refreshInventory.mockReturnValueOnce(slow.promise);
  backend.inventorySummary.mockResolvedValue(summaryOf(team()));
  const reading = one.refresh();
  await one.recount();
  slow.refuse(failing);
  await reading;
  expect([one.summary?.total, one.offline]).toEqual([team().length, true]);
});

test('a recount before anything was read is no failure', async () => {
  const { backend, inventory: one } = inventory();
  backend.inventorySummary.mockRejectedValue({ code: 'notRead' });
  await one.recount();
  expect([one.summary, one.failure]).toEqual([null, null]);
});

test('a fault of the app itself travels on, and nothing hangs', async () => {
  const { backend, inventory: one } = inventory();
  backend.refreshInventory.mockRejectedValue('not allowed');
  await expect(one.refresh()).rejects.toBe('not allowed');
  expect(one.reading).toBe(false);
});

test('a session that begins while an older question is out is read for itself', async () => {
  const { backend, inventory: one } = inventory();
  const early = later<InventorySummary>();
  backend.refreshInventory.mockReturnValueOnce(early.promise.then(() => Promise.reject(failing)));
  const before = one.refresh();
  const after = one.begin();
  early.give(summaryOf([]));
  await Promise.all([before, after]);
  expect([one.failure, one.reading, one.summary?.total]).toEqual([null, false, team().length]);
});

test('of a long list the newest keys are looked at each minute, and all of them when it is due', async () => {
  const { backend, clock, inventory: one } = inventory();
  const long: InventorySummary = { ...summaryOf([]), gaps: { ...summaryOf([]).gaps, totalPages: 1000 } };
  backend.refreshInventory.mockResolvedValue(long);
  backend.lookForNewKeys.mockResolvedValue({ ...long, total: 100_001 });
  await one.refresh();
  for (let minute = 1; minute < 50; minute++) {
    clock.now += FRESH_FOR;
    await one.freshen();
  }
  expect(backend.refreshInventory).toHaveBeenCalledTimes(1);
  expect(backend.lookForNewKeys).toHaveBeenCalledTimes(49);
  expect(one.summary?.total).toBe(100_001);
  clock.now += FRESH_FOR;
  await one.freshen();
  expect(backend.refreshInventory).toHaveBeenCalledTimes(2);
  backend.lookForNewKeys.mockRejectedValue(failing);
  clock.now += FRESH_FOR;
  await one.freshen();
  expect(one.offline).toBe(true);
});

test('a cancelled reading changes nothing', async () => {
  const { backend, inventory: one, onread } = inventory();
  await one.refresh();
  backend.refreshInventory.mockRejectedValueOnce({ code: 'cancelled' });
  await one.refresh();
  expect([one.cancelled, one.failure, one.reading, onread.mock.calls.length]).toEqual([true, null, false, 1]);
  expect(one.summary?.total).toBe(team().length);
});

test('a long list that grows old is read gently, and the person’s own reading takes its place', async () => {
  const { backend, clock, inventory: one } = inventory();
  const long = { ...summaryOf([]), gaps: { ...summaryOf([]).gaps, totalPages: 1_000 } };
  backend.refreshInventory.mockResolvedValueOnce(long);
  await one.refresh();
  const slow = later<InventorySummary>();
  backend.refreshInventory.mockReturnValueOnce(slow.promise);
  clock.now += FRESH_FOR_PAGE * 1_000;
  const gentle = one.freshen();
  // It is not shown as something to wait for, and begins once.
  expect(one.reading).toBe(false);
  await one.freshen();
  expect(backend.refreshInventory.mock.calls).toEqual([[false], [true]]);
  backend.refreshInventory.mockResolvedValueOnce({ ...long, total: 7 });
  await one.refresh();
  expect([backend.cancelReading.mock.calls.length, one.summary?.total, one.cancelled]).toEqual([1, 7, false]);
  slow.refuse({ code: 'cancelled' });
  await gentle;
  expect([one.summary?.total, one.cancelled]).toEqual([7, false]);
});
