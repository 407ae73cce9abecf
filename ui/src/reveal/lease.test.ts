import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LeaseEnd } from '../backend/bindings/LeaseEnd';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { Lease } from './lease.svelte';

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => vi.useRealTimers());

function lease() {
  const backend = fakeBackend();
  return { backend, lease: new Lease(backend, () => performance.now()) };
}

test('it counts down in whole seconds, and the share with it', () => {
  let time = 0;
  const { seconds, share } = (() => {
    const one = new Lease(fakeBackend(), () => time);
    one.began({ remainingMs: 30_000, totalMs: 30_000 });
    time = 12_001;
    one.tick();
    return one;
  })();
  expect(seconds).toBe(18);
  expect(share).toBeCloseTo(0.6, 3);
});

test('it ticks by itself from its start, and no more after its stop', async () => {
  const { lease: one } = lease();
  const stop = await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  vi.advanceTimersByTime(3_000);
  expect(one.seconds).toBe(7);
  stop();
  vi.advanceTimersByTime(3_000);
  expect(one.seconds).toBe(7);
});

test('time alone never says "cleared": Rust decides', async () => {
  const { backend, lease: one } = lease();
  await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  vi.advanceTimersByTime(60_000);
  expect([one.running, one.seconds, one.ended]).toEqual([true, 0, null]);
  backend.says.leaseEnded('leftAlone');
  expect([one.running, one.ended]).toEqual([false, 'leftAlone']);
});

test('a lease that ran before the page came is taken over', async () => {
  const { backend, lease: one } = lease();
  backend.clipboardLease.mockResolvedValue({ remainingMs: 4_000, totalMs: 30_000 });
  await one.start();
  expect([one.running, one.seconds]).toEqual([true, 4]);
});

test('a new copy restarts the time and forgets how the last lease ended', async () => {
  const { backend, lease: one } = lease();
  await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  backend.says.leaseEnded('failed');
  one.began({ remainingMs: 30_000, totalMs: 30_000 });
  expect([one.running, one.seconds, one.ended]).toEqual([true, 30, null]);
});

test('clear now says what came of it', async () => {
  const { backend, lease: one } = lease();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  backend.endClipboardLease.mockResolvedValue('failed');
  await one.clearNow();
  expect([one.running, one.ended]).toEqual([false, 'failed']);
  one.forgetEnd();
  expect(one.ended).toBeNull();
});

test('clear now, a moment too late, does not hide how it ended', async () => {
  const { backend, lease: one } = lease();
  await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  backend.says.leaseEnded('cleared');
  backend.endClipboardLease.mockResolvedValue(null);
  await one.clearNow();
  expect([one.running, one.ended]).toEqual([false, 'cleared']);
});

test('after its stop it hears nothing', async () => {
  const { backend, lease: one } = lease();
  const stop = await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  stop();
  backend.says.leaseEnded('cleared');
  expect(one.ended).toBeNull();
});

test('what could not be cleared is tried again, once at a time', async () => {
  const { backend, lease: one } = lease();
  await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  backend.says.leaseEnded('failed');
  const answer = later<LeaseEnd | null>();
  backend.endClipboardLease.mockReturnValue(answer.promise);
  const trying = Promise.all([one.clearNow(), one.clearNow()]);
  expect([one.clearing, one.ended]).toEqual([true, 'failed']);
  answer.give('cleared');
  await trying;
  expect(backend.endClipboardLease).toHaveBeenCalledTimes(1);
  expect([one.clearing, one.running, one.ended]).toEqual([false, false, 'cleared']);
});

test('an end that came after all is heard', async () => {
  const { backend, lease: one } = lease();
  await one.start();
  one.began({ remainingMs: 10_000, totalMs: 10_000 });
  backend.endClipboardLease.mockResolvedValue('failed');
  await one.clearNow();
  backend.says.leaseEnded('cleared');
  expect(one.ended).toBe('cleared');
});
