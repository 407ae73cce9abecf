import type { Backend } from '../../backend/backend';
import { rejection } from '../../backend/backend';
import type { DestinationId } from '../../backend/bindings/DestinationId';
import type { DestinationView } from '../../backend/bindings/DestinationView';
import type { FieldId } from '../../backend/bindings/FieldId';
import type { FieldProblem } from '../../backend/bindings/FieldProblem';
import type { Identity } from '../../backend/bindings/Identity';
import type { SendError } from '../../backend/bindings/SendError';
import type { SendPlan } from '../../backend/bindings/SendPlan';
import type { SendRequest } from '../../backend/bindings/SendRequest';
import type { Sent } from '../../backend/bindings/Sent';
import type { Reveal } from '../reveal.svelte';

/** Runs something once typing has paused; the answer calls it off. */
export type Soon = (run: () => void) => () => void;

/** What can go wrong apart from a field and from a value that is gone: both are said elsewhere. */
export type SendFailure = Exclude<SendError, { code: 'field' | 'noLongerHeld' }>;

/** The fields that decide who the program is signed in as. */
const DECIDE_WHO: FieldId[] = ['profile', 'address', 'context'];

type Typed = Partial<Record<FieldId, string>>;

/** A fresh value on its way into secret managers, one after the other. The value itself is never here. */
export class Sending {
  /** None before a person looked. */
  destinations = $state.raw<DestinationView[] | null>(null);
  looking = $state(false);
  chosen = $state.raw<DestinationView | null>(null);
  /** What will run for the fields as they were last looked at. */
  plan = $state.raw<SendPlan | null>(null);
  planning = $state(false);
  problem = $state.raw<{ field: FieldId; problem: FieldProblem } | null>(null);
  asking = $state(false);
  /** None while it is being asked, and before it can be. */
  identity = $state.raw<Identity | null>(null);
  error = $state.raw<SendFailure | null>(null);
  /** What was stored by the last sending. */
  sent = $state.raw<Sent | null>(null);

  /** The place that was looked at last. */
  left: DestinationId | null = null;
  readonly reveal: Reveal;
  #backend: Backend;
  #soon: Soon;
  #callOff: (() => void) | null = null;
  #typed = $state<Partial<Record<DestinationId, Typed>>>({});
  /** The person pressed the button: from now on also an empty field is wrong. */
  #tried = $state(false);
  /** Counts what was asked: only the last answer counts. */
  #plans = 0;
  #identities = 0;
  /** The fields that the identity was asked with. */
  #askedAs: string | null = null;

  constructor(backend: Backend, reveal: Reveal, soon: Soon) {
    this.#backend = backend;
    this.reveal = reveal;
    this.#soon = soon;
  }

  /** The value is on its way. */
  get running(): boolean {
    return this.reveal.sending;
  }

