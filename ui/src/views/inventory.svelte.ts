import type { Backend } from '../backend/backend';
import type { Failure } from '../backend/bindings/Failure';
import type { InventoryError } from '../backend/bindings/InventoryError';
import type { InventorySummary } from '../backend/bindings/InventorySummary';
import { declared } from '../shared/failure';

/** How old a reading may get while somebody looks, in milliseconds. */
export const FRESH_FOR = 60_000;

/** The state of the last reading, and of the next. What was read stays while a reading fails. */
export class Inventory {
  summary = $state.raw<InventorySummary | null>(null);
  failure = $state.raw<Failure | null>(null);
  reading = $state(false);

  #backend: Backend;
  #onread: () => void;
  #clock: () => number;
  #readAt = -Infinity;
  /** Counts sign-outs: what was asked before belongs to nobody. */
  #era = 0;

  /** `clock` gives milliseconds that never go back. */
  constructor(backend: Backend, onread: () => void, clock: () => number) {
    this.#backend = backend;
    this.#onread = onread;
    this.#clock = clock;
  }

  get signedOut(): boolean {
    return this.failure?.code === 'signedOut';
  }

  /** Reads everything anew; never twice at a time. */
  async refresh(): Promise<void> {
    if (this.reading) return;
    const era = this.#era;
    this.reading = true;
    this.#readAt = this.#clock();
    let summary = this.summary;
    let failure: Failure | null = null;
    try {
      summary = await this.#backend.refreshInventory();
    } catch (error) {
      const reason = declared<InventoryError>(error);
      if (reason.code === 'request') failure = reason.failure;
    } finally {
      if (era === this.#era) this.reading = false;
    }
    if (era !== this.#era) return;
    this.summary = summary;
    this.failure = failure;
    this.#onread();
  }

  /** Reads anew if the last reading is too old, and it is of any use. */
  async freshen(): Promise<void> {
    if (!this.signedOut && this.#clock() - this.#readAt >= FRESH_FOR) await this.refresh();
  }

  /** Takes over what Rust knows by now, without the network. */
  async recount(): Promise<void> {
    const era = this.#era;
    try {
      const summary = await this.#backend.inventorySummary();
      if (era === this.#era) this.summary = summary;
    } catch (error) {
      declared<InventoryError>(error);
    }
    if (era === this.#era) this.#onread();
  }

  forget(): void {
    this.#era += 1;
    this.#readAt = -Infinity;
    this.reading = false;
    this.summary = null;
    this.failure = null;
  }
}
