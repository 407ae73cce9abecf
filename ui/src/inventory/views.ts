import type { Column } from '../backend/bindings/Column';
import type { Condition } from '../backend/bindings/Condition';
import { REASONS } from './removal';

/** A look at the table that answers one question. */
export interface View {
  id: string;
  word: string;
  /** Where it says nothing, what is searched for stays. */
  search?: string;
  conditions: Condition[];
  column: Column;
  descending: boolean;
}

const view = (id: string, word: string, conditions: Condition[], column: Column = 'status', descending = false): View => ({
  id,
  word,
  conditions,
  column,
  descending,
});

export const VIEWS: View[] = [
  view('all', 'All keys', []),
  view('attention', 'Needs attention', [{ kind: 'status', anyOf: ['expiresSoon', 'stale', 'neverUsed', 'legacy'] }]),
  view('stale', 'Stale', [{ kind: 'status', anyOf: ['stale'] }], 'lastUsed'),
  view('quiet', 'Quieter than usual', [{ kind: 'unusuallyQuiet' }], 'lastUsed'),
  view('neverUsed', 'Never used', [{ kind: 'neverUsed' }], 'created'),
  view(
    'organization',
    'Organization-wide power',
    [
      { kind: 'type', anyOf: ['organization'] },
      { kind: 'status', anyOf: ['expiresSoon', 'stale', 'neverUsed', 'legacy', 'active'] },
    ],
    'lastUsed',
  ),
  view('noPlace', 'No recorded store', [{ kind: 'noPlace' }], 'created', true),
  view('noOwner', 'No owner', [{ kind: 'noOwner' }], 'created', true),
  view('removable', 'May be removed', [{ kind: 'removable', anyOf: REASONS }], 'lastUsed'),
  view('expiring', 'Expiring', [{ kind: 'status', anyOf: ['expiresSoon'] }]),
  view('revoked', 'Revoked', [{ kind: 'status', anyOf: ['revoked'] }], 'created', true),
];

/** Which of them is shown, if one is. */
export function viewOf(conditions: Condition[]): View | undefined {
  const text = JSON.stringify(conditions);
  return VIEWS.find((one) => JSON.stringify(one.conditions) === text);
}
