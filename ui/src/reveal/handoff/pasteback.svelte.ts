import type { Backend } from '../../backend/backend';
import { rejection } from '../../backend/backend';
import type { PasteBack } from '../../backend/bindings/PasteBack';
import type { Reveal } from '../reveal.svelte';

/** Whether what the person stored by hand ends as the value does. Rust compares. */
export class PasteBackCheck {
  typed = $state('');
  asking = $state(false);
  answer = $state<PasteBack | null>(null);
  /** What was pasted may have been the app's own copy, which proves nothing. */
  ownCopy = $state(false);

  #backend: Backend;
  #reveal: Reveal;

  constructor(backend: Backend, reveal: Reveal) {
    this.#backend = backend;
    this.#reveal = reveal;
  }

  /** Typed text; it is forgotten at once. */
  async check(): Promise<void> {
    const ending = this.typed;
    this.typed = '';
    await this.#ask(ending);
  }

  /** Rust reads the clipboard itself: what is pasted never enters the page. */
  async paste(): Promise<void> {
    this.typed = '';
    const ownCopy = this.#reveal.lease.running;
    await this.#ask(null);
    this.ownCopy = ownCopy && this.answer === 'same';
  }

  async #ask(ending: string | null): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.answer = null;
    this.ownCopy = false;
    try {
      this.answer = await this.#backend.checkStoredValue(this.#reveal.response.ticket, ending);
    } catch (error) {
      rejection<'checkStoredValue'>(error);
      this.#reveal.lost();
    } finally {
      this.asking = false;
    }
  }
}
