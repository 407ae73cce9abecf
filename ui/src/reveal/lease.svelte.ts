import type { Backend } from '../backend/backend';
import type { LeaseEnd } from '../backend/bindings/LeaseEnd';
import type { LeaseState } from '../backend/bindings/LeaseState';

/** The clipboard lease as the page shows it. Rust decides when it ends; here it only counts down. */
export class Lease {
  /** Seconds left; 0 while Rust is clearing. */
  seconds = $state(0);
  /** 1 at first, 0 at the end. */
  share = $state(0);
  running = $state(false);
  /** The clipboard is asked to clear, and may take its time. */
  clearing = $state(false);
  /** How the last one ended. */
  ended = $state<LeaseEnd | null>(null);

  #backend: Backend;
  #clock: () => number;
  #endsAt = 0;
  #total = 1;

  /** `clock` gives milliseconds that never go back. */
  constructor(backend: Backend, clock: () => number) {
    this.#backend = backend;
    this.#clock = clock;
  }

  /** Hears of ends, and ticks, until the answer is called. */
  async start(): Promise<() => void> {
    const unlisten = await this.#backend.onLeaseEnded((end) => this.#end(end));
    const state = await this.#backend.clipboardLease();
    if (state) this.began(state);
    const timer = setInterval(() => this.tick(), 250);
    return () => {
      unlisten();
      clearInterval(timer);
    };
  }

  began(state: LeaseState): void {
    this.#endsAt = this.#clock() + state.remainingMs;
    this.#total = state.totalMs;
    this.running = true;
    this.ended = null;
    this.tick();
  }

  tick(): void {
    const left = Math.max(0, this.#endsAt - this.#clock());
    this.seconds = Math.ceil(left / 1000);
    this.share = left / this.#total;
  }

  /** Clears a lease that runs, or tries again where that failed. */
  async clearNow(): Promise<void> {
    if (this.clearing) return;
    this.clearing = true;
    try {
      const end = await this.#backend.endClipboardLease();
      // None: it had ended a moment before, and that end was heard of.
      if (end) this.#end(end);
      else this.running = false;
    } finally {
      this.clearing = false;
    }
  }

  /** The person has read how it ended. */
  forgetEnd(): void {
    this.ended = null;
  }

  #end(end: LeaseEnd): void {
    this.running = false;
    this.ended = end;
  }
}
