import { expect, test } from 'vitest';
import type { KeyDetail } from '../backend/bindings/KeyDetail';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { NOW, ORGANIZATION, STALE } from '../../tests/support/fixtures';
import { Detail } from './detail.svelte';

function detail() {
  const backend = fakeBackend([{ ...STALE }, ORGANIZATION]);
  return { backend, detail: new Detail(backend) };
}

test('the key that was chosen is shown', async () => {
  const { detail: one } = detail();
  await one.show(ORGANIZATION.id);
  expect(one.keyId).toBe(ORGANIZATION.id);
  expect(one.shown?.curl).toContain('X-Project-Id');
});

test('an overtaken answer is dropped', async () => {
  const { backend, detail: one } = detail();
  const slow = later<KeyDetail>();
  backend.keyDetail.mockReturnValueOnce(slow.promise);
  const first = one.show(STALE.id);
  await one.show(ORGANIZATION.id);
  slow.give({ row: STALE, curl: null, asOf: NOW, removal: [], firstUse: null, annotation: null, activity: [], storedIn: [] });
  await first;
  expect(one.keyId).toBe(ORGANIZATION.id);
});

test('what was closed does not open again by a late answer', async () => {
  const { backend, detail: one } = detail();
  const slow = later<KeyDetail>();
  backend.keyDetail.mockReturnValueOnce(slow.promise);
  const first = one.show(STALE.id);
  one.close();
  slow.give({ row: STALE, curl: null, asOf: NOW, removal: [], firstUse: null, annotation: null, activity: [], storedIn: [] });
  await first;
  expect(one.shown).toBeNull();
});

test('after a reading the same key is shown as it is now', async () => {
  const { backend, detail: one } = detail();
  await one.show(STALE.id);
  await backend.revokeKey({ keyId: STALE.id, typedName: null, reason: null });
  await one.again();
  expect(one.shown?.row.status).toBe('revoked');
});

test('without a key there is nothing to read again', async () => {
  const { backend, detail: one } = detail();
  await one.again();
  expect(backend.keyDetail).not.toHaveBeenCalled();
});

test('a key that is there no more is not shown', async () => {
  const { backend, detail: one } = detail();
  await one.show(STALE.id);
  backend.keyDetail.mockRejectedValue({ code: 'noSuchKey' });
  await one.again();
  expect(one.shown).toBeNull();
});
