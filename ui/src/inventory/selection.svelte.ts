import { SvelteMap } from 'svelte/reactivity';
import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { KeyQuery } from '../backend/bindings/KeyQuery';
import type { SelectedKey } from '../backend/bindings/SelectedKey';

/** Most keys that are selected at once. */
export const MOST_SELECTED = 5_000;

/** The keys that the person selected, to do one thing with all of them: prefixes by id. */
export class Selection {
  readonly keys = new SvelteMap<string, string>();
  /** More were asked for than can be selected. */
  cut = $state(false);

  #backend: Backend;
  #asked = 0;
  /** Index of the row where a range begins, and what was selected before the range. */
  #anchor = 0;
  #before: [id: string, prefix: string][] = [];

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get size(): number {
    return this.keys.size;
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  has(id: string): boolean {
    return this.keys.has(id);
  }

  /** Selects a key, or takes it out again. A range begins at its row. */
  toggle({ id, prefix }: SelectedKey, index: number): void {
    this.#asked += 1;
    if (!this.keys.delete(id) && this.size < MOST_SELECTED) this.keys.set(id, prefix);
    this.cut = false;
    this.#anchor = index;
    this.#before = [...this.keys];
  }

  /** The next range begins at this row, unless something is selected. */
  begin(index: number): void {
    if (this.size === 0) this.#anchor = index;
  }

  /** Selects every row from where the range began to this one; the range before it is given up. */
  async extend(query: KeyQuery, to: number): Promise<void> {
    const [first, last] = [Math.min(this.#anchor, to), Math.max(this.#anchor, to)];
    await this.#select({ ...query, offset: first, limit: last - first + 1 }, this.#before);
  }

  /** Selects all that a query finds, the first ones of very many. */
  async all(query: KeyQuery): Promise<void> {
    await this.#select({ ...query, offset: 0, limit: MOST_SELECTED + 1 }, []);
    this.#before = [...this.keys];
  }

  /** After a reading: keys that are gone are not selected any more. */
  async again(query: KeyQuery): Promise<void> {
    if (this.size === 0) return;
    const conditions: KeyQuery['conditions'] = [{ kind: 'keys', anyOf: this.ids }];
    await this.#select({ ...query, scope: { kind: 'all' }, search: '', conditions, offset: 0, limit: MOST_SELECTED }, []);
  }

  clear(): void {
    this.#asked += 1;
    this.keys.clear();
    this.#before = [];
    this.cut = false;
  }

  async #select(query: KeyQuery, before: [id: string, prefix: string][]): Promise<void> {
    const asked = ++this.#asked;
    let selected: SelectedKey[] = [];
    try {
      selected = await this.#backend.selectKeys({ ...query, limit: Math.min(query.limit, MOST_SELECTED + 1) });
    } catch (error) {
      rejection<'selectKeys'>(error);
    }
    if (asked !== this.#asked) return;
    this.keys.clear();
    for (const [id, prefix] of before) this.keys.set(id, prefix);
    this.cut = false;
    for (const { id, prefix } of selected) {
      if (this.size < MOST_SELECTED) this.keys.set(id, prefix);
      else this.cut ||= !this.keys.has(id);
    }
  }
}
