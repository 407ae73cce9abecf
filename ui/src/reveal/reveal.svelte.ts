import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { CopyError } from '../backend/bindings/CopyError';
import type { CopyFormat } from '../backend/bindings/CopyFormat';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { Receipt } from '../backend/bindings/Receipt';
import type { Lease } from './lease.svelte';

/** The value masks itself after this long, in seconds. */
export const MASKS_AFTER = 30;

/** A fresh key on the screen, from its arrival to its receipt. The value itself is never here. */
export class Reveal {
  stage = $state<'value' | 'send' | 'guard' | 'receipt'>('value');
  /** What takes the focus beside the value: what was used last. */
  first: 'copy' | 'send' = 'copy';
  masked = $state(false);
  /** Seconds until the value masks itself. */
  masksIn = $state(MASKS_AFTER);
  copying = $state(false);
  /** The format that was copied last; only ever set after Rust confirmed it. */
  copied = $state<CopyFormat | null>(null);
  /** It was copied at least once, whatever failed afterwards. */
  everCopied = $state(false);
  /** It is on its way to a destination: no one leaves. */
  sending = $state(false);
  /** The person wanted to leave meanwhile. */
  impatient = $state(false);
  /** Where it is stored, in the order in which it was sent. */
  storedIn = $state.raw<string[]>([]);
  /** It was sent once, and it is not known whether it was stored. */
  unsure = $state(false);
  copyError = $state.raw<CopyError | null>(null);
  receipt = $state.raw<Receipt | null>(null);
  /** The app locks itself as soon as the value is gone. */
  lockComes = $state(false);
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

  /** The person has it now. */
  get handedOver(): boolean {
    return this.everCopied || this.storedIn.length > 0;
  }

  /** A copy or a sending is on its way. */
  get busy(): boolean {
    return this.copying || this.sending;
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
    if (this.busy) return;
    this.copying = true;
    this.copied = null;
    this.copyError = null;
    try {
      this.lease.began(await this.#backend.copyKey(this.response.ticket, format));
      this.copied = format;
      this.everCopied = true;
      if (this.stage === 'guard') this.stage = 'value';
    } catch (error) {
      this.copyError = rejection<'copyKey'>(error);
      if (this.copyError.code === 'noLongerHeld') this.lost();
    } finally {
      this.copying = false;
    }
  }

  /** Every way out comes here: X, Esc, a click outside, Done, the window, quitting, signing out. */
  async leave(): Promise<void> {
    this.impatient = this.sending;
    if (this.stage === 'receipt' || this.busy) return;
    this.first = 'copy';
    const asked = this.lockComes && this.stage !== 'value';
    if ((this.handedOver && !asked) || this.gone) await this.dismiss();
    // Turning away from the question leads back to the value, never out.
    else this.stage = this.stage === 'guard' ? 'value' : 'guard';
  }

  /** The app is about to lock: the person may be away, and decides when they come back. */
  locks(): void {
    this.lockComes = true;
    this.masked = true;
    if (this.stage !== 'receipt' && !this.gone) this.stage = 'guard';
  }

  /** A destination has it. */
  stored(target: string): void {
    if (!this.storedIn.includes(target)) this.storedIn = [...this.storedIn, target];
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
      rejection<'dismissKey'>(error);
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
