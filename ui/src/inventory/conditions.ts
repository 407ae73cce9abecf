import type { Condition } from '../backend/bindings/Condition';
import type { KeyKind } from '../backend/bindings/KeyKind';
import type { KeyStatus } from '../backend/bindings/KeyStatus';
import { PERMISSIONS } from '../shared/key';
import { grouped } from '../shared/number';
import { STATUS } from './messages';
import { REASONS, REMOVAL } from './removal';

const KINDS: Record<KeyKind, string> = {
  sdk: 'SDK',
  project: 'Project',
  organization: 'Organization',
  legacy: 'Legacy format',
  unknown: 'Unknown type',
};

/** What a filter lets through, as its chip says it. */
export function conditionWord(condition: Condition): string {
  switch (condition.kind) {
    case 'status':
      return `Status: ${condition.anyOf.map((status) => STATUS[status].word.toLowerCase()).join(' or ')}`;
    case 'type':
      return `Type: ${condition.anyOf.map((kind) => KINDS[kind]).join(' or ')}`;
    case 'project':
      return condition.anyOf.length === 1 ? 'One project' : `${condition.anyOf.length} projects`;
    case 'permission':
      return `May ${condition.name}`;
    case 'neverUsed':
      return 'Never seen in use';
    case 'useUnknown':
      return 'Last use unknown';
    case 'usedWithin':
      return `Used in the last ${condition.days === 1 ? 'day' : `${condition.days} days`}`;
    case 'notUsedFor':
      return `Not used for ${condition.days} days`;
    case 'createdWithin':
      return `Created in the last ${condition.days} days`;
    case 'createdBefore':
      return `Older than ${condition.days} days`;
    case 'owner':
      return `Owner: ${condition.name}`;
    case 'noOwner':
      return 'No owner noted';
    case 'noPlace':
      return 'No place noted';
    case 'unusuallyQuiet':
      return 'Quieter than usual';
    case 'removable':
      return `May be removed: ${condition.anyOf.map((reason) => REMOVAL[reason].word).join(' or ')}`;
    case 'place':
      return `Stored in: ${condition.name}`;
    case 'keys':
      return condition.anyOf.length === 1 ? 'One selected key' : `${grouped(condition.anyOf.length)} selected keys`;
  }
}

const used = (days: number): Condition => ({ kind: 'usedWithin', days });
const quiet = (days: number): Condition => ({ kind: 'notUsedFor', days });

/** The filters to choose from, in groups. Those of an `exclusive` group take each other's place. */
export const FILTERS: { group: string; exclusive: boolean; conditions: Condition[] }[] = [
  {
    group: 'Status',
    exclusive: false,
    conditions: (Object.keys(STATUS) as KeyStatus[]).map((status) => ({ kind: 'status', anyOf: [status] })),
  },
  {
    group: 'Type',
    exclusive: false,
    conditions: (Object.keys(KINDS) as KeyKind[]).map((kind) => ({ kind: 'type', anyOf: [kind] })),
  },
  {
    group: 'Last Used',
    exclusive: true,
    conditions: [used(1), used(7), used(30), quiet(7), quiet(30), quiet(90), { kind: 'neverUsed' }, { kind: 'useUnknown' }, { kind: 'unusuallyQuiet' }],
  },
  {
    group: 'Created',
    exclusive: true,
    conditions: [
      { kind: 'createdWithin', days: 7 },
      { kind: 'createdWithin', days: 30 },
      { kind: 'createdBefore', days: 365 },
    ],
  },
  {
    group: 'Permissions',
    exclusive: false,
    conditions: PERMISSIONS.map(({ name }) => ({ kind: 'permission', name })),
  },
  {
    group: 'May be removed',
    exclusive: true,
    conditions: REASONS.map((reason) => ({ kind: 'removable', anyOf: [reason] })),
  },
  { group: 'Noted here', exclusive: false, conditions: [{ kind: 'noOwner' }, { kind: 'noPlace' }] },
];

const same = (one: Condition, other: Condition) => JSON.stringify(one) === JSON.stringify(other);

/** Whether a filter of the menu is among those in force. */
export function isOn(conditions: Condition[], wanted: Condition): boolean {
  return conditions.some((one) =>
    (one.kind === 'status' && wanted.kind === 'status') || (one.kind === 'type' && wanted.kind === 'type')
      ? (wanted.anyOf as string[]).every((word) => (one.anyOf as string[]).includes(word))
      : same(one, wanted),
  );
}

/** The filters once a filter of the menu was switched. Statuses and types are alternatives of one filter. */
export function switched(conditions: Condition[], wanted: Condition): Condition[] {
  const others = (kinds: Condition['kind'][]) => conditions.filter(({ kind }) => !kinds.includes(kind));
  if (wanted.kind === 'status' || wanted.kind === 'type') {
    const now = conditions.flatMap((one) => (one.kind === wanted.kind ? (one.anyOf as string[]) : []));
    const [word = ''] = wanted.anyOf as string[];
    const anyOf = now.includes(word) ? now.filter((other) => other !== word) : [...now, word];
    const left = others([wanted.kind]);
    return anyOf.length === 0 ? left : [...left, { kind: wanted.kind, anyOf } as Condition];
  }
  if (isOn(conditions, wanted)) return conditions.filter((one) => !same(one, wanted));
  const group = FILTERS.find(({ conditions: all }) => all.some((one) => same(one, wanted)));
  const left = group?.exclusive ? others(group.conditions.map(({ kind }) => kind)) : conditions;
  return [...left, wanted];
}
