import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { ProxyChoice } from '../backend/bindings/ProxyChoice';
import type { Settings } from '../backend/bindings/Settings';
import type { SettingsError } from '../backend/bindings/SettingsError';
import { type Message } from './failure';

/** How the app reaches the server, while a person changes it. Rust decides what can be used. */
export class Network {
  kind = $state<ProxyChoice['kind']>('system');
  address = $state('');
  caFile = $state('');
  error = $state.raw<SettingsError | null>(null);
  /** What was taken over, once something was. */
  saved = $state(false);

  #backend: Backend;
  #settings: Settings;

  /** `settings` follows what is taken over. */
  constructor(backend: Backend, settings: Settings) {
    this.#backend = backend;
    this.#settings = settings;
    this.kind = settings.proxy.kind;
    if (settings.proxy.kind === 'manual') this.address = settings.proxy.address;
    this.caFile = settings.caFile ?? '';
  }

  /** A certificate file, from the system's own dialog. */
  async chooseFile(): Promise<void> {
    const { path } = await this.#backend.choosePath(false);
    if (path === null) return;
    this.caFile = path;
    await this.save();
  }

  async save(): Promise<void> {
    const address = this.address.trim();
    // Chosen, and its address not typed yet.
    if (this.kind === 'manual' && address === '') return;
    const proxy: ProxyChoice = this.kind === 'manual' ? { kind: 'manual', address } : { kind: this.kind };
    const caFile = this.caFile.trim() || null;
    try {
      await this.#backend.saveSettings({ ...this.#settings, proxy, caFile });
      this.error = null;
    } catch (reason) {
      this.error = rejection<'saveSettings'>(reason);
    }
    this.saved = this.error === null;
    if (this.error && this.error.code !== 'notWritten') return;
    this.#settings.proxy = proxy;
    this.#settings.caFile = caFile;
  }
}

export function settingsMessage(error: SettingsError): Message {
  switch (error.code) {
    case 'notWritten':
      return {
        title: 'The settings file can’t be written',
        detail: 'Your choices hold until you quit. Check the rights and the free space of the data folder.',
      };
    case 'locked':
      return {
        title: 'The network can’t be changed while an account is locked',
        detail: 'Its session would go the new way once it is unlocked. Unlock it first. Nothing was changed.',
      };
    case 'caFile':
      return {
        title: 'The certificate file can’t be used',
        detail: 'It can’t be read, or has no certificate in PEM form. Nothing was changed.',
      };
    case 'proxy':
      switch (error.problem) {
        case 'unreadable':
          return {
            title: 'This is no proxy address',
            detail: 'It looks like http://proxy.example:3128. Nothing was changed.',
          };
        case 'scheme':
          return {
            title: 'The proxy address must begin with http:// or https://',
            detail: 'Other kinds of proxy are not supported. Nothing was changed.',
          };
        case 'credentials':
          return {
            title: 'User name and password don’t belong in the proxy address',
            detail: 'Settings are kept in a plain file. Leave them out; nothing was changed or written.',
          };
        case 'extras':
          return {
            title: 'The proxy address has parts that don’t belong there',
            detail: 'Leave out everything after host and port. Nothing was changed.',
          };
      }
  }
}
