import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { Failure } from '../backend/bindings/Failure';
import type { ReadingProgress } from '../backend/bindings/ReadingProgress';
import type { InventorySummary } from '../backend/bindings/InventorySummary';

/** How soon a server that could not be reached is tried again; each miss doubles it. Milliseconds. */
export const FIRST_AGAIN = 5_000;
/** There is no way to the server, whatever it would say. */
const OFFLINE: readonly Failure['code'][] = [
  'hostNotFound',
  'unreachable',
  'timedOut',
  'connectionLost',
  'untrusted',
  'tls',
  'redirected',
  'notJson',
];
/** How old a reading may get while the person looks, in milliseconds; a long one longer, for each of its pages. */
export const FRESH_FOR = 60_000;
export const FRESH_FOR_PAGE = 3_000;
/** Pages that are read in a moment. */
const SHORT = 10;

/** The state of the last reading, and of the next. What was read stays while a reading fails. */
export class Inventory {
  summary = $state.raw<InventorySummary | null>(null);
  failure = $state.raw<Failure | null>(null);
  reading = $state(false);
  /** How far the reading is; null before the first word of it. */
  progress = $state.raw<ReadingProgress | null>(null);
  /** The person ended the last reading: nothing new came. */
  cancelled = $state(false);

  #backend: Backend;
  #onread: () => void;
  #clock: () => number;
  #readAt = -Infinity;
  #lookedAt = -Infinity;
  /** How often in a row the server could not be reached. */
  #misses = 0;
  /** A reading goes on by itself: the person's own one takes its place. */
  #gentle = false;
  /** Counts sign-outs: what was asked before belongs to no one. */
  #generation = 0;

  /** `clock` gives milliseconds that never go back. */
  constructor(backend: Backend, onread: () => void, clock: () => number) {
    this.#backend = backend;
    this.#onread = onread;
    this.#clock = clock;
  }

  get offline(): boolean {
    return this.failure !== null && OFFLINE.includes(this.failure.code);
  }

  /** Why nothing can be created or revoked right now. */
  get blockedReason(): string | null {
    if (this.signedOut) return 'Sign in again to create or revoke keys.';
    return this.offline ? 'Offline: creating and revoking need SigSentry.' : null;
  }

  get signedOut(): boolean {
    return this.failure?.code === 'signedOut';
  }

  /** Reads for a session that has just begun: an answer to what was asked before it says nothing. */
  async begin(): Promise<void> {
    this.#generation += 1;
    this.reading = false;
    this.#gentle = false;
    await this.refresh();
  }

  /** Reads everything anew, for a person who waits; never twice at a time. */
  async refresh(): Promise<void> {
    if (this.reading) return;
    if (this.#gentle) {
      // Its answer says nothing any more.
      this.#generation += 1;
      this.#gentle = false;
      await this.#backend.cancelReading();
    }
    this.reading = true;
    this.progress = null;
    this.cancelled = false;
    await this.#read(false);
  }

  async #read(gently: boolean): Promise<void> {
    const generation = this.#generation;
    this.#readAt = this.#clock();
    let summary: InventorySummary | null = null;
    let failure: Failure | null = null;
    try {
      summary = await this.#backend.refreshInventory(gently);
    } catch (error) {
      const reason = rejection<'refreshInventory'>(error);
      if (reason.code === 'request') failure = reason.failure;
      if (reason.code === 'cancelled' && generation === this.#generation) this.cancelled = this.reading;
    } finally {
      if (generation === this.#generation) {
        this.reading = false;
        this.#gentle = false;
      }
    }
    if (generation !== this.#generation) return;
    // What was there stays, also what came from the store meanwhile.
    if (summary) this.summary = summary;
    if (this.cancelled) return;
    this.failure = failure;
    this.#misses = this.offline ? this.#misses + 1 : 0;
    this.#onread();
  }

  /** Hears how far readings are; the answers end that. */
  start(): Promise<() => void>[] {
    return [
      this.#backend.onReadingProgress((progress) => (this.progress = this.reading ? progress : null)),
      // It is shown before it is written.
      this.#backend.onInventoryRead(() => void this.recount()),
    ];
  }

  /** Ends the reading that is under way. What was there stays. */
  async cancel(): Promise<void> {
    await this.#backend.cancelReading();
  }

  /**
   * Reads anew if the last reading is too old, and it is of any use: a long list gently, as no one waits, and of
   * that meanwhile the newest keys. Offline, sooner at first.
   */
  async freshen(): Promise<void> {
    if (this.signedOut || this.reading) return;
    const now = this.#clock();
    const whole = Math.max(FRESH_FOR, FRESH_FOR_PAGE * (this.summary?.gaps.totalPages ?? 0));
    const patience = this.offline ? Math.min(FRESH_FOR, FIRST_AGAIN * 2 ** (this.#misses - 1)) : whole;
    if (now - this.#readAt >= patience && !this.#gentle) {
      if ((this.summary?.gaps.totalPages ?? 0) <= SHORT) return this.refresh();
      this.#gentle = true;
      await this.#read(true);
    } else if (!this.offline && now - Math.max(this.#readAt, this.#lookedAt) >= FRESH_FOR) await this.#look();
  }

  /** Looks for new keys. */
  async #look(): Promise<void> {
    const generation = this.#generation;
    this.#lookedAt = this.#clock();
    try {
      const summary = await this.#backend.lookForNewKeys();
      if (generation !== this.#generation) return;
      this.summary = summary;
      this.#onread();
    } catch (error) {
      const reason = rejection<'lookForNewKeys'>(error);
      if (generation === this.#generation && reason.code === 'request') this.failure = reason.failure;
    }
  }

  /** Takes over what Rust knows by now, without the network. */
  async recount(): Promise<void> {
    const generation = this.#generation;
    try {
      const summary = await this.#backend.inventorySummary();
      if (generation === this.#generation) this.summary = summary;
    } catch (error) {
      rejection<'inventorySummary'>(error);
    }
    if (generation === this.#generation) this.#onread();
  }

  forget(): void {
    this.#generation += 1;
    this.#readAt = -Infinity;
    this.#lookedAt = -Infinity;
    this.reading = false;
    this.#gentle = false;
    this.progress = null;
    this.cancelled = false;
    this.summary = null;
    this.failure = null;
    this.#misses = 0;
  }
}
