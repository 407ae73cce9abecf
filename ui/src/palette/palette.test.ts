import { expect, test, vi } from 'vitest';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import type { KeyPage } from '../backend/bindings/KeyPage';
import { Palette } from './palette.svelte';

function opened() {
  const backend = fakeBackend();
  const run = vi.fn();
  const [goto, show] = [vi.fn(), vi.fn()];
  const actions = () => [
    { id: 'settings', word: 'Settings', run },
    { id: 'refresh', word: 'Read everything anew', run },
  ];
  return { backend, run, goto, show, palette: new Palette(backend, actions, goto, show) };
}

test('it begins with every action, and arrows go round', () => {
  const { palette } = opened();
  expect(palette.entries.map(({ id }) => id)).toEqual(['settings', 'refresh']);
  palette.step(-1);
  expect(palette.chosen?.id).toBe('refresh');
  palette.step(1);
  expect(palette.chosen?.id).toBe('settings');
});

test('actions, projects and keys are found by every word, in any order', async () => {
  const { palette, goto, show } = opened();
  await palette.find('anew read');
  expect(palette.entries.map(({ id }) => id)).toEqual(['refresh']);
  await palette.find('checkout');
  const [sdk, api] = palette.groups[0]?.entries ?? [];
  expect([sdk?.detail, api?.detail]).toEqual(['SDK Keys', 'API Keys']);
  api?.run();
  expect(goto).toHaveBeenCalledWith(expect.objectContaining({ kind: 'projectApi' }));
  await palette.find('production-ingest');
  palette.groups.find(({ name }) => name.startsWith('Keys'))?.entries[0]?.run();
  expect(show).toHaveBeenCalledTimes(1);
});

test('an answer that was overtaken is dropped, and one that failed leaves the actions', async () => {
  const { backend, palette } = opened();
  const slow = later<KeyPage>();
  backend.queryKeys.mockReturnValueOnce(slow.promise);
  const first = palette.find('ci');
  backend.queryKeys.mockRejectedValueOnce({ code: 'notRead' });
  await palette.find('settings');
  slow.give(await backend.queryKeys({ scope: { kind: 'all' }, search: '', conditions: [], column: 'name', descending: false, offset: 0, limit: 3 }));
  await first;
  expect(palette.entries.map(({ id }) => id)).toEqual(['settings']);
});
