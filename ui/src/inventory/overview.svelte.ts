import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { Condition } from '../backend/bindings/Condition';
import type { InventoryOverview } from '../backend/bindings/InventoryOverview';
import type { KeyQuery } from '../backend/bindings/KeyQuery';
import type { OverviewBar } from '../backend/bindings/OverviewBar';
import type { OverviewOf } from '../backend/bindings/OverviewOf';

/** The filters that a bar of each group sets. */
const GROUPS: Condition['kind'][][] = [
  ['createdWithin', 'createdBefore'],
  ['usedWithin', 'notUsedFor', 'neverUsed', 'useUnknown'],
  ['owner', 'noOwner'],
  ['place'],
  ['project'],
];

/** How the keys spread that every other filter lets through. */
export class Overview {
  shown = $state.raw<InventoryOverview | null>(null);

  #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Counts. The filters that its own bars set are left out: the bars stay as they are. */
  async look(query: KeyQuery): Promise<void> {
    const asked = ++this.#asked;
    const own = GROUPS.flat();
    const conditions = query.conditions.filter(({ kind }) => !own.includes(kind));
    try {
      const overview = await this.#backend.overview({ ...query, conditions });
      if (asked === this.#asked) this.shown = overview;
    } catch (error) {
      rejection<'overview'>(error);
    }
  }
}

/** What the keys of a bar have in common. */
export function barWord(of: OverviewOf): string {
  switch (of.kind) {
    case 'days':
      return daysWord(of.after, of.within);
    case 'never':
      return 'Never';
    case 'unknown':
      return 'Unknown';
    case 'name':
      return of.name;
    case 'noOwner':
      return 'No owner';
  }
}

const YEAR = 365;

/** "8–30 days", "over 2 years". */
function daysWord(after: number | null, within: number | null): string {
  const years = (days: number) => (days % YEAR === 0 ? days / YEAR : null);
  const span = (days: number) => {
    const whole = years(days);
    if (whole !== null) return whole === 1 ? 'a year' : `${whole} years`;
    return days === 1 ? 'a day' : `${days} days`;
  };
  if (within === null) return `Over ${span(after ?? 0)}`;
  if (after === null) return `Up to ${span(within)}`;
  const both = [years(after), years(within)];
  return both[0] !== null && both[1] !== null ? `${both[0]}–${both[1]} years` : `${after + 1}–${within} days`;
}

const same = (one: Condition, other: Condition) => JSON.stringify(one) === JSON.stringify(other);

/** Whether the table shows just the keys of a bar. */
export function isChosen(conditions: Condition[], bar: OverviewBar): boolean {
  const group = groupOf(bar);
  const own = conditions.filter(({ kind }) => group.includes(kind));
  return own.length === bar.conditions.length && bar.conditions.every((one) => own.some((other) => same(one, other)));
}

/** The filters once a bar was clicked: it takes the place of others of its group, or goes. */
export function switchedBar(conditions: Condition[], bar: OverviewBar): Condition[] {
  const group = groupOf(bar);
  const others = conditions.filter(({ kind }) => !group.includes(kind));
  return isChosen(conditions, bar) ? others : [...others, ...bar.conditions];
}

function groupOf({ conditions: [first] }: OverviewBar): Condition['kind'][] {
  return GROUPS.find((kinds) => first && kinds.includes(first.kind)) ?? [];
}
