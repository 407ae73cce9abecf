import { expect, test } from 'vitest';
import { fakeBackend } from '../../tests/support/fake-backend';
import { Lock, TELL_EVERY } from './lock.svelte';

function lock() {
  const backend = fakeBackend();
  let now = 0;
  const one = new Lock(backend, () => now);
  return { backend, lock: one, later: (milliseconds: number) => (now += milliseconds) };
}

test('it follows what Rust says', async () => {
  const { backend, lock: one } = lock();
  await one.start();
  expect(one.state?.protection).toBe('noPassphrase');
  backend.says.lockChanged({ protection: 'passphrase', onSleep: true, onSessionLock: false });
  expect(one.state?.protection).toBe('passphrase');
  expect(one.coming).toBe(false);
  backend.says.lockWanted(null);
  expect(one.coming).toBe(true);
});

test('without a passphrase it offers to set one', async () => {
  const { backend, lock: one } = lock();
  await one.start();
  await one.lock();
  expect(backend.openPassphrase).toHaveBeenCalledWith('set');
  expect(backend.lockApp).not.toHaveBeenCalled();
});

test('what is refused is said, until it is tried again', async () => {
  const { backend, lock: one } = lock();
  backend.lockApp.mockRejectedValueOnce({ code: 'nothingKept' });
  await one.lock();
  expect(one.refusal).toEqual({ code: 'nothingKept' });
  await one.lock();
  expect(one.refusal).toBeNull();
});

test('Rust hears of a busy person now and then', () => {
  const { backend, lock: one, later } = lock();
  for (let press = 0; press < 50; press++) one.touched();
  expect(backend.noteActivity).toHaveBeenCalledTimes(1);
  later(TELL_EVERY);
  one.touched();
  expect(backend.noteActivity).toHaveBeenCalledTimes(2);
});