  /** The sheet is opened: only now is it looked what there is. What was begun goes on. */
  open(): void {
    if (this.reveal.busy) return;
    this.reveal.stage = 'send';
    if (this.sent) this.elsewhere();
    if (!this.destinations) void this.look();
  }

  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      this.destinations = await this.#backend.destinations(this.reveal.response.ticket);
    } catch (error) {
      rejection<'destinations'>(error);
      this.reveal.lost();
    } finally {
      this.looking = false;
    }
  }

  choose(destination: DestinationView): void {
    this.#forget();
    this.chosen = destination;
    void this.#look();
    if (destination.availability.code !== 'builtIn') void this.askWho();
  }

  /** One step back: to the list, from there to the value. */
  back(): void {
    if (this.running) return;
    if (this.chosen) {
      this.elsewhere();
    } else {
      this.reveal.first = 'send';
      this.reveal.stage = 'value';
    }
  }

  /** To the list, for another place. */
  elsewhere(): void {
    this.#forget();
    this.left = this.chosen?.id ?? null;
    this.chosen = null;
  }

  /** What is wrong with a field. One that no one came to yet may be empty. */
  problemOf(field: FieldId): FieldProblem | null {
    const { problem, chosen } = this;
    if (problem?.field !== field || !chosen) return null;
    const untouched = !this.#tried && this.#typed[chosen.id]?.[field] === undefined;
    return problem.problem === 'empty' && untouched ? null : problem.problem;
  }

  value(field: FieldId): string {
    const { chosen } = this;
    if (!chosen) return '';
    return this.#typed[chosen.id]?.[field] ?? chosen.fields.find(({ id }) => id === field)?.value ?? '';
  }

  type(field: FieldId, value: string): void {
    if (!this.chosen || this.running) return;
    this.#typed[this.chosen.id] = { ...this.#typed[this.chosen.id], [field]: value };
    // What was found out was about another place.
    this.problem = null;
    this.error = null;
    this.planning = true;
    this.#plans += 1;
    this.#callOff?.();
    this.#callOff = this.#soon(() => void this.#look());
  }

  /** Also for the asking, once the person signed in elsewhere. */
  async askWho(): Promise<void> {
    const mine = ++this.#identities;
    this.#askedAs = this.#who();
    this.asking = true;
    this.identity = null;
    try {
      const identity = await this.#backend.destinationIdentity(this.#request());
      if (mine === this.#identities) this.identity = identity;
    } catch (error) {
      const { code } = rejection<'destinationIdentity'>(error);
      if (mine !== this.#identities) return;
      // Asked again when the fields are right.
      if (code === 'field') this.#askedAs = null;
      else this.identity = { code: 'notKnown' };
      if (code === 'noLongerHeld') this.reveal.lost();
    } finally {
      if (mine === this.#identities) this.asking = false;
    }
  }

  /** `replace`: the person was asked, and agreed. */
  async send(replace = false): Promise<void> {
    // An open question is answered first.
    if (this.running || !this.chosen || (this.error?.code === 'exists' && !replace)) return;
    this.reveal.sending = true;
    this.reveal.impatient = false;
    this.#tried = true;
    this.error = null;
    try {
      // What was typed last is looked at before it runs.
      if (this.planning || !this.plan) await this.#look(replace);
      if (this.problem || this.error || !this.plan) return;
      const sent = await this.#backend.sendKey(this.#request(replace));
      this.reveal.stored(sent.target);
      this.sent = sent;
    } catch (error) {
      this.#failed(rejection<'sendKey'>(error));
      // The command is again the one that replaces nothing.
      if (replace && !this.reveal.gone) void this.#look();
    } finally {
      this.reveal.sending = false;
    }
  }

  /** What is there stays; another name may be typed. */
  keep(): void {
    this.error = null;
    void this.#look();
  }

  /** Asks Rust what would run. */
  async #look(replace = false): Promise<void> {
    const mine = ++this.#plans;
    this.#callOff?.();
    this.#callOff = null;
    this.planning = true;
    this.problem = null;
    try {
      const plan = await this.#backend.planSending(this.#request(replace));
      if (mine !== this.#plans) return;
      this.plan = plan;
      if (this.#who() !== this.#askedAs && this.chosen?.availability.code !== 'builtIn') void this.askWho();
    } catch (error) {
      const refused = rejection<'planSending'>(error);
      if (mine !== this.#plans) return;
      this.plan = null;
      this.#failed(refused);
    } finally {
      if (mine === this.#plans) this.planning = false;
    }
  }

  #failed(error: SendError): void {
    switch (error.code) {
      case 'noLongerHeld':
        this.reveal.lost();
        break;
      case 'field':
        this.problem = error;
        break;
      case 'exists':
        this.error = error;
        // The question shows the command that would replace it.
        void this.#look(true);
        break;
      case 'unknown':
        this.reveal.unsure = true;
        this.error = error;
        break;
      default:
        this.error = error;
    }
  }

  #request(replace = false): SendRequest {
    const fields = this.chosen?.fields.map(({ id }) => ({ id, value: this.value(id) })) ?? [];
    const destination = this.chosen?.id ?? 'keychain';
    return { ticket: this.reveal.response.ticket, destination, fields, replace };
  }

  #who(): string {
    return JSON.stringify(DECIDE_WHO.map((field) => this.value(field)));
  }

  #forget(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#plans += 1;
    this.#identities += 1;
    this.#askedAs = null;
    this.#tried = false;
    this.plan = null;
    this.planning = false;
    this.problem = null;
    this.asking = false;
    this.identity = null;
    this.error = null;
    this.sent = null;
  }
}
