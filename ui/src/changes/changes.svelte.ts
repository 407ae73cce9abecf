import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { ChangeRow } from '../backend/bindings/ChangeRow';
import type { ChangesError } from '../backend/bindings/ChangesError';
import type { News } from '../backend/bindings/News';

/** Lines that are asked for at a time. */
const PORTION = 100;

/** What changed in the inventory since the person looked last. */
export class Changes {
  /** Null where nothing is new, or nothing is kept. */
  news = $state.raw<News | null>(null);
  rows = $state.raw<ChangeRow[]>([]);
  total = $state(0);
  /** Only what the person has not seen yet. */
  unseen = $state(true);
  loaded = $state(false);
  error = $state.raw<ChangesError | null>(null);

  #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Asks whether something is new. */
  async look(): Promise<void> {
    const asked = ++this.#asked;
    const news = await this.#backend.news();
    if (asked === this.#asked) this.news = news;
  }

  /** Reads the first lines: what is new, or everything where nothing is. */
  async open(): Promise<void> {
    this.unseen = this.news !== null;
    await this.#load(0);
  }

  async show(unseen: boolean): Promise<void> {
    this.unseen = unseen;
    await this.#load(0);
  }

  async more(): Promise<void> {
    await this.#load(this.rows.length);
  }

  /** The person has seen what is new. */
  async seen(): Promise<void> {
    this.error = null;
    try {
      await this.#backend.markChangesSeen();
      this.news = null;
    } catch (error) {
      this.error = rejection<'markChangesSeen'>(error);
    }
  }

  forget(): void {
    this.#asked += 1;
    this.news = null;
    this.rows = [];
    this.total = 0;
    this.loaded = false;
    this.error = null;
  }

  async #load(offset: number): Promise<void> {
    this.error = null;
    if (offset === 0) this.loaded = false;
    try {
      const page = await this.#backend.queryChanges({ unseen: this.unseen, offset, limit: PORTION });
      this.rows = offset === 0 ? page.rows : [...this.rows, ...page.rows];
      this.total = page.total;
    } catch (error) {
      this.error = rejection<'queryChanges'>(error);
    } finally {
      this.loaded = true;
    }
  }
}
