import { expect, test, vi } from 'vitest';
import { ExitGuard } from './guard.svelte';

test('without anybody who holds, everybody may leave', () => {
  expect(new ExitGuard().ask('leave')).toBe(true);
});

test('who holds is told why, and nobody leaves', () => {
  const guard = new ExitGuard();
  const handler = vi.fn();
  guard.hold(handler);
  expect(guard.ask('valueHeld')).toBe(false);
  expect(handler.mock.calls).toEqual([['valueHeld']]);
});

test('the last one that asked for it is asked, and then the one before', () => {
  const guard = new ExitGuard();
  const [first, second] = [vi.fn(), vi.fn()];
  guard.hold(first);
  const release = guard.hold(second);
  guard.ask('leave');
  expect([first, second].map((one) => one.mock.calls.length)).toEqual([0, 1]);
  release();
  guard.ask('leave');
  expect([first, second].map((one) => one.mock.calls.length)).toEqual([1, 1]);
});

test('who let go holds nothing', () => {
  const guard = new ExitGuard();
  guard.hold(vi.fn())();
  expect(guard.ask('creating')).toBe(true);
});
