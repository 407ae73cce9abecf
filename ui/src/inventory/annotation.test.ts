import { expect, test } from 'vitest';
import { fakeBackend } from '../../tests/support/fake-backend';
import { STALE } from '../../tests/support/fixtures';
import { AnnotationForm } from './annotation.svelte';

const NOTED = { owner: 'Mara', storedIn: ['GitHub', 'Vault'], note: 'n', reviewedOn: null };

function form() {
  const backend = fakeBackend([STALE]);
  return { backend, form: new AnnotationForm(backend, STALE.id, NOTED) };
}

test('what was noted is there, and unchanged it is not sent', async () => {
  const { backend, form: one } = form();
  expect([one.owner, one.storedIn, one.changed]).toEqual(['Mara', 'GitHub\nVault', false]);
  await one.save();
  expect(backend.saveAnnotation).not.toHaveBeenCalled();
});

test('each line is a place, and what Rust made of it is shown', async () => {
  const { backend, form: one } = form();
  one.storedIn = 'GitHub\n\n Vault \nDoppler';
  one.reviewedOn = '2026-03-14';
  expect(one.changed).toBe(true);
  await one.save();
  expect(backend.saveAnnotation).toHaveBeenCalledWith({
    keyId: STALE.id,
    owner: 'Mara',
    storedIn: ['GitHub', ' Vault ', 'Doppler'],
    note: 'n',
    reviewedOn: '2026-03-14',
  });
  expect([one.storedIn, one.changed]).toEqual(['GitHub\nVault\nDoppler', false]);
});

test('a refused note stays in its fields, with the reason', async () => {
  const { backend, form: one } = form();
  backend.saveAnnotation.mockRejectedValueOnce({ code: 'looksLikeKey' });
  one.note = 'pasted';
  await one.save();
  expect([one.note, one.error, one.changed, one.saving]).toEqual(['pasted', { code: 'looksLikeKey' }, true, false]);
});
