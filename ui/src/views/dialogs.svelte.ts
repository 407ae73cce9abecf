import type { AbandonedKey } from '../backend/bindings/AbandonedKey';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { MintingPage } from '../creation/form.svelte';
import type { Replaced } from '../rotation/begin.svelte';

/** What lies over the page. One at a time; a value that is held comes before everything else. */
export class Dialogs {
  minting = $state.raw<MintingPage | null>(null);
  /** What is to be replaced. */
  replacing = $state.raw<Replaced | null>(null);
  revealed = $state.raw<CreateKeyResponse | null>(null);
  abandoned = $state.raw<AbandonedKey[]>([]);
  revoking = $state<string | null>(null);
  settings = $state(false);
  changes = $state(false);
  /** Several keys are to be revoked, or were. */
  bulk = $state(false);
  /** The keys that are being replaced. */
  rotations = $state(false);
  triage = $state(false);
  review = $state(false);
  savingView = $state(false);
  importingOwners = $state(false);
  /** Keys that get another owner. */
  settingOwner = $state.raw<string[]>([]);
  signingOut = $state(false);
  /** Finds what can be gone to, and done. */
  palette = $state(false);
  shortcuts = $state(false);
  help = $state(false);

  get any(): boolean {
    return (
      this.minting !== null ||
      this.replacing !== null ||
      this.revealed !== null ||
      this.abandoned.length > 0 ||
      this.revoking !== null ||
      this.settings ||
      this.changes ||
      this.bulk ||
      this.rotations ||
      this.triage ||
      this.review ||
      this.savingView ||
      this.importingOwners ||
      this.settingOwner.length > 0 ||
      this.signingOut ||
      this.palette ||
      this.shortcuts ||
      this.help
    );
  }

  revoke(keyId: string): void {
    this.minting = null;
    this.close();
    this.revoking = keyId;
  }

  /** What is done with keys that there are makes way for the next thing. */
  close(): void {
    this.rotations = false;
    this.triage = false;
    this.review = false;
    this.changes = false;
  }

  /** The person signed out, or went to another account: only what is still held may stay. */
  forget(): void {
    this.minting = null;
    this.replacing = null;
    this.close();
    this.revoking = null;
    this.settings = false;
    this.bulk = false;
    this.savingView = false;
    this.importingOwners = false;
    this.settingOwner = [];
    this.signingOut = false;
    this.palette = false;
  }
}
