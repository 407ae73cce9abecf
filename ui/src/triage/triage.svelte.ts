import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { TriageError } from '../backend/bindings/TriageError';
import type { TriageReport } from '../backend/bindings/TriageReport';
import type { TriageSource } from '../backend/bindings/TriageSource';
import { grouped } from '../shared/number';

/** Looking for values of keys where they should not be. None of them is ever here. */
export class Triage {
  path = $state('');
  looking = $state(false);
  stopping = $state(false);
  report = $state.raw<TriageReport | null>(null);
  error = $state.raw<TriageError | null>(null);
  /** What the report is about, in words. */
  about = $state('');

  #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** The text in the clipboard: Rust reads it, and this page never has it. */
  clipboard(): Promise<void> {
    return this.#look({ kind: 'clipboard' }, 'the clipboard');
  }

  /** The path as it is typed. */
  async typed(): Promise<void> {
    const path = this.path.trim();
    if (path !== '') await this.paths([path]);
  }

  /** Files and folders, as the desktop names them. */
  paths(paths: string[]): Promise<void> {
    return this.#look({ kind: 'paths', paths }, paths.length === 1 ? String(paths[0]) : `${grouped(paths.length)} files and folders`);
  }

  /** A file or a folder from the system's own dialog. */
  async choose(folder: boolean): Promise<void> {
    if (this.looking) return;
    const { path } = await this.#backend.choosePath(folder);
    if (path === null) return;
    this.path = path;
    await this.paths([path]);
  }

  /** What was found until then is told. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.#backend.stopTriage();
  }

  async #look(source: TriageSource, about: string): Promise<void> {
    if (this.looking) return;
    Object.assign(this, { looking: true, stopping: false, report: null, error: null, about });
    try {
      this.report = await this.#backend.triage(source);
    } catch (error) {
      this.error = rejection<'triage'>(error);
    } finally {
      this.looking = false;
    }
  }
}
