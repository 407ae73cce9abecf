import { expect, test } from 'vitest';
import { fakeBackend } from '../../tests/support/fake-backend';
import { FAILURES, rotation, STALE } from '../../tests/support/fixtures';
import { Begin, type Replaced } from './begin.svelte';

function begin(replaced: Replaced = { keyId: STALE.id }) {
  const backend = fakeBackend([{ ...STALE }]);
  return { backend, begin: new Begin(backend, replaced) };
}

test('nothing is made before the key was read again, nor where it cannot be replaced', async () => {
  const { backend, begin: one } = begin();
  expect(await one.create()).toBeNull();
  backend.planRotation.mockResolvedValueOnce({ key: STALE, name: 'n', places: [], notPossible: 'unknownType' });
  await one.look();
  expect(await one.create()).toBeNull();
  expect(backend.beginRotation).not.toHaveBeenCalled();
  await one.look();
  one.rest = 'week';
  expect(await one.create()).not.toBeNull();
  expect(backend.beginRotation.mock.calls).toEqual([[{ keyId: STALE.id, name: `${STALE.name} (2026-03-14)`, rest: 'week' }]]);
});

test('a lost answer is asked for again, and no second key', async () => {
  const { backend, begin: one } = begin();
  await one.look();
  const fate = { kind: 'unknown' } as const;
  const lost = { code: 'request', failure: FAILURES.timedOut, fate } as const;
  backend.beginRotation.mockRejectedValueOnce({ code: 'create', error: lost });
  backend.retryCreation.mockRejectedValueOnce(lost);
  for (let time = 0; time < 2; time += 1) {
    expect(await one.create()).toBeNull();
    expect(one.unsettled).toBe(true);
  }
  await one.create();
  expect([backend.beginRotation.mock.calls.length, backend.retryCreation.mock.calls.length]).toEqual([1, 2]);
});

test('another replacement is made for the rotation, under a name that is there to begin with', async () => {
  const again = rotation('r1', { replacement: null, waitsFor: { kind: 'replacement' } });
  const { backend, begin: one } = begin({ again });
  expect(one.name).toBe(STALE.name);
  await one.look();
  expect(backend.planRotation).not.toHaveBeenCalled();
  await one.create();
  expect(backend.replaceAgain.mock.calls).toEqual([['r1', STALE.name]]);
});
