import { expect, test } from 'vitest';
import type { PasteBack } from '../../backend/bindings/PasteBack';
import { fakeBackend, later } from '../../../tests/support/fake-backend';
import { created, STALE } from '../../../tests/support/fixtures';
import { Lease } from '../lease.svelte';
import { Reveal } from '../reveal.svelte';
import { PasteBackCheck } from './pasteback.svelte';

function checking() {
  const backend = fakeBackend();
  const reveal = new Reveal(backend, created(STALE), new Lease(backend, () => 0), false);
  return { backend, reveal, check: new PasteBackCheck(backend, reveal) };
}

test('what was typed goes to Rust and is forgotten at once', async () => {
  const { backend, check } = checking();
  const answer = later<PasteBack>();
  backend.checkStoredValue.mockReturnValue(answer.promise);
  check.typed = 'aB3x';
  const asked = check.check();
  expect([check.typed, check.asking]).toEqual(['', true]);
  answer.give('differs');
  await asked;
  expect([check.answer, check.asking]).toEqual(['differs', false]);
  expect(backend.checkStoredValue.mock.calls).toEqual([['ticket-1', 'aB3x']]);
});

test('what is pasted is read by Rust, not by the page', async () => {
  const { backend, check } = checking();
  await check.paste();
  expect(backend.checkStoredValue.mock.calls).toEqual([['ticket-1', null]]);
  expect([check.answer, check.ownCopy]).toEqual(['same', false]);
});

test('the app’s own copy in the clipboard proves nothing', async () => {
  const { backend, check, reveal } = checking();
  await reveal.copy('raw');
  await check.paste();
  expect(check.ownCopy).toBe(true);
  backend.checkStoredValue.mockResolvedValueOnce('differs');
  await check.paste();
  expect(check.ownCopy).toBe(false);
  // Typed by hand it proves something, whatever the clipboard has.
  check.typed = 'aB3x';
  await check.check();
  expect([check.answer, check.ownCopy]).toEqual(['same', false]);
});

test('an earlier answer does not stay while the next one is awaited', async () => {
  const { backend, check } = checking();
  await check.paste();
  backend.checkStoredValue.mockReturnValue(later<PasteBack>().promise);
  void check.paste();
  expect(check.answer).toBeNull();
  await check.check();
  expect(backend.checkStoredValue).toHaveBeenCalledTimes(2);
});

test('a value that is gone can’t be compared', async () => {
  const { backend, check, reveal } = checking();
  backend.checkStoredValue.mockRejectedValue({ code: 'noLongerHeld' });
  await check.check();
  expect([reveal.gone, check.answer]).toEqual([true, null]);
});
