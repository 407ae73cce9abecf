import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { RevocationPreview } from '../backend/bindings/RevocationPreview';
import type { RevokeError } from '../backend/bindings/RevokeError';
import { Hold } from '../shared/hold.svelte';

/** One revocation: the key is read again, the person decides, and may undo it, the server does it. */
export class Revocation {
  preview = $state.raw<RevocationPreview | null>(null);
  typed = $state('');
  /** Why it is revoked although a rotation speaks against it. */
  reason = $state('');
  error = $state.raw<RevokeError | null>(null);
  looking = $state(false);
  running = $state(false);
  done = $state<'now' | 'already' | null>(null);

  readonly hold: Hold;

  #backend: Backend;
  #keyId: string;

  /** `clock` gives milliseconds that never go back. */
  constructor(backend: Backend, keyId: string, clock: () => number) {
    this.#backend = backend;
    this.#keyId = keyId;
    this.hold = new Hold(clock);
  }

  get confirmable(): boolean {
    const { preview } = this;
    const typed = this.typed.trim();
    return (
      preview !== null &&
      !this.running &&
      !this.hold.running &&
      // The prefix, too: some names can hardly be typed.
      (preview.typeNameBecause === null || typed === preview.key.name.trim() || typed === preview.key.prefix) &&
      (preview.refusals.length === 0 || this.reason.trim() !== '')
    );
  }

  async look(): Promise<void> {
    this.error = null;
    await this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      this.preview = await this.#backend.previewRevocation(this.#keyId);
      // Another admin was faster.
      if (this.preview.key.status === 'revoked') this.done = 'already';
    } catch (error) {
      this.error = rejection<'previewRevocation'>(error);
    } finally {
      this.looking = false;
    }
  }

  /** The person has decided: it is sent once the time to undo it is over. */
  confirm(): void {
    if (!this.confirmable) return;
    this.error = null;
    this.hold.start(() => void this.send());
  }

  async send(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      const typedName = this.preview?.typeNameBecause ? this.typed : null;
      const reason = this.preview && this.preview.refusals.length > 0 ? this.reason : null;
      const { already } = await this.#backend.revokeKey({ keyId: this.#keyId, typedName, reason });
      this.done = already ? 'already' : 'now';
    } catch (error) {
      this.error = rejection<'revokeKey'>(error);
      // It was used after the question: now its name or a reason is asked for.
      if (this.error.code === 'nameDiffers' || this.error.code === 'reasonNeeded') void this.#ask();
    } finally {
      this.running = false;
    }
  }
}
