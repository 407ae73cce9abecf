import type { Column } from '../backend/bindings/Column';
import type { ColumnWidth } from '../backend/bindings/ColumnWidth';
import type { TableColumn } from '../backend/bindings/TableColumn';

/** A column of the table: `part` is the class of its cells, `column` what it is sorted by. */
export interface TablePart {
  part: TableColumn | 'name';
  word: string;
  column: Column;
  /** In CSS pixels; `grows` takes a share of what is left. */
  width: number;
  grows?: number;
}

export const COLUMNS: TablePart[] = [
  { part: 'name', word: 'Name', column: 'name', width: 140, grows: 3 },
  { part: 'prefix', word: 'Key prefix', column: 'prefix', width: 146 },
  { part: 'type', word: 'Type', column: 'type', width: 86 },
  { part: 'project', word: 'Project', column: 'project', width: 94, grows: 1 },
  { part: 'permissions', word: 'Permissions', column: 'permissions', width: 94, grows: 0.7 },
  { part: 'owner', word: 'Owner', column: 'owner', width: 90, grows: 1 },
  { part: 'places', word: 'Stored in', column: 'places', width: 100, grows: 1.2 },
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
/** The column with the boxes that select keys. */
const BOX = 16;
/** No column is narrower or wider than this, in CSS pixels. */
export const [NARROWEST, WIDEST] = [48, 800];

/** The columns that fit into `width`, in the order of the table. */
export function fitting(
  width: number,
  hidden: readonly TableColumn[],
  oneProject: boolean,
  widths: readonly ColumnWidth[] = [],
): TablePart[] {
  const wanted = FIRST.filter((part) => part === 'name' || !(hidden.includes(part) || (oneProject && part === 'project')));
  const columns = COLUMNS.map((one) => chosenWidth(one, widths));
  let room = width - ENDS - BOX;
  const shown = new Set<TablePart['part']>();
  for (const part of wanted) {
    room -= (columns.find((one) => one.part === part)?.width ?? 0) + GAP;
    if (room < 0 && shown.size > 1) break;
    shown.add(part);
  }
  return columns.filter(({ part }) => shown.has(part));
}

/** A column as wide as the person wants it: then it does not grow. */
function chosenWidth(column: TablePart, widths: readonly ColumnWidth[]): TablePart {
  const chosen = widths.find((one) => (one.column ?? 'name') === column.part);
  if (!chosen) return column;
  const { part, word } = column;
  return { part, word, column: column.column, width: Math.max(NARROWEST, Math.min(WIDEST, chosen.width)) };
}

/** The widths once a column has another one; null for the usual one. */
export function resized(widths: readonly ColumnWidth[], part: TablePart['part'], width: number | null): ColumnWidth[] {
  const column = part === 'name' ? null : part;
  const others = widths.filter((one) => one.column !== column);
  if (width === null) return others;
  return [...others, { column, width: Math.round(Math.max(NARROWEST, Math.min(WIDEST, width))) }];
}

/** The columns for `grid-template-columns`. */
export function template(columns: readonly TablePart[]): string {
  const tracks = columns.map(({ width, grows }) => (grows ? `minmax(${width}px, ${grows}fr)` : `${width}px`));
  // Where no column grows, the room that is left stays at the end.
  return [`${BOX}px`, ...tracks].join(' ');
}
