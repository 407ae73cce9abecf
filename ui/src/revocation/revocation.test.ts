import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RevocationPreview } from '../backend/bindings/RevocationPreview';
import type { RevokeKeyResponse } from '../backend/bindings/RevokeKeyResponse';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { FAILURES, ORGANIZATION, REVOKED, STALE } from '../../tests/support/fixtures';
import { HOLD } from '../shared/hold.svelte';
import { Revocation } from './revocation.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The person decides, and does not undo it. */
async function decided(one: Revocation): Promise<void> {
  one.confirm();
  await vi.advanceTimersByTimeAsync(HOLD);
}

function revocation(key = STALE) {
  const backend = fakeBackend([{ ...key }]);
  return { backend, revocation: new Revocation(backend, key.id, () => performance.now()) };
}

test('nothing can be confirmed before the key was read again', async () => {
  const { backend, revocation: one } = revocation();
  expect(one.confirmable).toBe(false);
  await decided(one);
  expect(backend.revokeKey).not.toHaveBeenCalled();
  await one.look();
  expect(one.confirmable).toBe(true);
});

test('the key is read again once at a time', async () => {
  const { backend, revocation: one } = revocation();
  backend.previewRevocation.mockReturnValue(later<RevocationPreview>().promise);
  void one.look();
  await one.look();
  expect(backend.previewRevocation).toHaveBeenCalledTimes(1);
});

test('what could not be read can be tried again, and is never confirmed blindly', async () => {
  const { backend, revocation: one } = revocation();
  backend.previewRevocation.mockRejectedValueOnce({ code: 'request', failure: FAILURES.timedOut });
  await one.look();
  expect([one.confirmable, one.error?.code]).toEqual([false, 'request']);
  await one.look();
  expect([one.confirmable, one.error]).toEqual([true, null]);
});

test('an organization key waits for its name, typed as it is', async () => {
  const { backend, revocation: one } = revocation(ORGANIZATION);
  await one.look();
  for (const typed of ['', 'tenant', 'Tenant Audit']) {
    one.typed = typed;
    expect(one.confirmable).toBe(false);
    await decided(one);
  }
  expect(backend.revokeKey).not.toHaveBeenCalled();
  one.typed = ' tenant audit ';
  await decided(one);
  expect(backend.revokeKey.mock.calls).toEqual([[{ keyId: ORGANIZATION.id, typedName: ' tenant audit ', reason: null }]]);
  expect(one.done).toBe('now');
});

test('a name that nobody asked for is not sent', async () => {
  const { backend, revocation: one } = revocation();
  await one.look();
  one.typed = 'something';
  await decided(one);
  expect(backend.revokeKey.mock.calls).toEqual([[{ keyId: STALE.id, typedName: null, reason: null }]]);
});

test('what a rotation speaks against takes a reason', async () => {
  const { backend, revocation: one } = revocation();
  backend.previewRevocation.mockResolvedValueOnce({ key: STALE, usedRecently: false, typeNameBecause: null, refusals: [{ kind: 'replacementNeverUsed' }] });
  await one.look();
  for (const reason of ['', '  ']) {
    one.reason = reason;
    expect(one.confirmable).toBe(false);
  }
  one.reason = 'it leaked';
  await decided(one);
  expect(backend.revokeKey.mock.calls).toEqual([[{ keyId: STALE.id, typedName: null, reason: 'it leaked' }]]);
});

test('a double click revokes once', async () => {
  const { backend, revocation: one } = revocation();
  await one.look();
  const answer = later<RevokeKeyResponse>();
  backend.revokeKey.mockReturnValue(answer.promise);
  one.confirm();
  await decided(one);
  await decided(one);
  expect([backend.revokeKey.mock.calls.length, one.running]).toEqual([1, true]);
  answer.give({ already: false });
  await vi.advanceTimersByTimeAsync(0);
  expect([one.done, one.running]).toEqual(['now', false]);
});

test('what is undone is never sent, and can be decided again', async () => {
  const { backend, revocation: one } = revocation();
  await one.look();
  one.confirm();
  await vi.advanceTimersByTimeAsync(HOLD - 500);
  one.hold.undo();
  await vi.advanceTimersByTimeAsync(HOLD * 2);
  expect([backend.revokeKey.mock.calls.length, one.confirmable]).toEqual([0, true]);
  await decided(one);
  expect(one.done).toBe('now');
});

test('a key that was used after the question asks for its name', async () => {
  const { backend, revocation: one } = revocation();
  await one.look();
  backend.revokeKey.mockRejectedValueOnce({ code: 'nameDiffers' });
  backend.previewRevocation.mockResolvedValueOnce({ key: STALE, usedRecently: true, typeNameBecause: 'inUse', refusals: [] });
  await decided(one);
  expect([one.error?.code, one.preview?.typeNameBecause, one.confirmable]).toEqual(['nameDiffers', 'inUse', false]);
  one.typed = STALE.name;
  await decided(one);
  expect(one.done).toBe('now');
});

test('"revoked" is never said for a failed request', async () => {
  const { backend, revocation: one } = revocation();
  await one.look();
  backend.revokeKey.mockRejectedValue({ code: 'request', failure: FAILURES.connectionLost });
  await decided(one);
  expect([one.done, one.error?.code, one.confirmable]).toEqual([null, 'request', true]);
});

test('a key that somebody else revoked is done already', async () => {
  const faster = revocation(REVOKED);
  await faster.revocation.look();
  expect(faster.revocation.done).toBe('already');
  const { backend, revocation: one } = revocation();
  await one.look();
  backend.revokeKey.mockResolvedValue({ already: true });
  await decided(one);
  expect(one.done).toBe('already');
});
