import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { OwnerImport } from '../backend/bindings/OwnerImport';
import type { OwnersError } from '../backend/bindings/OwnersError';

/** Largest file that is read, in bytes: Rust refuses larger ones, too. */
export const LARGEST = 16 * 1024 * 1024;

/** A file of owners: what it would do, then what it did. */
export class OwnersFile {
  name = $state('');
  /** What it would do; null before a file was read. */
  preview = $state.raw<OwnerImport | null>(null);
  busy = $state(false);
  done = $state(false);
  error = $state.raw<OwnersError | null>(null);

  #backend: Backend;
  #text = '';
  #asked = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Reads a file, and asks what it would do. Another file takes its place. */
  async read(file: Pick<File, 'name' | 'size' | 'text'>): Promise<void> {
    const asked = ++this.#asked;
    Object.assign(this, { name: file.name, preview: null, error: null, done: false });
    if (file.size > LARGEST) {
      this.error = { code: 'tooLarge' };
      return;
    }
    this.#text = await file.text();
    try {
      const preview = await this.#backend.previewOwners(this.#text);
      if (asked === this.#asked) this.preview = preview;
    } catch (error) {
      const reason = rejection<'previewOwners'>(error);
      if (asked === this.#asked) this.error = reason;
    }
  }

  /** Takes it over: all of it, or nothing. */
  async takeOver(): Promise<void> {
    if (this.busy || this.done || !this.preview) return;
    this.busy = true;
    this.error = null;
    try {
      this.preview = await this.#backend.importOwners(this.#text);
      this.done = true;
    } catch (error) {
      this.error = rejection<'importOwners'>(error);
    } finally {
      this.busy = false;
    }
  }
}
