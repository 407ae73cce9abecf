import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { StorageState } from '../backend/bindings/StorageState';
import type { OrphanedKey } from '../backend/bindings/OrphanedKey';
import type { SetAsideError } from '../backend/bindings/SetAsideError';

/** Whether anything is kept on this computer, and what an earlier run left. */
export class OfflineStorage {
  state = $state.raw<StorageState>({ code: 'opening' });
  orphaned = $state.raw<OrphanedKey[]>([]);
  error = $state.raw<SetAsideError | null>(null);

  #backend: Backend;
  #onchange: () => void;
  #heard = false;
  /** Counts accounts: what was asked of the one before is not shown in another. */
  #generation = 0;

  /** `onchange`: there may be more to show than before. */
  constructor(backend: Backend, onchange: () => void) {
    this.#backend = backend;
    this.#onchange = onchange;
  }

  /** Follows what Rust says from now on; the answer stops it. */
  async start(): Promise<() => void> {
    const stop = await this.#backend.onStorageChanged((state) => {
      this.#heard = true;
      this.state = state;
      void this.look();
      this.#onchange();
    });
    const state = await this.#backend.keeping();
    // What was said meanwhile is newer.
    if (!this.#heard) this.state = state;
    return stop;
  }

  /** Asks what an earlier run of the app left. */
  async look(): Promise<void> {
    const generation = this.#generation;
    const orphaned = await this.#backend.leftBehindKeys();
    if (generation === this.#generation) this.orphaned = orphaned;
  }

  /** Another account is open. */
  forget(): void {
    this.#generation += 1;
    this.orphaned = [];
    this.error = null;
  }

  /** The person has seen it. */
  async settle(keyId: string): Promise<void> {
    this.orphaned = this.orphaned.filter(({ key }) => key.id !== keyId);
    await this.#backend.settleLeftBehind(keyId);
  }

  async retry(): Promise<void> {
    this.error = null;
    await this.#backend.retryKeeping();
  }

  async goOnWithout(): Promise<void> {
    await this.#backend.withoutKeychain();
  }

  async setAside(): Promise<void> {
    this.error = null;
    try {
      await this.#backend.setStoreAside();
    } catch (error) {
      this.error = rejection<'setStoreAside'>(error);
    }
  }
}
