import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { SavedView } from '../backend/bindings/SavedView';
import type { TableState } from '../backend/bindings/TableState';
import type { TableStateError } from '../backend/bindings/TableStateError';
import type { Table } from './table.svelte';

/** How long the table is left alone before its state is written, in milliseconds. */
export const SETTLED = 400;

/** What is kept of the table of one account, and the person's own views. */
export class TableMemory {
  views = $state.raw<SavedView[]>([]);
  /** The overview above the table is open. */
  overview = $state(false);

  #backend: Backend;
  #table: Table;
  /** The account that it is of; null before what was kept is known. */
  #whose: string | null = null;
  #generation = 0;
  #kept = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Backend, table: Table) {
    this.#backend = backend;
    this.#table = table;
  }

  /** Puts the table back as it was left, unless the person was faster. */
  async restore(whose: string): Promise<void> {
    if (this.#whose === whose) return;
    const generation = ++this.#generation;
    const touched = this.#table.beginnings;
    const state = await this.#backend.tableState();
    if (generation !== this.#generation || !state) {
      if (generation === this.#generation) this.#whose = whose;
      return;
    }
    this.#whose = whose;
    this.views = state.views;
    if (touched !== this.#table.beginnings) return;
    this.overview = state.overview;
    this.#kept = JSON.stringify(state);
    this.#table.resume(state);
  }

  /** Keeps the table as it is now, once the person leaves it alone. */
  follow(): void {
    const state = this.#state();
    clearTimeout(this.#timer);
    if (JSON.stringify(state) === this.#kept) return;
    this.#timer = setTimeout(() => void this.#keep(state), SETTLED);
  }

  /** Gives what is shown a name; another view of that name goes. */
  async save(name: string): Promise<TableStateError | null> {
    const { search, conditions, column, descending } = this.#table;
    const view = { name: name.trim(), search, conditions, column, descending };
    return this.#change([...this.views.filter((one) => one.name !== view.name), view]);
  }

  async remove(name: string): Promise<TableStateError | null> {
    return this.#change(this.views.filter((one) => one.name !== name));
  }

  /** Which of the person's views is shown, if one is. */
  get shown(): SavedView | undefined {
    const { search, conditions, column, descending } = this.#table;
    const now = JSON.stringify([search, conditions, column, descending]);
    return this.views.find((one) => JSON.stringify([one.search, one.conditions, one.column, one.descending]) === now);
  }

  /** Another account is shown from now on. */
  forget(): void {
    this.#generation += 1;
    clearTimeout(this.#timer);
    this.#whose = null;
    this.#kept = '';
    this.views = [];
    this.overview = false;
  }

  async #change(views: SavedView[]): Promise<TableStateError | null> {
    const before = this.views;
    this.views = views;
    const error = await this.#keep(this.#state());
    if (error) this.views = before;
    return error;
  }

  async #keep(state: TableState): Promise<TableStateError | null> {
    clearTimeout(this.#timer);
    if (this.#whose === null) return { code: 'nothingIsKept' };
    try {
      await this.#backend.saveTableState(this.#whose, state);
      this.#kept = JSON.stringify(state);
      return null;
    } catch (error) {
      return rejection<'saveTableState'>(error);
    }
  }

  #state(): TableState {
    const { scope, search, conditions, column, descending } = this.#table;
    return { scope, search, conditions, column, descending, overview: this.overview, views: this.views };
  }
}
