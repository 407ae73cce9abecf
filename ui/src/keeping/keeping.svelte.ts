import type { Backend } from '../backend/backend';
import type { Keeping as State } from '../backend/bindings/Keeping';
import type { LeftBehindKey } from '../backend/bindings/LeftBehindKey';
import type { SetAsideError } from '../backend/bindings/SetAsideError';
import { declared } from '../shared/failure';

/** Whether anything is kept on this computer, and what an earlier run left. */
export class Keeping {
  state = $state.raw<State>({ code: 'opening' });
  leftBehind = $state.raw<LeftBehindKey[]>([]);
  error = $state.raw<SetAsideError | null>(null);

  #backend: Backend;
  #onchange: () => void;
  #heard = false;
  /** Counts accounts: what was asked of the one before is not shown in another. */
  #era = 0;

  /** `onchange`: there may be more to show than before. */
  constructor(backend: Backend, onchange: () => void) {
    this.#backend = backend;
    this.#onchange = onchange;
  }

  /** Follows what Rust says from now on; the answer stops it. */
  async start(): Promise<() => void> {
    const stop = await this.#backend.onKeepingChanged((state) => {
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
    const era = this.#era;
    const leftBehind = await this.#backend.leftBehindKeys();
    if (era === this.#era) this.leftBehind = leftBehind;
  }

  /** Another account is open. */
  forget(): void {
    this.#era += 1;
    this.leftBehind = [];
    this.error = null;
  }

  /** The person has seen it. */
  async settle(keyId: string): Promise<void> {
    this.leftBehind = this.leftBehind.filter(({ key }) => key.id !== keyId);
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
      this.error = declared<SetAsideError>(error);
    }
  }
}
