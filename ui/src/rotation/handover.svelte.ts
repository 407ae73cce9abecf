import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { DestinationView } from '../backend/bindings/DestinationView';
import type { PlaceMark } from '../backend/bindings/PlaceMark';
import type { RotationView } from '../backend/bindings/RotationView';
import type { SendError } from '../backend/bindings/SendError';
import type { SendPlan } from '../backend/bindings/SendPlan';
import type { Sent } from '../backend/bindings/Sent';
import type { Reveal } from '../reveal/reveal.svelte';
import type { Rotations } from './rotations.svelte';

/** How sending to a place ended. */
export type Outcome = { sent: Sent } | { error: SendError };

/** A new value on its way to every place of the old one. The value itself is never here. */
export class HandOver {
  /** By the place's position. */
  outcomes = $state.raw<Record<number, Outcome>>({});
  /** What will run, for the places that a person looked at. */
  plans = $state.raw<Record<number, SendPlan>>({});
  /** The place that the value is on its way to. */
  under = $state<number | null>(null);
  /** None before it is known which programs there are. */
  destinations = $state.raw<DestinationView[] | null>(null);

  readonly reveal: Reveal;
  readonly rotationId: string;
  #backend: Backend;
  #rotations: Rotations;

  constructor(backend: Backend, reveal: Reveal, rotations: Rotations, rotationId: string) {
    this.#backend = backend;
    this.reveal = reveal;
    this.#rotations = rotations;
    this.rotationId = rotationId;
  }

  get rotation(): RotationView | null {
    return this.#rotations.rows.find(({ id }) => id === this.rotationId) ?? null;
  }

  /** Positions of the places that this app can send to, and that have the old value. */
  get toSend(): number[] {
    const places = this.rotation?.places ?? [];
    return [...places.entries()].flatMap(([at, { destination, state }]) => (destination && state.kind === 'waits' ? [at] : []));
  }

  async start(): Promise<void> {
    try {
      this.destinations = await this.#backend.destinations(this.reveal.response.ticket);
    } catch (error) {
      rejection<'destinations'>(error);
      this.reveal.lost();
    }
  }

  /** Sends to one place after the other; one that fails holds no other one up. */
  async sendAll(): Promise<void> {
    for (const at of this.toSend) {
      if (this.reveal.gone) return;
      await this.send(at);
    }
  }

  /** Sends to one place. */
  async send(at: number): Promise<void> {
    if (this.reveal.busy) return;
    this.reveal.sending = true;
    this.under = at;
    let outcome: Outcome;
    try {
      const { ticket } = this.reveal.response;
      const sent = await this.#backend.sendToPlace({ ticket, rotationId: this.rotationId, place: at });
      this.reveal.stored(sent.target);
      outcome = { sent };
    } catch (error) {
      const reason = rejection<'sendToPlace'>(error);
      if (reason.code === 'noLongerHeld') this.reveal.lost();
      if (reason.code === 'unknown') this.reveal.unsure = true;
      outcome = { error: reason };
    }
    this.reveal.sending = false;
    this.under = null;
    this.outcomes = { ...this.outcomes, [at]: outcome };
    await this.#rotations.load();
  }

  /** Shows what sending to a place would run, or hides it. */
  async look(at: number): Promise<void> {
    const { [at]: shown, ...others } = this.plans;
    if (shown) {
      this.plans = others;
      return;
    }
    try {
      const { ticket } = this.reveal.response;
      const plan = await this.#backend.planPlace({ ticket, rotationId: this.rotationId, place: at });
      this.plans = { ...this.plans, [at]: plan };
    } catch (error) {
      this.outcomes = { ...this.outcomes, [at]: { error: rejection<'planPlace'>(error) } };
    }
  }

  /** The person says what a place has. */
  async mark(at: number, mark: PlaceMark): Promise<void> {
    await this.#rotations.mark(this.rotationId, at, mark);
  }
}
