import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { AnnotationError } from '../backend/bindings/AnnotationError';
import type { AnnotationView } from '../backend/bindings/AnnotationView';

/** What the person writes about one key. */
export class AnnotationForm {
  owner = $state('');
  /** One place a line. */
  storedIn = $state('');
  note = $state('');
  /** `2026-03-14`, or nothing. */
  reviewedOn = $state('');
  error = $state.raw<AnnotationError | null>(null);
  saving = $state(false);

  #backend: Backend;
  #keyId: string;
  #saved = $state.raw('');

  constructor(backend: Backend, keyId: string, noted: AnnotationView) {
    this.#backend = backend;
    this.#keyId = keyId;
    this.#take(noted);
  }

  /** Whether there is something that was not kept yet. */
  get changed(): boolean {
    return this.#saved !== this.#written();
  }

  async save(): Promise<void> {
    if (this.saving || !this.changed) return;
    this.saving = true;
    this.error = null;
    try {
      this.#take(await this.#backend.saveAnnotation({ keyId: this.#keyId, ...this.#fields() }));
    } catch (error) {
      this.error = rejection<'saveAnnotation'>(error);
    } finally {
      this.saving = false;
    }
  }

  #take(noted: AnnotationView): void {
    this.owner = noted.owner;
    this.storedIn = noted.storedIn.join('\n');
    this.note = noted.note;
    this.reviewedOn = noted.reviewedOn ?? '';
    this.#saved = this.#written();
  }

  #fields() {
    const storedIn = this.storedIn.split('\n').filter((place) => place.trim() !== '');
    return { owner: this.owner, storedIn, note: this.note, reviewedOn: this.reviewedOn || null };
  }

  #written(): string {
    return JSON.stringify(this.#fields());
  }
}
