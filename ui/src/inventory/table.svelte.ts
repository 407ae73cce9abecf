import type { Backend } from '../backend/backend';
import type { Attention } from '../backend/bindings/Attention';
import type { Column } from '../backend/bindings/Column';
import type { KeyRow } from '../backend/bindings/KeyRow';
import type { KeyStatus } from '../backend/bindings/KeyStatus';
import type { Scope } from '../backend/bindings/Scope';

/** Height of a row, in CSS pixels; the stylesheet has the same. */
export const ROW = 38;
/** Rows asked for beyond what is visible, on each side. */
const MARGIN = 12;

/** The table of one page: what is asked of Rust, and the rows that came. Only what is visible is asked for. */
export class Table {
  scope = $state<Scope>({ kind: 'all' });
  search = $state('');
  statuses = $state<KeyStatus[]>([]);
  column = $state<Column>('status');
  descending = $state(false);
  total = $state(0);
  /** Index of the first of `rows`. */
  first = $state(0);
  rows = $state.raw<KeyRow[]>([]);
  attention = $state.raw<Attention | null>(null);
  loaded = $state(false);

  #backend: Backend;
  #asked = 0;
  #visible = { from: 0, count: 40 };

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  show(scope: Scope): void {
    this.scope = scope;
    this.search = '';
    this.statuses = [];
    this.loaded = false;
    this.#visible.from = 0;
  }

  /** A click on a header: the same column turns round. */
  sortBy(column: Column): void {
    this.descending = this.column === column ? !this.descending : column === 'created';
    this.column = column;
    void this.load();
  }

  toggleStatus(status: KeyStatus): void {
    this.statuses = this.statuses.includes(status) ? [] : [status];
    void this.load();
  }

  /** The part that can be seen, in CSS pixels. */
  scrolled(top: number, height: number): void {
    const from = Math.max(0, Math.floor(top / ROW));
    const count = Math.ceil(height / ROW) + 1;
    const covered = from >= this.first && from + count <= this.first + this.rows.length;
    this.#visible = { from, count };
    if (!covered && this.loaded) void this.load();
  }

  /** Asks for the visible rows; an answer that was overtaken is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const offset = Math.max(0, this.#visible.from - MARGIN);
    try {
      const page = await this.#backend.queryKeys({
        scope: this.scope,
        search: this.search,
        statuses: this.statuses,
        column: this.column,
        descending: this.descending,
        offset,
        limit: this.#visible.count + 2 * MARGIN,
      });
      if (asked !== this.#asked) return;
      this.total = page.total;
      this.rows = page.rows;
      this.first = offset;
      this.attention = page.attention;
      this.loaded = true;
    } catch {
      // Nothing has been read yet: the page says why.
      if (asked === this.#asked) this.loaded = false;
    }
  }
}
