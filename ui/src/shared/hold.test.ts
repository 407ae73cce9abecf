import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hold, HOLD } from './hold.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hold = () => new Hold(() => performance.now());

test('a decision is sent once, when its time is over', () => {
  const then = vi.fn();
  const one = hold();
  one.start(then);
  expect([one.running, one.seconds, one.share]).toEqual([true, 10, 1]);
  vi.advanceTimersByTime(HOLD - 400);
  expect([then.mock.calls.length, one.seconds]).toEqual([0, 1]);
  vi.advanceTimersByTime(HOLD);
  expect([then.mock.calls.length, one.running]).toEqual([1, false]);
});

test('what is undone never happens', () => {
  const then = vi.fn();
  const one = hold();
  one.start(then);
  vi.advanceTimersByTime(HOLD / 2);
  one.undo();
  vi.advanceTimersByTime(HOLD * 2);
  expect(then).not.toHaveBeenCalled();
});

test('another decision takes the place of the first', () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const one = hold();
  one.start(first);
  vi.advanceTimersByTime(HOLD / 2);
  one.start(second);
  vi.advanceTimersByTime(HOLD);
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
});
