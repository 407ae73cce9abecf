import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { Rest } from '../backend/bindings/Rest';
import type { RotationError } from '../backend/bindings/RotationError';
import type { RotationPlan } from '../backend/bindings/RotationPlan';
import type { RotationView } from '../backend/bindings/RotationView';

/** A replacement is made: the first one for a key, or another one for a rotation. */
export type Replaced = { keyId: string } | { again: RotationView };

/** From the question to the key that was made. */
export class Begin {
  /** None for a rotation that is under way: its places and its rest stay. */
  plan = $state.raw<RotationPlan | null>(null);
  name = $state('');
  rest = $state<Rest>('day');
  looking = $state(false);
  running = $state(false);
  error = $state.raw<RotationError | null>(null);

  readonly replaced: Replaced;
  #backend: Backend;

  constructor(backend: Backend, replaced: Replaced) {
    this.#backend = backend;
    this.replaced = replaced;
    if ('again' in replaced) this.name = (replaced.again.replacement ?? replaced.again.old[0])?.name ?? '';
  }

  /** A key may exist whose value no person saw. */
  get unsettled(): boolean {
    const { error } = this;
    return error?.code === 'create' && error.error.code === 'request' && error.error.fate.kind === 'unknown';
  }

  /** Nothing speaks against making the replacement. */
  get ready(): boolean {
    return !this.running && ('again' in this.replaced || (this.plan !== null && this.plan.notPossible === null));
  }

  /** Reads the key again. */
  async look(): Promise<void> {
    if (!('keyId' in this.replaced) || this.looking) return;
    this.looking = true;
    this.error = null;
    try {
      this.plan = await this.#backend.planRotation(this.replaced.keyId);
      this.name = this.plan.name;
    } catch (error) {
      this.error = rejection<'planRotation'>(error);
    } finally {
      this.looking = false;
    }
  }

  /** Makes the replacement, or asks again for the answer that was lost. Null: not now, see `error`. */
  async create(): Promise<CreateKeyResponse | null> {
    if (!this.ready) return null;
    const { name, rest, replaced, unsettled } = this;
    this.running = true;
    try {
      if (unsettled) return await this.#backend.retryCreation();
      this.error = null;
      if ('again' in replaced) return await this.#backend.replaceAgain(replaced.again.id, name);
      return await this.#backend.beginRotation({ keyId: replaced.keyId, name, rest });
    } catch (error) {
      this.error = unsettled
        ? { code: 'create', error: rejection<'retryCreation'>(error) }
        : rejection<'beginRotation'>(error);
      return null;
    } finally {
      this.running = false;
    }
  }
}
