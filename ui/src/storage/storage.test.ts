import { expect, test, vi } from 'vitest';
import type { StorageState as State } from '../backend/bindings/StorageState';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { STALE } from '../../tests/support/fixtures';
import { OfflineStorage } from './storage.svelte';

function keeping() {
  const backend = fakeBackend();
  const onchange = vi.fn();
  return { backend, onchange, storage: new OfflineStorage(backend, onchange) };
}

test('it starts with what Rust knows and follows what it says', async () => {
  const { backend, onchange, storage: one } = keeping();
  await one.start();
  expect(one.state).toEqual({ code: 'kept' });
  backend.says.keepingChanged({ code: 'waiting' });
  expect(one.state).toEqual({ code: 'waiting' });
  expect(onchange).toHaveBeenCalledTimes(1);
});

test('an answer that was overtaken by what was said since is dropped', async () => {
  const { backend, storage: one } = keeping();
  const slow = later<State>();
  backend.keeping.mockReturnValue(slow.promise);
  const started = one.start();
  await Promise.resolve();
  await Promise.resolve();
  backend.says.keepingChanged({ code: 'kept' });
  slow.give({ code: 'opening' });
  await started;
  expect(one.state).toEqual({ code: 'kept' });
});

test('what was left behind stays until the person has seen it', async () => {
  const { backend, storage: one } = keeping();
  backend.leftBehindKeys.mockResolvedValue([{ key: STALE, handedOver: false, certain: true }]);
  await one.look();
  expect(one.orphaned.map(({ key }) => key.id)).toEqual([STALE.id]);
  await one.settle(STALE.id);
  expect(one.orphaned).toEqual([]);
  expect(backend.settleLeftBehind).toHaveBeenCalledWith(STALE.id);
});

test('a store that could not be set aside is said, until it is tried again', async () => {
  const { backend, storage: one } = keeping();
  backend.setStoreAside.mockRejectedValueOnce({ code: 'notRenamed' });
  await one.setAside();
  expect(one.error).toEqual({ code: 'notRenamed' });
  await one.retry();
  expect([one.error, backend.retryKeeping.mock.calls.length]).toEqual([null, 1]);
});
