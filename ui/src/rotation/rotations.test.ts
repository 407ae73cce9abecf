import { expect, test } from 'vitest';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { FAILURES, rotation, STALE } from '../../tests/support/fixtures';
import type { RotationView } from '../backend/bindings/RotationView';
import { Rotations } from './rotations.svelte';

function rotations(rows = [rotation('r1')]) {
  const backend = fakeBackend();
  backend.rotations.mockResolvedValue(rows);
  backend.lookAtRotations.mockResolvedValue(rows);
  return { backend, rotations: new Rotations(backend) };
}

test('a key is found by either side of its rotation', async () => {
  const { rotations: one } = rotations();
  await one.load();
  const [row] = one.rows;
  expect(one.of(STALE.id)).toBe(row);
  expect(one.of(row?.replacement?.id ?? '')).toBe(row);
  expect(one.of('another')).toBeNull();
});

test('those that wait for use do not wait for a person', async () => {
  const kinds = ['firstUse', 'revocation', 'value'] as const;
  const { rotations: one } = rotations([
    ...kinds.map((kind) => rotation(kind, { waitsFor: { kind } })),
    rotation('quiet', { waitsFor: { kind: 'quiet', until: '2026-03-15T00:00:00Z' } }),
  ]);
  await one.load();
  expect(one.waitingForPerson).toBe(2);
});

test('what could not be read again leaves what was known', async () => {
  const { backend, rotations: one } = rotations();
  await one.load();
  backend.lookAtRotations.mockRejectedValueOnce({ code: 'request', failure: FAILURES.timedOut });
  await one.look();
  expect([one.rows.length, one.error?.code, one.looking]).toEqual([1, 'request', false]);
});

test('an answer that was overtaken is dropped', async () => {
  const { backend, rotations: one } = rotations();
  const slow = later<RotationView[]>();
  backend.rotations.mockReturnValueOnce(slow.promise);
  const first = one.load();
  await one.load();
  slow.give([]);
  await first;
  expect(one.rows).toHaveLength(1);
});

test('a rotation that has ended meanwhile goes from the list', async () => {
  const { backend, rotations: one } = rotations();
  await one.load();
  backend.markPlace.mockRejectedValueOnce({ code: 'notThere' });
  backend.rotations.mockResolvedValueOnce([]);
  await one.mark('r1', 0, 'stored');
  expect(one.rows).toEqual([]);
});
