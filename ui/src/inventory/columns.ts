import type { Column } from '../backend/bindings/Column';
import type { TableColumn } from '../backend/bindings/TableColumn';

/** A column of the table: `part` is the class of its cells, `column` what it is sorted by. */
export interface TablePart {
  part: TableColumn | 'name';
  word: string;
  column: Column | null;
  /** In CSS pixels; `grows` takes a share of what is left. */
  width: number;
  grows?: number;
}

export const COLUMNS: TablePart[] = [
  { part: 'name', word: 'Name', column: 'name', width: 140, grows: 1.6 },
  { part: 'prefix', word: 'Key prefix', column: 'prefix', width: 146 },
  { part: 'type', word: 'Type', column: 'type', width: 86 },
  { part: 'project', word: 'Project', column: 'project', width: 94, grows: 1 },
  { part: 'permissions', word: 'Permissions', column: null, width: 94, grows: 1 },
  { part: 'owner', word: 'Owner', column: 'owner', width: 90, grows: 1 },
  { part: 'places', word: 'Stored in', column: null, width: 100, grows: 1.2 },
  { part: 'created', word: 'Created', column: 'created', width: 92 },
  { part: 'used', word: 'Last Used', column: 'lastUsed', width: 106 },
  { part: 'status', word: 'Status', column: 'status', width: 128 },
];

/** Which columns come first where there is no room for all. The detail panel has them all. */
const FIRST: TablePart['part'][] = [
  'name',
  'status',
  'used',
  'prefix',
  'project',
  'type',
  'created',
  'permissions',
  'owner',
  'places',
];
/** Between two columns, and at both ends of a row, in CSS pixels. */
const [GAP, ENDS] = [12, 36];

/** The columns that fit into `width`, in the order of the table. */
export function fitting(width: number, hidden: readonly TableColumn[], oneProject: boolean): TablePart[] {
  const wanted = FIRST.filter((part) => part === 'name' || !(hidden.includes(part) || (oneProject && part === 'project')));
  let room = width - ENDS + GAP;
  const shown = new Set<TablePart['part']>();
  for (const part of wanted) {
    room -= (COLUMNS.find((one) => one.part === part)?.width ?? 0) + GAP;
    if (room < 0 && shown.size > 1) break;
    shown.add(part);
  }
  return COLUMNS.filter(({ part }) => shown.has(part));
}

/** The columns for `grid-template-columns`. */
export function template(columns: readonly TablePart[]): string {
  return columns.map(({ width, grows }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`)).join(' ');
}
