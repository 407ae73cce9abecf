import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { BulkError } from '../backend/bindings/BulkError';
import type { BulkItem } from '../backend/bindings/BulkItem';
import type { BulkProgress } from '../backend/bindings/BulkProgress';
import type { BulkRevocation } from '../backend/bindings/BulkRevocation';
import { Hold } from '../shared/hold.svelte';

/** Several keys revoked together: a look first, a decision that can be undone, then one key after the other. */
export class Bulk {
  /** What would happen, or what happened until now. */
  plan = $state.raw<BulkRevocation | null>(null);
  /** It was begun, by this run or an earlier one. */
  begun = $state(false);
  looking = $state(false);
  running = $state(false);
  /** The person wants it to stop. */
  stopping = $state(false);
  /** How many keys, as typed. */
  typed = $state('');
  progress = $state.raw<BulkProgress | null>(null);
  error = $state.raw<BulkError | null>(null);
  readonly hold: Hold;

  #backend: Backend;
  #generation = 0;

  /** `clock` gives milliseconds that never go back. */
  constructor(backend: Backend, clock: () => number) {
    this.#backend = backend;
    this.hold = new Hold(clock);
  }

  /** Hears how far it is, until the answer is called. */
  start(): Promise<() => void> {
    return this.#backend.onBulkProgress((progress) => (this.progress = progress));
  }

  /** Asks whether one stopped that the person has not seen the end of. */
  async find(): Promise<void> {
    if (this.running || this.hold.running) return;
    const generation = this.#generation;
    const plan = await this.#backend.bulkRevocation();
    if (generation !== this.#generation || this.running || this.looking) return;
    if (plan) Object.assign(this, { plan, begun: true });
  }

  /** Looks which of these keys would be revoked. */
  async look(keyIds: string[]): Promise<void> {
    this.forget();
    const generation = this.#generation;
    this.looking = true;
    try {
      const plan = await this.#backend.previewBulkRevocation(keyIds);
      if (generation === this.#generation) this.plan = plan;
    } catch (error) {
      const reason = rejection<'previewBulkRevocation'>(error);
      if (generation === this.#generation) this.error = reason;
    } finally {
      if (generation === this.#generation) this.looking = false;
    }
  }

  /** Keys whose turn is still to come. */
  get waiting(): BulkItem[] {
    return this.plan?.items.filter(({ outcome }) => outcome.kind === 'waits') ?? [];
  }

  get confirmable(): boolean {
    const count = this.waiting.length;
    return !this.begun && !this.hold.running && count > 0 && this.typed.trim() === String(count);
  }

  /** The person has decided: it begins once the time to undo it is over. */
  confirm(): void {
    if (!this.confirmable) return;
    this.error = null;
    // Those that were named, and no others: one that is left out may be let in a minute later.
    const keyIds = this.waiting.map(({ keyId }) => keyId);
    this.hold.start(() => void this.#run(() => this.#backend.revokeKeys(keyIds)));
  }

  /** Goes on where it stopped. */
  async goOn(): Promise<void> {
    if (this.running || this.waiting.length === 0) return;
    await this.#run(() => this.#backend.resumeRevocations());
  }

  /** Stops after the key that is under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.#backend.stopRevocations();
  }

  /** The person has seen how it ended, or gives up what waits. */
  async settle(): Promise<void> {
    const begun = this.begun;
    this.forget();
    if (begun) await this.#backend.forgetBulkRevocation();
  }

  forget(): void {
    this.#generation += 1;
    this.hold.undo();
    Object.assign(this, { plan: null, begun: false, looking: false, running: false, stopping: false, typed: '', progress: null, error: null });
  }

  async #run(go: () => Promise<BulkRevocation>): Promise<void> {
    const generation = this.#generation;
    Object.assign(this, { running: true, begun: true, stopping: false, error: null });
    let plan: BulkRevocation | null = null;
    let error: BulkError | null = null;
    try {
      plan = await go();
    } catch (reason) {
      error = rejection<'revokeKeys'>(reason);
      // What was done until then.
      plan = await this.#backend.bulkRevocation();
    }
    if (generation !== this.#generation) return;
    this.running = false;
    this.error = error;
    // Without a list nothing was begun.
    if (plan) this.plan = plan;
    else this.begun = false;
  }
}
