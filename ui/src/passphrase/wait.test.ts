import { expect, test } from 'vitest';
import { Wait } from './wait.svelte';

test('it counts whole seconds down to nothing, and begins anew', () => {
  let now = 5_000;
  const wait = new Wait(() => now, 1_500);
  expect(wait.seconds).toBe(2);
  now += 600;
  wait.tick();
  expect(wait.seconds).toBe(1);
  now += 5_000;
  wait.tick();
  expect(wait.seconds).toBe(0);
  wait.begin(60_000);
  expect(wait.seconds).toBe(60);
});
