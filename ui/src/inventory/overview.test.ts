import { expect, test } from 'vitest';
import type { Condition } from '../backend/bindings/Condition';
import type { InventoryOverview } from '../backend/bindings/InventoryOverview';
import type { OverviewBar } from '../backend/bindings/OverviewBar';
import { fakeBackend, later } from '../../tests/support/fake-backend';
import { OVERVIEW } from '../../tests/support/fixtures';
import { barWord, isChosen, Overview, switchedBar } from './overview.svelte';
import { Table } from './table.svelte';

test('each bar has a word', () => {
  const words = (bars: OverviewBar[]) => bars.map(({ of }) => barWord(of));
  expect(words(OVERVIEW.ages)).toEqual(['Up to 30 days', '31–90 days', '91–365 days', '1–2 years', 'Over 2 years']);
  expect(words(OVERVIEW.uses)).toEqual(['Up to a day', '2–7 days', '8–30 days', '31–90 days', 'Over 90 days', 'Never', 'Unknown']);
  expect(words(OVERVIEW.owners).at(-1)).toBe('No owner');
});

test('a bar takes the place of others of its group, and goes when it is clicked again', () => {
  const [, second, third] = OVERVIEW.uses as [OverviewBar, OverviewBar, OverviewBar];
  const stale: Condition = { kind: 'status', anyOf: ['active'] };
  const once = switchedBar([stale], second);
  expect(once).toEqual([stale, ...second.conditions]);
  expect([isChosen(once, second), isChosen(once, third)]).toEqual([true, false]);
  const other = switchedBar(once, third);
  expect([isChosen(other, second), isChosen(other, third)]).toEqual([false, true]);
  expect(switchedBar(other, third)).toEqual([stale]);
});

test('its own filters are left out of what is counted, and an answer that was overtaken is dropped', async () => {
  const backend = fakeBackend();
  const { query } = new Table(backend);
  const overview = new Overview(backend);
  const slow = later<InventoryOverview>();
  backend.overview.mockReturnValueOnce(slow.promise);
  const first = overview.look({ ...query, conditions: [{ kind: 'noOwner' }, { kind: 'noPlace' }] });
  expect(backend.overview.mock.lastCall?.[0].conditions).toEqual([{ kind: 'noPlace' }]);
  await overview.look(query);
  slow.give({ ages: [], uses: [], owners: [], places: [], projects: [] });
  await first;
  expect(overview.shown).toEqual(OVERVIEW);
});
