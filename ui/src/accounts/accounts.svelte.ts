import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { AccountColour } from '../backend/bindings/AccountColour';
import type { AccountEntry } from '../backend/bindings/AccountEntry';
import type { LabelAccountError } from '../backend/bindings/LabelAccountError';
import type { SwitchAccountError } from '../backend/bindings/SwitchAccountError';

/** The accounts of this computer, and the way from one to another. */
export class Accounts {
  list = $state.raw<AccountEntry[]>([]);
  /** The one that is being opened. */
  opening = $state.raw<AccountEntry | null>(null);
  /** The one that was not opened, and why. */
  refused = $state.raw<{ entry: AccountEntry; error: SwitchAccountError } | null>(null);
  /** The one whose name and colour are being changed. */
  labelling = $state.raw<AccountEntry | null>(null);

  #backend: Backend;
  #onsignin: (entry: AccountEntry) => void;
  #onlocked: () => void;
  #asked = 0;

  /** An account is opened by signing in only, or by its passphrase only. */
  constructor(backend: Backend, onsignin: (entry: AccountEntry) => void, onlocked: () => void) {
    this.#backend = backend;
    this.#onsignin = onsignin;
    this.#onlocked = onlocked;
  }

  get open(): AccountEntry | null {
    return this.list.find(({ standing }) => standing === 'open') ?? null;
  }

  /** Asks which there are; an answer that was overtaken is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const list = await this.#backend.accounts();
    if (asked === this.#asked) this.list = list;
  }

  /** Another account is open, this one, or no one's. Where it can't be told which one that is, none has a
   *  name and a colour until Rust has said it. */
  follow(email: string | undefined, apiUrl: string): void {
    this.#asked += 1;
    this.labelling = null;
    const alike = this.list.filter((entry) => entry.email === email && entry.apiUrl === apiUrl);
    const open = alike.length === 1 ? alike[0] : undefined;
    this.list = this.list.map((entry) => {
      if (entry === open) return { ...entry, standing: 'open' };
      return entry.standing === 'open' ? { ...entry, standing: 'ready' } : entry;
    });
  }

  /** The account with this number, from 1 on; none if there is none, or it is open already. */
  numbered(number: number): AccountEntry | null {
    const entry = this.list[number - 1];
    return entry && entry.standing !== 'open' ? entry : null;
  }

  /** Opens another account; one at a time. That it is open is heard as every change of session. */
  async switchTo(entry: AccountEntry): Promise<void> {
    if (this.opening || entry.standing === 'open') return;
    this.opening = entry;
    this.refused = null;
    try {
      await this.#backend.switchAccount(entry.id);
    } catch (reason) {
      const error = rejection<'switchAccount'>(reason);
      if (error.code === 'signedOut') this.#onsignin(entry);
      else if (error.code === 'locked') this.#onlocked();
      else this.refused = { entry, error };
    } finally {
      this.opening = null;
    }
  }

  /** Gives an account a name and a colour; null if that was kept. */
  async label(entry: AccountEntry, name: string, colour: AccountColour): Promise<LabelAccountError | null> {
    try {
      await this.#backend.labelAccount({ id: entry.id, name, colour });
    } catch (reason) {
      return rejection<'labelAccount'>(reason);
    }
    await this.load();
    return null;
  }
}
