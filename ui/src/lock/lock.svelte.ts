import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { LockError } from '../backend/bindings/LockError';
import type { LockState } from '../backend/bindings/LockState';
import type { OpenSignInError } from '../backend/bindings/OpenSignInError';
import type { PassphrasePurpose } from '../backend/bindings/PassphrasePurpose';

/** How often Rust hears that the person is there, at most. Milliseconds. */
export const TELL_EVERY = 20_000;

/** Why the app is still open, after the person wanted it locked. */
export type Refusal = LockError | OpenSignInError;

/** Whether the app can be locked, and that it is about to be. Rust decides. */
export class Lock {
  state = $state.raw<LockState | null>(null);
  /** The app locks itself as soon as no value is held any more. */
  coming = $state(false);
  refusal = $state.raw<Refusal | null>(null);

  #backend: Backend;
  #clock: () => number;
  #told = -Infinity;

  /** `clock` gives milliseconds that never go back. */
  constructor(backend: Backend, clock: () => number) {
    this.#backend = backend;
    this.#clock = clock;
  }

  /** Follows what Rust says from now on; the answer stops it. */
  async start(): Promise<() => void> {
    const stops = await Promise.all([
      this.#backend.onLockChanged((state) => (this.state = state)),
      this.#backend.onLockWanted(() => (this.coming = true)),
    ]);
    await this.look();
    return () => stops.forEach((stop) => stop());
  }

  async look(): Promise<void> {
    this.state = await this.#backend.lockState();
  }

  /** The person is there. */
  touched(): void {
    if (this.#clock() - this.#told < TELL_EVERY) return;
    this.#told = this.#clock();
    void this.#backend.noteActivity();
  }

  /** Locks, or offers what is missing for it. */
  async lock(): Promise<void> {
    this.refusal = null;
    if (this.state?.protection === 'noPassphrase') return this.open('set');
    try {
      await this.#backend.lockApp();
    } catch (error) {
      this.refusal = rejection<'lockApp'>(error);
    }
  }

  async open(purpose: PassphrasePurpose): Promise<void> {
    this.refusal = null;
    try {
      await this.#backend.openPassphrase(purpose);
    } catch (error) {
      this.refusal = rejection<'openPassphrase'>(error);
    }
  }
}
