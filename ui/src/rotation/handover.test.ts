import { expect, test } from 'vitest';
import { fakeBackend } from '../../tests/support/fake-backend';
import { created, key, PLACES, rotation } from '../../tests/support/fixtures';
import { Lease } from '../reveal/lease.svelte';
import { Reveal } from '../reveal/reveal.svelte';
import { HandOver } from './handover.svelte';
import { Rotations } from './rotations.svelte';

async function handOver(places = PLACES) {
  const backend = fakeBackend();
  const row = rotation('r1', { places });
  backend.rotations.mockResolvedValue([row]);
  const rotations = new Rotations(backend);
  await rotations.load();
  const reveal = new Reveal(backend, created(row.replacement ?? key({ name: 'new' })), new Lease(backend, () => 0), false);
  const one = new HandOver(backend, reveal, rotations, 'r1');
  await one.start();
  return { backend, one, reveal };
}

test('one place that fails holds no other one up', async () => {
  const { backend, one, reveal } = await handOver();
  backend.sendToPlace.mockRejectedValueOnce({ code: 'denied', said: ['no'] });
  await one.sendAll();
  expect(backend.sendToPlace.mock.calls.map(([{ place }]) => place)).toEqual([0, 1]);
  expect([Object.keys(one.outcomes[0] ?? {}), Object.keys(one.outcomes[1] ?? {})]).toEqual([['error'], ['sent']]);
  expect([reveal.sending, reveal.storedIn.length]).toEqual([false, 1]);
});

test('only places that a program serves and that wait are sent to', async () => {
  const { one } = await handOver(PLACES.map((place, at) => (at === 0 ? { ...place, state: { kind: 'left' } } : place)));
  expect(one.toSend).toEqual([1]);
});

test('a value that is gone is sent nowhere else', async () => {
  const { backend, one, reveal } = await handOver();
  backend.sendToPlace.mockRejectedValueOnce({ code: 'noLongerHeld' });
  await one.sendAll();
  expect([backend.sendToPlace.mock.calls.length, reveal.gone]).toEqual([1, true]);
});

test('where it is not known whether it was stored, leaving asks', async () => {
  const { backend, one, reveal } = await handOver();
  backend.sendToPlace.mockRejectedValueOnce({ code: 'unknown', said: [] });
  await one.send(0);
  expect(reveal.unsure).toBe(true);
});

test('what would run is shown and hidden', async () => {
  const { backend, one } = await handOver();
  const plan = { command: ['/usr/bin/vault'], standardInput: 'value', environment: [], decidedBy: [], target: 't' } as const;
  backend.planPlace.mockResolvedValueOnce({ ...plan, command: [...plan.command], environment: [], decidedBy: [] });
  await one.look(0);
  expect(one.plans[0]?.command).toEqual(['/usr/bin/vault']);
  await one.look(0);
  expect(one.plans).toEqual({});
});
