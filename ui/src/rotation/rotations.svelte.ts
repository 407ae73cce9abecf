import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { PlaceMark } from '../backend/bindings/PlaceMark';
import type { RotationError } from '../backend/bindings/RotationError';
import type { RotationView } from '../backend/bindings/RotationView';

/** The keys that are being replaced, and what each replacement waits for. */
export class Rotations {
  rows = $state.raw<RotationView[]>([]);
  /** Their keys are being read again. */
  looking = $state(false);
  error = $state.raw<RotationError | null>(null);

  #backend: Backend;
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Those that a person can go on with right now. */
  get waitingForPerson(): number {
    return this.rows.filter(({ waitsFor: { kind } }) => kind !== 'firstUse' && kind !== 'quiet').length;
  }

  /** The one that a key takes part in. */
  of(keyId: string): RotationView | null {
    return this.rows.find(({ old, replacement }) => replacement?.id === keyId || old.some(({ id }) => id === keyId)) ?? null;
  }

  /** As they are known; an answer that was overtaken is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const rows = await this.#backend.rotations();
    if (asked === this.#asked) this.rows = rows;
  }

  /** With their keys read again. */
  async look(): Promise<void> {
    if (this.looking) return;
    const asked = ++this.#asked;
    this.looking = true;
    this.error = null;
    try {
      const rows = await this.#backend.lookAtRotations();
      if (asked === this.#asked) this.rows = rows;
    } catch (error) {
      const reason = rejection<'lookAtRotations'>(error);
      if (asked === this.#asked) this.error = reason;
    } finally {
      this.looking = false;
    }
  }

  hold(id: string, onHold: boolean): Promise<void> {
    return this.#change(() => this.#backend.holdRotation(id, onHold));
  }

  mark(rotationId: string, place: number, mark: PlaceMark): Promise<void> {
    return this.#change(() => this.#backend.markPlace({ rotationId, place, mark }));
  }

  /** Every key of it that is live stays live. */
  async end(id: string): Promise<void> {
    await this.#backend.endRotation(id);
    await this.load();
  }

  forget(): void {
    this.#asked += 1;
    this.rows = [];
    this.error = null;
  }

  async #change(change: () => Promise<RotationView>): Promise<void> {
    try {
      await change();
    } catch (error) {
      // It has ended meanwhile: the list says so.
      rejection<'holdRotation'>(error);
    }
    await this.load();
  }
}
