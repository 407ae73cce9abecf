import { tick } from 'svelte';
import { Accounts } from '../accounts/accounts.svelte';
import { rejection, type Backend } from '../backend/backend';
import type { AccountEntry } from '../backend/bindings/AccountEntry';
import type { KeyQuery } from '../backend/bindings/KeyQuery';
import type { CloseRequested } from '../backend/bindings/CloseRequested';
import type { Scope } from '../backend/bindings/Scope';
import type { SessionState } from '../backend/bindings/SessionState';
import type { Settings } from '../backend/bindings/Settings';
import type { ColumnWidth } from '../backend/bindings/ColumnWidth';
import type { TableColumn } from '../backend/bindings/TableColumn';
import type { SignInPurpose } from '../backend/bindings/SignInPurpose';
import type { SignOutScope } from '../backend/bindings/SignOutScope';
import { Changes } from '../changes/changes.svelte';
import type { MintingPage } from '../creation/form.svelte';
import { Exports } from '../exports/exports.svelte';
import { Detail } from '../inventory/detail.svelte';
import { TableMemory } from '../inventory/memory.svelte';
import { rowButton } from '../inventory/steps';
import { Table } from '../inventory/table.svelte';
import { Lock } from '../lock/lock.svelte';
import { Bulk } from '../revocation/bulk.svelte';
import { Review } from '../review/review.svelte';
import { Rotations } from '../rotation/rotations.svelte';
import { Lease } from '../reveal/lease.svelte';
import { exits } from '../shared/guard.svelte';
import { present } from '../shared/time';
import { FileDrop } from '../triage/drop.svelte';
import { Triage } from '../triage/triage.svelte';
import { OfflineStorage } from '../storage/storage.svelte';
import { Dialogs } from './dialogs.svelte';
import { Inventory } from './inventory.svelte';
import { mintingPage } from './minting';
import { Projects } from './projects.svelte';

/** The main window: what is shown in it, and what follows from what happens. */
export class AppController {
  readonly backend: Backend;
  readonly settings: Settings;
  readonly table: Table;
  readonly memory: TableMemory;
  readonly detail: Detail;
  readonly inventory: Inventory;
  readonly projects: Projects;
  readonly changes: Changes;
  readonly exports: Exports;
  readonly bulk: Bulk;
  readonly rotations: Rotations;
  readonly review: Review;
  /** The person does not want to be reminded of a review before the next start. */
  reviewLater = $state(false);
  /** What was found in the last look; until another account is open. */
  triage: Triage;
  readonly fileDrop: FileDrop;
  readonly lease: Lease;
  readonly lock: Lock;
  readonly accounts: Accounts;
  readonly storage: OfflineStorage;
  readonly dialogs = new Dialogs();

  session = $state.raw<SessionState | null>(null);
  now = $state.raw(present());
  /** Keys that were handed over from here more than a day ago, and are not used. */
  undeployed = $state.raw<string[]>([]);
  /** The sign-in window could not be opened. */
  noWindow = $state(false);

  /** What is made on the page that is shown; null where it doesn't decide a type. */
  page: MintingPage | null = $derived.by(() => mintingPage(this.table.scope, this.table.project));
  /** Something lies over the page, and comes first. */
  covered: boolean = $derived.by(
    () => this.dialogs.any || this.accounts.labelling !== null || this.storage.orphaned.length > 0,
  );

