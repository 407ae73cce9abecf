import type { Backend } from '../backend/backend';
import type { Failure } from '../backend/bindings/Failure';
import type { InventoryError } from '../backend/bindings/InventoryError';
import type { InventorySummary } from '../backend/bindings/InventorySummary';

/** The state of the last reading, and of the next. What was read stays while a reading fails. */
export class Inventory {
  summary = $state.raw<InventorySummary | null>(null);
  failure = $state.raw<Failure | null>(null);
  reading = $state(false);

  #backend: Backend;
  #onread: () => void;

  constructor(backend: Backend, onread: () => void) {
    this.#backend = backend;
    this.#onread = onread;
  }

  get signedOut(): boolean {
    return this.failure?.code === 'signedOut';
  }

  /** Reads everything anew; never twice at a time. */
  async refresh(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      this.summary = await this.#backend.refreshInventory();
      this.failure = null;
    } catch (error) {
      const reason = error as InventoryError;
      this.failure = reason.code === 'request' ? reason.failure : null;
    } finally {
      this.reading = false;
      this.#onread();
    }
  }

  /** Takes over what Rust knows by now, without the network. */
  async recount(): Promise<void> {
    this.summary = await this.#backend.inventorySummary().catch(() => this.summary);
    this.#onread();
  }

  forget(): void {
    this.summary = null;
    this.failure = null;
  }
}
