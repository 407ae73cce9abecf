import type { Backend } from '../backend/backend';
import type { CreateKeyError } from '../backend/bindings/CreateKeyError';
import type { CreateKeyResponse } from '../backend/bindings/CreateKeyResponse';
import type { NameAdvice } from '../backend/bindings/NameAdvice';
import { LOCKED } from './words';

/** The page decides the type: there is no field for it. */
export type MintingPage =
  | { kind: 'sdk'; projectId: string; projectName: string }
  | { kind: 'project'; projectId: string; projectName: string }
  | { kind: 'organization' };

/** One form of one flow, from the first letter to the key. */
export class CreationForm {
  name = $state('');
  permissions = $state<string[]>([]);
  advice = $state.raw<NameAdvice[]>([]);
  error = $state.raw<CreateKeyError | null>(null);
  running = $state(false);

  readonly page: MintingPage;
  #backend: Backend;
  #adviceAsked = 0;

  constructor(backend: Backend, page: MintingPage) {
    this.#backend = backend;
    this.page = page;
    if (page.kind === 'sdk') this.permissions = LOCKED;
  }

  /** A key may exist whose value nobody saw. */
  get unsettled(): boolean {
    return this.error?.code === 'request' && this.error.fate.kind === 'unknown';
  }

  /** Advice on the name as it stands; an answer that was overtaken is dropped. */
  async nameChanged(): Promise<void> {
    const asked = ++this.#adviceAsked;
    const advice = await this.#backend.nameAdvice(this.name);
    if (asked === this.#adviceAsked) this.advice = advice;
  }

  toggle(permission: string): void {
    this.permissions = this.permissions.includes(permission)
      ? this.permissions.filter((one) => one !== permission)
      : [...this.permissions, permission];
  }

  /** Creates the key, once however often it is called. Null: not now, see `error`. */
  create(): Promise<CreateKeyResponse | null> {
    const { name, page } = this;
    const permissions = [...this.permissions];
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

  async #run(ask: () => Promise<CreateKeyResponse>): Promise<CreateKeyResponse | null> {
    if (this.running) return null;
    this.running = true;
    this.error = null;
    try {
      return await ask();
    } catch (error) {
      this.error = error as CreateKeyError;
      return null;
    } finally {
      this.running = false;
    }
  }
}
