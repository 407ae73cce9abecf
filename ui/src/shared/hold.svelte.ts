/** How long a decision is held before it is sent, in milliseconds. */
export const HOLD = 10_000;

/** A decision that can still be undone: nothing is sent before its time is over. */
export class Hold {
  running = $state(false);
  /** Whole seconds that are left. */
  seconds = $state(0);
  /** 1 at first, 0 at the end. */
  share = $state(0);

  #clock: () => number;
  #endsAt = 0;
  #then: () => void = () => undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `clock` gives milliseconds that never go back. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** `then` happens once the time is over, unless it is undone. */
  start(then: () => void): void {
    this.undo();
    this.#then = then;
    this.#endsAt = this.#clock() + HOLD;
    this.running = true;
    this.#timer = setInterval(() => this.tick(), 200);
    this.tick();
  }

  tick(): void {
    if (!this.running) return;
    const left = Math.max(0, this.#endsAt - this.#clock());
    this.seconds = Math.ceil(left / 1000);
    this.share = left / HOLD;
    if (left > 0) return;
    this.undo();
    this.#then();
  }

  undo(): void {
    clearInterval(this.#timer);
    this.running = false;
  }
}
