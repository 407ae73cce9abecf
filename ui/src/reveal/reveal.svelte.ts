import type { Backend } from '../backend/backend';
import type { CopyError } from '../backend/bindings/CopyError';
import type { CopyFormat } from '../backend/bindings/CopyFormat';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { CustodyError } from '../backend/bindings/CustodyError';
import type { Receipt } from '../backend/bindings/Receipt';
import { declared } from '../shared/failure';
import type { Lease } from './lease.svelte';

/** The value masks itself after this long, in seconds. */
export const MASKS_AFTER = 30;

/** A fresh key on the screen, from its arrival to its receipt. The value itself is never here. */
export class Reveal {
  stage = $state<'value' | 'guard' | 'receipt'>('value');
  masked = $state(false);
  /** Seconds until the value masks itself. */
  masksIn = $state(MASKS_AFTER);
  copying = $state(false);
  /** The format that was copied last; only ever set after Rust confirmed it. */
  copied = $state<CopyFormat | null>(null);
  /** It was copied at least once, whatever failed afterwards. */
  handedOver = $state(false);
  copyError = $state.raw<CopyError | null>(null);
  receipt = $state.raw<Receipt | null>(null);
  /** Rust has it no more. */
  gone = $state(false);

  readonly response: CreateKeyResponse;
  readonly lease: Lease;
  #backend: Backend;
  #dismissing = false;

  constructor(backend: Backend, response: CreateKeyResponse, lease: Lease, startMasked: boolean) {
    this.#backend = backend;
    this.response = response;
    this.lease = lease;
    this.masked = startMasked;
  }

  /** A second has passed. */
  tick(): void {
    if (this.masked || this.stage === 'receipt') return;
    this.masksIn -= 1;
    if (this.masksIn <= 0) this.masked = true;
  }

  toggleMask(): void {
    this.masked = !this.masked;
    this.masksIn = MASKS_AFTER;
  }

  async copy(format: CopyFormat): Promise<void> {
    if (this.copying) return;
    this.copying = true;
    this.copied = null;
    this.copyError = null;
    try {
      this.lease.began(await this.#backend.copyKey(this.response.ticket, format));
      this.copied = format;
      this.handedOver = true;
      if (this.stage === 'guard') this.stage = 'value';
    } catch (error) {
      this.copyError = declared<CopyError>(error);
      if (this.copyError.code === 'noLongerHeld') this.lost();
    } finally {
      this.copying = false;
    }
  }

  /** Every way out comes here: X, Esc, a click outside, Done, the window, quitting, signing out. */
  async leave(): Promise<void> {
    if (this.stage === 'receipt' || this.copying) return;
    if (this.handedOver || this.gone) await this.dismiss();
    // Turning away from the question leads back to the value, never out.
    else this.stage = this.stage === 'guard' ? 'value' : 'guard';
  }

  /** The picture goes first, then the value. */
  async dismiss(): Promise<void> {
    if (this.#dismissing) return;
    this.#dismissing = true;
    this.masked = true;
    try {
      this.receipt = await this.#backend.dismissKey(this.response.ticket);
    } catch (error) {
      // It was wiped before: there is no receipt to show.
      declared<CustodyError>(error);
      this.gone = true;
    } finally {
      this.#dismissing = false;
    }
    this.stage = 'receipt';
  }

  /** Rust says that it has the value no more. */
  lost(): void {
    this.gone = true;
    this.masked = true;
  }
}
