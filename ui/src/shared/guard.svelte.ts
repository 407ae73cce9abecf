import type { CloseRequested } from '../backend/bindings/CloseRequested';

/** Hears that the person wants to leave: the window, quitting, signing out. */
type Handler = (reason: CloseRequested | 'leave') => void;

/** Who must be asked before anything closes; the last one that asked for it is asked. */
export class ExitGuard {
  #handlers: Handler[] = [];

  /** Holds every exit until the answer is called. */
  hold(handler: Handler): () => void {
    this.#handlers.push(handler);
    return () => {
      this.#handlers = this.#handlers.filter((other) => other !== handler);
    };
  }

  /** True if no one holds; otherwise the holder was told. */
  ask(reason: CloseRequested | 'leave'): boolean {
    const handler = this.#handlers.at(-1);
    handler?.(reason);
    return handler === undefined;
  }
}

export const exits = new ExitGuard();
