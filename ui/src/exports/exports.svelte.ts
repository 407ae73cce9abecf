import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { ExportError } from '../backend/bindings/ExportError';
import type { ExportFormat } from '../backend/bindings/ExportFormat';
import type { Exported } from '../backend/bindings/Exported';
import type { ExportOf } from '../backend/bindings/ExportOf';

/** The inventory as files. */
export class Exports {
  writing = $state(false);
  written = $state.raw<Exported | null>(null);
  error = $state.raw<ExportError | null>(null);

  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Writes a file; `of` says in words what is in it. One at a time. */
  async write(what: ExportOf, format: ExportFormat, of: string): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    this.forget();
    try {
      this.written = await this.#backend.exportFile({ what, format, of });
    } catch (error) {
      this.error = rejection<'exportFile'>(error);
    } finally {
      this.writing = false;
    }
  }

  /** The person has read where it is. */
  forget(): void {
    this.written = null;
    this.error = null;
  }
}
