import { expect, test } from 'vitest';
import type { OwnerImport } from '../backend/bindings/OwnerImport';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { OWNER_IMPORT } from '../../tests/support/fixtures';
import { ownersMessage, outcomeWord } from './messages';
import { LARGEST, OwnersFile } from './owners.svelte';

const file = (text: string, size = text.length) => ({ name: 'owners.csv', size, text: async () => text });

test('a file is looked at first, and taken over when the person says so', async () => {
  const backend = fakeBackend();
  const owners = new OwnersFile(backend);
  await owners.takeOver();
  expect(backend.importOwners).not.toHaveBeenCalled();
  await owners.read(file('id,owner'));
  expect([owners.name, owners.preview?.changes, owners.done]).toEqual(['owners.csv', 2, false]);
  await Promise.all([owners.takeOver(), owners.takeOver()]);
  expect([backend.importOwners.mock.calls, owners.done]).toEqual([[['id,owner']], true]);
});

test('a file that cannot be read says why, and the next one takes its place', async () => {
  const backend = fakeBackend();
  const owners = new OwnersFile(backend);
  await owners.read(file('', LARGEST + 1));
  expect([owners.error, backend.previewOwners.mock.calls.length]).toEqual([{ code: 'tooLarge' }, 0]);
  backend.previewOwners.mockRejectedValueOnce({ code: 'noColumns' });
  await owners.read(file('x'));
  expect([owners.error, owners.preview]).toEqual([{ code: 'noColumns' }, null]);
  const slow = later<OwnerImport>();
  backend.previewOwners.mockReturnValueOnce(slow.promise);
  const first = owners.read(file('slow'));
  await owners.read(file('fast'));
  slow.give({ ...OWNER_IMPORT, changes: 99 });
  await first;
  expect([owners.error, owners.preview?.changes]).toEqual([null, 2]);
});

test('each end has words', () => {
  const codes = ['noTable', 'noColumns', 'tooLarge', 'owner', 'notRead', 'nothingIsKept', 'notWritten'] as const;
  const titles = codes.map((code) => ownersMessage({ code }).title);
  expect(new Set(titles).size).toBe(codes.length);
  expect(OWNER_IMPORT.lines.map(({ outcome }) => outcomeWord(outcome))).toEqual([
    'Left out: several keys have this prefix. Use the id.',
    'Left out: no key has this id or prefix.',
    'Left out: it looks like the value of a key.',
    'New owner',
    'Takes the place of Ole',
    'Noted already',
  ]);
});
