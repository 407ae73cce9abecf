import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { RevocationPreview } from '../backend/bindings/RevocationPreview';
import type { RevokeError } from '../backend/bindings/RevokeError';

/** One revocation: the key is read again, the person decides, the server does it. */
export class Revocation {
  preview = $state.raw<RevocationPreview | null>(null);
  typed = $state('');
  error = $state.raw<RevokeError | null>(null);
  looking = $state(false);
  running = $state(false);
  done = $state<'now' | 'already' | null>(null);

  #backend: Backend;
  #keyId: string;

  constructor(backend: Backend, keyId: string) {
    this.#backend = backend;
    this.#keyId = keyId;
  }

  get confirmable(): boolean {
    const { preview } = this;
    const typed = this.typed.trim();
    return (
      preview !== null &&
      !this.running &&
      // The prefix, too: some names can hardly be typed.
      (!preview.typeNameToConfirm || typed === preview.key.name.trim() || typed === preview.key.prefix)
    );
  }

  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.error = null;
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

  async confirm(): Promise<void> {
    if (!this.confirmable) return;
    this.running = true;
    this.error = null;
    try {
      const typedName = this.preview?.typeNameToConfirm ? this.typed : null;
      const { already } = await this.#backend.revokeKey({ keyId: this.#keyId, typedName });
      this.done = already ? 'already' : 'now';
    } catch (error) {
      this.error = rejection<'revokeKey'>(error);
    } finally {
      this.running = false;
    }
  }
}
