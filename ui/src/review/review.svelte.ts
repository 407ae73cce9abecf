import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { KeyQuery } from '../backend/bindings/KeyQuery';
import type { OwnersError } from '../backend/bindings/OwnersError';
import type { Proposals } from '../backend/bindings/Proposals';
import type { ReviewDecision } from '../backend/bindings/ReviewDecision';
import type { ReviewError } from '../backend/bindings/ReviewError';
import type { ReviewView } from '../backend/bindings/ReviewView';
import type { SignedOff } from '../backend/bindings/SignedOff';

/** One review: begun over a view, decided key by key, signed off. Also without the server. */
export class Review {
  view = $state.raw<ReviewView | null>(null);
  /** What was signed off in this window, until it is closed. */
  signed = $state.raw<SignedOff | null>(null);
  /** What the last sign-off wants done, and is not. */
  proposals = $state.raw<Proposals | null>(null);
  error = $state.raw<ReviewError | null>(null);
  ownerError = $state.raw<OwnersError | null>(null);
  working = $state(false);

  #backend: Backend;
  #asked = 0;
  /** What was asked for first is done first: a decision may come while a note is being written. */
  #queue: Promise<void> = Promise.resolve();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  get decided(): number {
    return this.view?.items.filter(({ decision }) => decision !== null).length ?? 0;
  }

  /** Everything is decided. */
  get ready(): boolean {
    return this.view !== null && !this.working && this.decided === this.view.items.length;
  }

  /** What is under way, and what an earlier one proposed. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const [view, proposals] = await Promise.all([this.#backend.review(), this.#backend.proposals()]);
    if (asked === this.#asked) Object.assign(this, { view, proposals });
  }

  /** Begins one over the keys of a view; `about` says which these are. */
  async begin(query: KeyQuery, about: string): Promise<void> {
    this.signed = null;
    await this.#try(async () => {
      this.view = await this.#backend.beginReview(query, about);
    });
  }

  /** Shown at once; what cannot be written is shown as it was. */
  async decide(keyIds: string[], decision: ReviewDecision | null): Promise<void> {
    this.#show(keyIds, { decision });
    await this.#try(() => this.#backend.decideReview({ keyIds, decision, note: null }));
    if (this.error) await this.load();
  }

  /** The same for everything that is undecided. */
  async decideRest(decision: ReviewDecision): Promise<void> {
    const rest = this.view?.items.filter(({ decision }) => decision === null) ?? [];
    await this.decide(
      rest.map(({ key }) => key.id),
      decision,
    );
  }

  async note(keyId: string, note: string): Promise<void> {
    const item = this.view?.items.find(({ key }) => key.id === keyId);
    if (!item || item.note === note) return;
    await this.#try(() => this.#backend.decideReview({ keyIds: [keyId], decision: item.decision, note }));
    if (!this.error) this.#show([keyId], { note });
  }

  async own(keyId: string, owner: string): Promise<void> {
    this.ownerError = null;
    try {
      await this.#backend.setOwner({ keyIds: [keyId], owner });
    } catch (error) {
      this.ownerError = rejection<'setOwner'>(error);
    }
  }

  async signOff(): Promise<void> {
    if (!this.ready) return;
    await this.#try(async () => {
      // A decision before it may have failed.
      if (this.view === null || this.decided < this.view.items.length) return;
      this.signed = await this.#backend.signOffReview();
      this.view = null;
    });
    await this.load();
  }

  async giveUp(): Promise<void> {
    await this.#backend.dropReview();
    this.view = null;
  }

  forget(): void {
    this.#asked += 1;
    Object.assign(this, { view: null, signed: null, proposals: null, error: null, ownerError: null, working: false });
  }

  #show(keyIds: string[], changed: { decision?: ReviewDecision | null; note?: string }): void {
    const { view } = this;
    if (!view) return;
    this.view = { ...view, items: view.items.map((item) => (keyIds.includes(item.key.id) ? { ...item, ...changed } : item)) };
  }

  #try(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      this.working = true;
      this.error = null;
      try {
        await work();
      } catch (error) {
        this.error = rejection<'beginReview'>(error);
      } finally {
        this.working = false;
      }
    });
    return this.#queue;
  }
}
