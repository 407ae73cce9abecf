import type { Backend } from '../backend/backend';

/** Files of the desktop that are dragged over the window, and dropped on it to be looked through. */
export class FileDrop {
  /** Some are over the window, and would be looked through. */
  over = $state(false);

  #backend: Backend;
  #accepts: () => boolean;
  #take: (paths: string[]) => void;

  /** `accepts`: whether files may be dropped right now; `take` gets the paths of those that were. */
  constructor(backend: Backend, accepts: () => boolean, take: (paths: string[]) => void) {
    this.#backend = backend;
    this.#accepts = accepts;
    this.#take = take;
  }

  /** Hears what the desktop says, until each answer is called. */
  start(): Promise<() => void>[] {
    return [
      this.#backend.onFilesOver(() => (this.over = this.#accepts())),
      this.#backend.onFilesLeft(() => (this.over = false)),
      this.#backend.onFilesDropped(({ paths }) => {
        this.over = false;
        if (paths.length > 0 && this.#accepts()) this.#take(paths);
      }),
    ];
  }
}
