import { expect, test } from 'vitest';
import type { LeaseState } from '../backend/bindings/LeaseState';
import type { Receipt } from '../backend/bindings/Receipt';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { created, STALE } from '../../tests/support/fixtures';
import { Lease } from './lease.svelte';
import { MASKS_AFTER, Reveal } from './reveal.svelte';

function shown(startMasked = false) {
  const backend = fakeBackend();
  const lease = new Lease(backend, () => 0);
  return { backend, lease, reveal: new Reveal(backend, created(STALE), lease, startMasked) };
}

test('the value masks itself after its time, and not before', () => {
  const { reveal } = shown();
  for (let second = 1; second < MASKS_AFTER; second++) reveal.tick();
  expect(reveal.masked).toBe(false);
  reveal.tick();
  expect(reveal.masked).toBe(true);
});

test('shown again, the value has its whole time again', () => {
  const { reveal } = shown(true);
  for (let second = 0; second < 100; second++) reveal.tick();
  reveal.toggleMask();
  expect([reveal.masked, reveal.masksIn]).toEqual([false, MASKS_AFTER]);
});

test('copied is said only after the write was confirmed', async () => {
  const { backend, reveal, lease } = shown();
  const answer = later<LeaseState>();
  backend.copyKey.mockReturnValue(answer.promise);
  const copying = reveal.copy('dotenv');
  expect([reveal.copying, reveal.copied, lease.running]).toEqual([true, null, false]);
  answer.give({ remainingMs: 30_000, totalMs: 30_000 });
  await copying;
  expect([reveal.copying, reveal.copied, lease.running]).toEqual([false, 'dotenv', true]);
  expect(backend.copyKey).toHaveBeenCalledWith('ticket-1', 'dotenv');
});

test.each(['noFormat', 'noClipboard', 'refused', 'notConfirmed', 'noLongerHeld'] as const)(
  'copied is never said for a failed write (%s)',
  async (code) => {
    const { backend, reveal, lease } = shown();
    backend.copyKey.mockRejectedValue({ code });
    await reveal.copy('raw');
    expect([reveal.copied, reveal.handedOver, lease.running]).toEqual([null, false, false]);
    expect(reveal.copyError).toEqual({ code });
  },
);

test('an earlier "copied" does not outlive a later failure, but the value was handed over', async () => {
  const { backend, reveal } = shown();
  await reveal.copy('raw');
  backend.copyKey.mockRejectedValue({ code: 'noFormat' });
  await reveal.copy('curl');
  expect([reveal.copied, reveal.handedOver]).toEqual([null, true]);
  await reveal.leave();
  expect(reveal.stage).toBe('receipt');
});

test('a second click while copying copies nothing', async () => {
  const { backend, reveal } = shown();
  backend.copyKey.mockReturnValue(later<LeaseState>().promise);
  void reveal.copy('raw');
  await reveal.copy('raw');
  expect(backend.copyKey).toHaveBeenCalledTimes(1);
});

test('leaving with an uncopied value asks, and dismisses nothing', async () => {
  const { backend, reveal } = shown();
  await reveal.leave();
  expect(reveal.stage).toBe('guard');
  expect(backend.dismissKey).not.toHaveBeenCalled();
});

test('turning away from the guard leads back to the value', async () => {
  const { backend, reveal } = shown();
  await reveal.leave();
  await reveal.leave();
  expect([reveal.stage, reveal.masked]).toEqual(['value', false]);
  expect(backend.dismissKey).not.toHaveBeenCalled();
});

test('a copy from the guard leads back to the value; the next exit is free', async () => {
  const { backend, reveal } = shown();
  await reveal.leave();
  await reveal.copy('raw');
  expect(reveal.stage).toBe('value');
  await reveal.leave();
  expect(reveal.stage).toBe('receipt');
  expect(backend.dismissKey.mock.calls).toEqual([['ticket-1']]);
});

test('a copy that failed in the guard keeps asking', async () => {
  const { backend, reveal } = shown();
  await reveal.leave();
  backend.copyKey.mockRejectedValue({ code: 'refused' });
  await reveal.copy('raw');
  expect(reveal.stage).toBe('guard');
});

test('nobody leaves while a copy is on its way', async () => {
  const { backend, reveal } = shown();
  backend.copyKey.mockReturnValue(later<LeaseState>().promise);
  void reveal.copy('raw');
  await reveal.leave();
  expect(reveal.stage).toBe('value');
});

test('a value that a destination has is handed over: the next exit is free', async () => {
  const { backend, reveal } = shown();
  reveal.stored('GitHub Actions: acme/shop, SIGSENTRY_API_KEY');
  expect([reveal.handedOver, reveal.everCopied]).toEqual([true, false]);
  await reveal.leave();
  expect(reveal.stage).toBe('receipt');
  expect(backend.dismissKey).toHaveBeenCalledTimes(1);
});

test('sent twice to the same place, it is stored there once', () => {
  const { reveal } = shown();
  for (const target of ['here', 'there', 'here']) reveal.stored(target);
  expect(reveal.storedIn).toEqual(['here', 'there']);
});

test('nobody leaves or copies while the value is on its way, and is told so', async () => {
  const { backend, reveal } = shown();
  reveal.sending = true;
  await reveal.copy('raw');
  expect([backend.copyKey.mock.calls.length, reveal.impatient]).toEqual([0, false]);
  await reveal.leave();
  expect([reveal.stage, reveal.impatient]).toEqual(['value', true]);
  reveal.sending = false;
  await reveal.leave();
  expect([reveal.stage, reveal.impatient]).toEqual(['guard', false]);
});

test('the picture goes before the value is dismissed', async () => {
  const { backend, reveal } = shown();
  const answer = later<Receipt>();
  backend.dismissKey.mockReturnValue(answer.promise);
  void reveal.dismiss();
  expect([reveal.masked, reveal.stage]).toEqual([true, 'value']);
  await reveal.dismiss();
  expect(backend.dismissKey).toHaveBeenCalledTimes(1);
});

test('the receipt is the one that Rust gave', async () => {
  const { backend, reveal } = shown();
  const receipt: Receipt = { wipedAt: 'x', lockedInRam: false, handedOver: false, storedIn: [], lease: null, limits: ['swap'] };
  backend.dismissKey.mockResolvedValue(receipt);
  await reveal.dismiss();
  expect([reveal.stage, reveal.receipt]).toEqual(['receipt', receipt]);
});

test('a value that was wiped before has no receipt, and that is said', async () => {
  const { backend, reveal } = shown();
  backend.dismissKey.mockRejectedValue({ code: 'noLongerHeld' });
  await reveal.dismiss();
  expect([reveal.stage, reveal.receipt, reveal.gone]).toEqual(['receipt', null, true]);
});

test('a value that Rust has no more is not asked about', async () => {
  const { reveal } = shown();
  reveal.lost();
  await reveal.leave();
  expect(reveal.stage).toBe('receipt');
});
