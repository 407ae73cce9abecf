// Stands where Tauri stands in a window: what the page asks for is answered by the fake.

import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import type { Page } from 'playwright-core';
import type { Backend } from '../../src/backend/backend';
import type { FakeBackend } from '../support/fake-backend';

type Answer = { value: unknown } | { error: unknown };
type Hear = (payload: unknown) => void;

declare global {
  interface Window {
    askFake(command: string, payload: unknown): Promise<Answer>;
    hearFromFake(event: string, payload: unknown): void;
    /** Every picture of a value that the page was given. */
    pictures: ArrayBuffer[];
  }
}

/** Runs in the page, before its own scripts. */
function standIn(): void {
  // As `freezePrototype` in the app's configuration.
  Object.freeze(Object.prototype);
  const callbacks: Hear[] = [];
  const listeners: { event: string; handler: number }[] = [];
  window.pictures = [];
  window.hearFromFake = (event, payload) => {
    for (const one of listeners) if (one.event === event) callbacks[one.handler]?.({ event, payload });
  };
  const internals = {
    transformCallback: (hear: Hear) => callbacks.push(hear) - 1,
    unregisterCallback: () => undefined,
    async invoke(command: string, payload: never): Promise<unknown> {
      if (command === 'plugin:event|listen') return listeners.push(payload);
      if (command === 'plugin:event|unlisten') return undefined;
      const answer = await window.askFake(command, payload);
      if ('error' in answer) throw answer.error;
      if (!(answer.value instanceof Uint8Array)) return answer.value;
      const picture = answer.value.slice().buffer;
      window.pictures.push(picture);
      return picture;
    },
  };
  Object.assign(window, {
    __TAURI_INTERNALS__: internals,
    __TAURI_EVENT_PLUGIN_INTERNALS__: { unregisterListener: () => undefined },
  });
}

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
/** Bytes of the encapsulated key, which stand before the ciphertext. */
const ENCAPSULATED = 65;
/** Commands that take a sealed form, and the window that each is typed in. */
const FORMS: Record<string, string> = { sign_in: 'sign-in', use_passphrase: 'passphrase' };

/** A page and the fake that it speaks to, which is another one in each case. */
export class Bridge {
  #fake: FakeBackend | null = null;
  /** Opens the next form, once. */
  #formKey: Awaited<ReturnType<typeof suite.GenerateKeyPair>> | null = null;

  private constructor(readonly page: Page) {}

  static async build(page: Page): Promise<Bridge> {
    const bridge = new Bridge(page);
    await page.exposeFunction('askFake', (command: string, payload: object) => bridge.#ask(command, payload));
    await page.addInitScript(standIn);
    return bridge;
  }

  async leadTo(fake: FakeBackend): Promise<void> {
    this.#fake = fake;
    const tell = (event: string) => (payload: unknown) => {
      void this.page.evaluate(([name, said]) => window.hearFromFake(String(name), said), [event, payload]);
    };
    await fake.onSessionChanged(tell('session-changed'));
    await fake.onStorageChanged(tell('keeping-changed'));
    await fake.onLeaseEnded(tell('clipboard-lease'));
    await fake.onReadingProgress(tell('reading-progress'));
    await fake.onBulkProgress(tell('bulk-progress'));
    await fake.onInventoryRead(tell('inventory-read'));
    await fake.onKeyAbandoned(tell('key-abandoned'));
    await fake.onLockChanged(tell('lock-changed'));
    await fake.onLockWanted(tell('lock-wanted'));
    await fake.onFilesOver(tell('tauri://drag-enter'));
    await fake.onFilesLeft(tell('tauri://drag-leave'));
    await fake.onFilesDropped(tell('tauri://drag-drop'));
    await fake.onCloseRequested(tell('close-requested'));
  }

  /** `createSdkKey` is called `create_sdk_key`; its arguments are named in the order of its parameters. */
  async #ask(command: string, payload: object): Promise<Answer> {
    if (command === 'form_key') {
      this.#formKey = await suite.GenerateKeyPair(true);
      return { value: { publicKey: [...(await suite.SerializePublicKey(this.#formKey.publicKey))] } };
    }
    const form = FORMS[command];
    if (form && payload instanceof Uint8Array) payload = await this.#opened(form, payload);
    const method = command.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()) as keyof Backend;
    const parameters = payload instanceof Uint8Array ? [payload] : Object.values(payload ?? {});
    try {
      const ask = this.#fake?.[method] as (...parameters: unknown[]) => Promise<unknown>;
      const value = await ask(...parameters);
      return { value: value instanceof ArrayBuffer ? new Uint8Array(value) : value };
    } catch (error) {
      return { error };
    }
  }

  /** As Rust does it: what was sealed for another window or another key does not open. */
  async #opened(form: string, sealed: Uint8Array): Promise<Uint8Array> {
    const key = this.#formKey;
    this.#formKey = null;
    if (!key) throw new Error('a form without a key of its own');
    const bytes = Uint8Array.from(sealed);
    return suite.Open(key, bytes.slice(0, ENCAPSULATED), bytes.slice(ENCAPSULATED), {
      info: new TextEncoder().encode(form),
    });
  }
}
