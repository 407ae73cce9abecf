// Message for what a key is, the same in every table and dialog.

import type { KeyRow } from '../backend/bindings/KeyRow';
import type { KeyTypeView } from '../backend/bindings/KeyTypeView';

export function typeWord(type: KeyTypeView): string {
  switch (type.kind) {
    case 'sdk':
      return 'SDK';
    case 'project':
      return 'Project';
    case 'organization':
      return 'Organization';
    case 'legacy':
      return 'Legacy';
    case 'unknown':
      return type.name || 'Unknown';
  }
}

/** Where a key opens something. */
export function scopeWord(key: KeyRow): string {
  if (key.project) return key.project.name;
  return key.keyType.kind === 'organization' ? 'The whole organization' : 'Unknown';
}

/** What may be granted: in full, and as a part of a sentence. */
export const PERMISSIONS = [
  { name: 'analysis:create', allows: 'Run analyses, ask follow-ups, give feedback', able: 'run analyses' },
  { name: 'analysis:read', allows: 'Read analyses', able: 'read analyses' },
  {
    name: 'config:read',
    allows: 'Read the configuration of projects, channels, log sources, repositories, watchdogs',
    able: 'read configuration',
  },
  {
    name: 'config:write',
    allows: 'Change the configuration of projects, channels, log sources, repositories, watchdogs',
    able: 'change configuration',
  },
] as const;

/** What a permission allows; null for one that this app doesn't know. */
export const allows = (permission: string): string | null =>
  PERMISSIONS.find(({ name }) => name === permission)?.allows ?? null;
