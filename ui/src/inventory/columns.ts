import type { Column } from '../backend/bindings/Column';

/** The columns of the table; `part` is the class of their cells, `column` what they are sorted by. */
export const COLUMNS: { part: string; word: string; column: Column | null }[] = [
  { part: 'name', word: 'Name', column: 'name' },
  { part: 'prefix', word: 'Key prefix', column: 'prefix' },
  { part: 'type', word: 'Type', column: 'type' },
  { part: 'project', word: 'Project', column: 'project' },
  { part: 'permissions', word: 'Permissions', column: null },
  { part: 'created', word: 'Created', column: 'created' },
  { part: 'used', word: 'Last Used', column: 'lastUsed' },
  { part: 'status', word: 'Status', column: 'status' },
];
