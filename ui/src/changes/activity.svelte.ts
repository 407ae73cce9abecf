import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { ActivityError } from '../backend/bindings/ActivityError';
import type { ActivityRow } from '../backend/bindings/ActivityRow';
import type { DeedKind } from '../backend/bindings/DeedKind';

/** Lines that are asked for at a time. */
const PORTION = 100;

/** What was done with keys from this computer. */
export class ActivityLog {
  rows = $state.raw<ActivityRow[]>([]);
  total = $state(0);
  /** Only what was done so; null for all of it. */
  kind = $state<DeedKind | null>(null);
  loaded = $state(false);
  error = $state.raw<ActivityError | null>(null);

  #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async show(kind: DeedKind | null): Promise<void> {
    this.kind = kind;
    this.loaded = false;
    await this.#load(0);
  }

  async more(): Promise<void> {
    await this.#load(this.rows.length);
  }

  async #load(offset: number): Promise<void> {
    const asked = ++this.#asked;
    this.error = null;
    try {
      const page = await this.#backend.queryActivity({ kind: this.kind, offset, limit: PORTION });
      if (asked !== this.#asked) return;
      this.rows = offset === 0 ? page.rows : [...this.rows, ...page.rows];
      this.total = page.total;
    } catch (error) {
      const reason = rejection<'queryActivity'>(error);
      if (asked === this.#asked) this.error = reason;
    }
    if (asked === this.#asked) this.loaded = true;
  }
}
