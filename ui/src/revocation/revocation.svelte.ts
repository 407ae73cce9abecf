import type { Backend } from '../backend/backend';
import type { RevocationPreview } from '../backend/bindings/RevocationPreview';
import type { RevokeError } from '../backend/bindings/RevokeError';
import type { Words } from '../shared/failure';
import { failureWords } from '../shared/failure';

/** One revocation: the key is read again, the person decides, the server does it. */
export class Revocation {
  preview = $state.raw<RevocationPreview | null>(null);
  typed = $state('');
  error = $state.raw<RevokeError | null>(null);
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
    return (
      preview !== null &&
      !this.running &&
      (!preview.typeNameToConfirm || this.typed.trim() === preview.key.name.trim())
    );
  }

  async look(): Promise<void> {
    this.error = null;
    try {
      this.preview = await this.#backend.previewRevocation(this.#keyId);
    } catch (error) {
      this.error = error as RevokeError;
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
      this.error = error as RevokeError;
    } finally {
      this.running = false;
    }
  }
}

export function revokeErrorWords(error: RevokeError): Words {
  switch (error.code) {
    case 'noSuchKey':
      return { title: 'This key isn’t in the inventory', detail: 'Refresh the table and look again.' };
    case 'nameDiffers':
      return { title: 'The typed name is another', detail: 'The key was not revoked.' };
    case 'request': {
      const { title, detail } = failureWords(error.failure);
      return { title, detail: `The key may still be live. ${detail}` };
    }
  }
}
