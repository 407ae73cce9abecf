import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { CreateKeyError } from '../backend/bindings/CreateKeyError';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { NameAdvice } from '../backend/bindings/NameAdvice';
import { PERMISSIONS } from '../shared/key';
import { ANALYSIS_ONLY } from './messages';

/** The page decides the type: there is no field for it. */
export type MintingPage =
  | { kind: 'sdk'; projectId: string; projectName: string }
  | { kind: 'project'; projectId: string; projectName: string }
  | { kind: 'organization' };

/** One form of one flow, from the first letter to the key. */
export class CreationForm {
  name = $state('');
  permissions = $state.raw<string[]>([]);
  advice = $state.raw<NameAdvice[]>([]);
  error = $state.raw<CreateKeyError | null>(null);
  running = $state(false);

  readonly page: MintingPage;
  #backend: Backend;
  #adviceAsked = 0;

  constructor(backend: Backend, page: MintingPage) {
    this.#backend = backend;
    this.page = page;
    if (page.kind === 'sdk') this.analysisOnly();
  }

  /** What is wrong with the form itself. */
  get problems(): Extract<CreateKeyError, { code: 'form' }> | null {
    return this.error?.code === 'form' ? this.error : null;
  }

  /** A key may exist whose value no person saw. */
  get unsettled(): boolean {
    return this.error?.code === 'request' && this.error.fate.kind === 'unknown';
  }

  /** A key exists whose value no person will ever see. */
  get lostKey(): string | null {
    return this.error?.code === 'request' && this.error.fate.kind === 'valueLost' ? this.error.fate.keyId : null;
  }

  /** Advice on the name as it stands; an answer that was overtaken is dropped. */
  async rename(name: string): Promise<void> {
    this.name = name;
    if (this.problems) this.error = { ...this.problems, name: null };
    const asked = ++this.#adviceAsked;
    const advice = await this.#backend.nameAdvice(name);
    if (asked === this.#adviceAsked) this.advice = advice;
  }

  toggle(permission: string): void {
    this.#choose((one) => this.permissions.includes(one) !== (one === permission));
  }

  /** All that a CI job needs. */
  analysisOnly(): void {
    this.#choose((one) => ANALYSIS_ONLY.includes(one));
  }

  /** Creates the key, once however often it is called. Null: not now, see `error`. */
  create(): Promise<CreateKeyResponse | null> {
    const { name, page, permissions } = this;
    if (!this.running) this.error = null;
    return this.#run(() => {
      switch (page.kind) {
        case 'sdk':
          return this.#backend.createSdkKey({ projectId: page.projectId, name });
        case 'project':
          return this.#backend.createProjectKey({ projectId: page.projectId, name, permissions });
        case 'organization':
          return this.#backend.createOrganizationKey({ name, permissions });
      }
    });
  }

  /** Asks again for the answer that was lost. */
  retry(): Promise<CreateKeyResponse | null> {
    return this.#run(() => this.#backend.retryCreation());
  }

  #choose(wanted: (permission: string) => boolean): void {
    this.permissions = PERMISSIONS.map(({ name }) => name).filter(wanted);
    if (this.problems) this.error = { ...this.problems, permissions: null };
  }

  async #run(ask: () => Promise<CreateKeyResponse>): Promise<CreateKeyResponse | null> {
    if (this.running) return null;
    this.running = true;
    try {
      return await ask();
    } catch (error) {
      this.error = rejection<'createSdkKey'>(error);
      return null;
    } finally {
      this.running = false;
    }
  }
}