  constructor(backend: Backend, settings: Settings) {
    const monotonic = () => performance.now();
    this.backend = backend;
    this.settings = $state(settings);
    this.table = new Table(backend);
    this.memory = new TableMemory(backend, this.table);
    this.detail = new Detail(backend);
    this.inventory = new Inventory(backend, () => this.#read(), monotonic);
    this.projects = new Projects(backend);
    this.changes = new Changes(backend);
    this.exports = new Exports(backend);
    this.bulk = new Bulk(backend, monotonic);
    this.rotations = new Rotations(backend);
    this.review = new Review(backend);
    this.triage = $state.raw(new Triage(backend));
    this.fileDrop = new FileDrop(
      backend,
      () => !!this.session?.account && !this.triage.looking && (this.dialogs.triage || !this.covered),
      (paths) => {
        this.dialogs.triage = true;
        void this.triage.paths(paths);
      },
    );
    this.lease = new Lease(backend, monotonic);
    this.lock = new Lock(backend, monotonic);
    this.accounts = new Accounts(
      backend,
      ({ email, apiUrl }) => void this.signIn({ kind: 'account', email, apiUrl }),
      () => void this.lock.open('unlock'),
    );
    this.storage = new OfflineStorage(backend, () => {
      void this.inventory.recount();
      void this.accounts.load();
      void this.lock.look();
    });
  }

  /** Follows Rust and the clock from now on; the answer stops it. */
  start(): () => void {
    let heard = false;
    const changes = this.backend.onSessionChanged((state) => {
      heard = true;
      this.#entered(state);
    });
    const stops = [
      this.lease.start(),
      this.bulk.start(),
      ...this.inventory.start(),
      ...this.fileDrop.start(),
      this.storage.start(),
      this.lock.start(),
      changes,
      this.backend.onCloseRequested((reason) => void this.#closeRequested(reason)),
      this.backend.onKeyAbandoned((key) => (this.dialogs.abandoned = [...this.dialogs.abandoned, key])),
    ];
    void this.backend.takeAbandonedKeys().then((keys) => (this.dialogs.abandoned = keys));
    // What is said meanwhile is newer than the answer.
    void changes.then(() => this.backend.sessionState()).then((state) => heard || this.#entered(state));
    const ticking = setInterval(() => {
      this.now = present();
      this.freshen();
    }, 5_000);
    return () => {
      clearInterval(ticking);
      for (const stop of stops) void stop.then((off) => off());
    };
  }

  /** Only for eyes: a hidden window reads when it is looked at again. */
  freshen(): void {
    if (document.visibilityState === 'visible' && this.session?.account) void this.inventory.freshen();
  }

  /** Goes to another page of the table. */
  choose(scope: Scope): void {
    this.detail.close();
    this.table.show(scope);
  }

  /** Closes what is beside the table, and gives the focus back to the row that it was opened from. */
  async closeDetail(): Promise<void> {
    const id = this.detail.keyId ?? '';
    const inside = document.getElementById('detail')?.contains(document.activeElement);
    this.detail.close();
    await tick();
    if (inside) rowButton(id)?.focus();
  }

  /** Other columns of the table, or other widths. What cannot be written holds until the app quits. */
  async changeColumns(changed: { hiddenColumns?: TableColumn[]; columnWidths?: ColumnWidth[] }): Promise<void> {
    Object.assign(this.settings, changed);
    await this.backend.saveSettings($state.snapshot(this.settings)).catch(() => undefined);
  }

  /** Asks which of these keys may be revoked together. */
  async revokeTogether(keyIds: string[]): Promise<void> {
    this.dialogs.review = false;
    this.dialogs.bulk = true;
    await this.bulk.look(keyIds);
  }

  /** Begins a review of the selected keys, or of those that the table shows. */
  async startReview(about: string): Promise<void> {
    const { query, selection } = this.table;
    const selected: KeyQuery = { ...query, scope: { kind: 'all' }, search: '', conditions: [{ kind: 'keys', anyOf: selection.ids }] };
    this.dialogs.review = true;
    await this.review.begin(selection.size > 0 ? selected : query, about);
  }

  /** A key opens nothing any more. */
  revoked(): void {
    void this.inventory.recount();
    void this.rotations.load();
    void this.review.load();
  }

  /** Something was noted about several keys. */
  noted(): void {
    void this.table.load();
    void this.detail.again();
  }

  /** The person has read what there is to know before the first key. */
  async welcome(): Promise<void> {
    this.settings.welcomed = true;
    await this.backend.saveSettings($state.snapshot(this.settings)).catch(() => undefined);
  }

  /** Shows what changed in the inventory. */
  async showChanges(): Promise<void> {
    this.dialogs.changes = true;
    await this.changes.open();
  }

  async signIn(purpose: SignInPurpose): Promise<void> {
    this.noWindow = false;
    try {
      await this.backend.openSignIn(purpose);
    } catch (error) {
      rejection<'openSignIn'>(error);
      this.noWindow = true;
    }
  }

  /** What is kept is asked about, also before it is known whether anything is: nothing goes unasked. */
  async leave(): Promise<void> {
    if (!exits.ask('leave')) return;
    if (this.storage.state.code === 'sessionOnly') await this.signOut('forgetAll');
    // What is locked stays: it is forgotten in the passphrase window.
    else if (this.storage.state.code === 'locked') await this.signOut('keepStore');
    else this.dialogs.signingOut = true;
  }

  async signOut(scope: SignOutScope): Promise<void> {
    this.dialogs.signingOut = false;
    await this.backend.signOut(scope).catch(() => undefined);
  }

  /** Another account: asked about while a value is held, as every way out. Rust decides for itself. */
  switchTo(entry: AccountEntry): void {
    if (exits.ask('leave') && !this.covered) void this.accounts.switchTo(entry);
  }

  async lockNow(): Promise<void> {
    if (exits.ask('leave')) await this.lock.lock();
  }

  #entered(state: SessionState): void {
    if (this.session && this.session.whose !== state.whose) {
      this.#forget();
      this.accounts.follow(state.account?.email, state.apiUrl);
    }
    this.session = state;
    this.noWindow = false;
    void this.accounts.load();
    if (state.account) {
      // What was kept is there at once, before the server answers.
      void this.memory.restore(state.whose);
      void this.inventory.begin();
      void this.inventory.recount();
    }
  }

  /** What is known of one account is not shown in another. */
  #forget(): void {
    this.memory.forget();
    this.inventory.forget();
    this.projects.forget();
    this.changes.forget();
    this.exports.forget();
    this.bulk.forget();
    this.rotations.forget();
    this.review.forget();
    this.reviewLater = false;
    this.undeployed = [];
    this.triage = new Triage(this.backend);
    this.detail.close();
    this.dialogs.forget();
    this.storage.forget();
    this.table.show({ kind: 'all' });
    // What had the focus is gone with its account.
    void tick().then(() => {
      if (document.activeElement === document.body) document.querySelector('h1')?.focus();
    });
  }

  #read(): void {
    this.now = present();
    void this.table.load();
    void this.table.selection.again(this.table.query);
    void this.projects.load();
    void this.changes.look();
    void this.rotations.load();
    void this.review.load();
    void this.backend.undeployedKeys().then(({ keyIds }) => (this.undeployed = keyIds));
    if (!this.dialogs.bulk) void this.bulk.find();
    void this.detail.again();
    void this.storage.look();
  }

  async #closeRequested(reason: CloseRequested): Promise<void> {
    // No one holds it any more: Rust decides again.
    if (exits.ask(reason)) await this.backend.quitApp().catch(() => undefined);
  }
}
