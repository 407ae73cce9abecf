/** How long the next try waits. Rust decides; this only counts down. */
export class Wait {
  /** Seconds; 0 when the next try may come. */
  seconds = $state(0);

  #clock: () => number;
  #until = 0;

  /** `clock` gives milliseconds that never go back. */
  constructor(clock: () => number, milliseconds: number) {
    this.#clock = clock;
    this.begin(milliseconds);
  }

  begin(milliseconds: number): void {
    this.#until = this.#clock() + milliseconds;
    this.tick();
  }

  /** A moment has passed. */
  tick(): void {
    this.seconds = Math.max(0, Math.ceil((this.#until - this.#clock()) / 1000));
  }
}
