import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { Attention } from '../backend/bindings/Attention';
import type { Column } from '../backend/bindings/Column';
import type { Condition } from '../backend/bindings/Condition';
import type { KeyQuery } from '../backend/bindings/KeyQuery';
import type { KeyPage } from '../backend/bindings/KeyPage';
import type { KeyRow } from '../backend/bindings/KeyRow';
import type { KeyStatus } from '../backend/bindings/KeyStatus';
import type { ProjectSummary } from '../backend/bindings/ProjectSummary';
import type { Scope } from '../backend/bindings/Scope';
import type { TableState } from '../backend/bindings/TableState';
import { Selection } from './selection.svelte';
import type { View } from './views';

/** Height of a row, in CSS pixels. */
export const ROW = 36;
/** Rows asked for beyond what is visible, on each side. */
const MARGIN = 12;

/** The table of one page: what is asked of Rust, and the rows that came. Only what is visible is asked for. */
export class Table {
  scope = $state.raw<Scope>({ kind: 'all' });
  search = $state('');
  /** All of these hold for what is shown. */
  conditions = $state.raw<Condition[]>([]);
  column = $state<Column>('status');
  descending = $state(false);
  total = $state(0);
  /** Index of the first of `rows`. */
  first = $state(0);
  rows = $state.raw<KeyRow[]>([]);
  attention = $state.raw<Attention | null>(null);
  /** The project that the page is of, where it is known. */
  project = $state.raw<ProjectSummary | null>(null);
  loaded = $state(false);
  /** Index of the first row that can be seen. */
  top = $state(0);
  /** Counts the times that the table began anew: another page, filter or order is read from its top. */
  beginnings = $state(0);
  readonly selection: Selection;

  #backend: Backend;
  #asked = 0;
  #height = 40;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.selection = new Selection(backend);
  }

  get filtered(): boolean {
    return this.search.trim() !== '' || this.conditions.length > 0;
  }

  /** What is asked for, from its first row on. */
  get query(): KeyQuery {
    const { scope, search, conditions, column, descending } = this;
    return { scope, search, conditions, column, descending, offset: 0, limit: 0 };
  }

  /** The statuses that are shown; none for all. */
  get statuses(): KeyStatus[] {
    return this.conditions.flatMap((one) => (one.kind === 'status' ? one.anyOf : []));
  }

  /** Goes to a page, unfiltered. */
  show(scope: Scope): void {
    this.scope = scope;
    this.search = '';
    this.conditions = [];
    this.project = null;
    this.loaded = false;
    this.#change();
  }

  /** Goes where the person was. */
  resume({ scope, search, conditions, column, descending }: Omit<TableState, 'views' | 'overview'>): void {
    Object.assign(this, { scope, search, conditions, column, descending });
    this.#change();
  }

  /** A click on a header: the same column turns round. */
  sortBy(column: Column): void {
    this.descending = this.column === column ? !this.descending : column === 'created';
    this.column = column;
    this.#begin();
  }

  find(search: string): void {
    this.search = search;
    this.#change();
  }

  /** Only this status; null means every status. */
  only(status: KeyStatus | null): void {
    const others = this.conditions.filter(({ kind }) => kind !== 'status');
    this.filter(status === null ? others : [...others, { kind: 'status', anyOf: [status] }]);
  }

  /** Only what all of these hold for. */
  filter(conditions: Condition[]): void {
    this.conditions = conditions;
    this.#change();
  }

  /** A look that answers one question: its filters and its order. */
  look({ conditions, column, descending, search }: View): void {
    this.column = column;
    this.descending = descending;
    if (search !== undefined) this.search = search;
    this.filter(conditions);
  }

  clearFilter(): void {
    this.search = '';
    this.filter([]);
  }

  /** Other keys are shown: what is out of sight is not selected. */
  #change(): void {
    this.selection.clear();
    this.#begin();
  }

  #begin(): void {
    this.top = 0;
    this.beginnings += 1;
    void this.load();
  }

  /** The part that can be seen, in CSS pixels. */
  scrolled(top: number, height: number): void {
    const from = Math.max(0, Math.floor(top / ROW));
    const count = Math.ceil(height / ROW) + 1;
    const last = Math.min(from + count, this.total);
    const covered = from >= this.first && last <= this.first + this.rows.length;
    this.top = from;
    this.#height = count;
    if (!covered && this.loaded) void this.load();
  }

  /** Asks for the visible rows; an answer that was overtaken is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const offset = Math.max(0, this.top - MARGIN);
    let page: KeyPage | null = null;
    try {
      page = await this.#backend.queryKeys({ ...this.query, offset, limit: this.#height + 2 * MARGIN });
    } catch (error) {
      rejection<'queryKeys'>(error);
    }
    if (asked !== this.#asked) return;
    // Without a page nothing has been read yet: who asked for the reading says why.
    this.loaded = page !== null;
    if (!page) return;
    this.total = page.total;
    this.rows = page.rows;
    this.first = offset;
    this.attention = page.attention;
    this.project = page.project;
  }
}
