import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { KeyDetail } from '../backend/bindings/KeyDetail';

/** The key beside the table. */
export class Detail {
  shown = $state.raw<KeyDetail | null>(null);

  #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get keyId(): string | null {
    return this.shown?.row.id ?? null;
  }

  /** Shows a key; an answer that was overtaken is dropped. One that is there no more shows nothing. */
  async show(keyId: string): Promise<void> {
    const asked = ++this.#asked;
    let answer: KeyDetail | null = null;
    try {
      answer = await this.#backend.keyDetail(keyId);
    } catch (error) {
      rejection<'keyDetail'>(error);
    }
    if (asked === this.#asked) this.shown = answer;
  }

  /** After a reading: the same key as it is now. */
  async again(): Promise<void> {
    if (this.keyId !== null) await this.show(this.keyId);
  }

  close(): void {
    this.#asked += 1;
    this.shown = null;
  }
}
