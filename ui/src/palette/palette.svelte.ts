import { rejection, type Backend } from '../backend/backend';
import type { KeyRow } from '../backend/bindings/KeyRow';
import type { ProjectSummary } from '../backend/bindings/ProjectSummary';
import type { Scope } from '../backend/bindings/Scope';

/** Something that can be gone to, or done. */
export interface Entry {
  id: string;
  word: string;
  /** What it belongs to, or what tells it from others. */
  detail?: string;
  /** The keys that do the same, as they are written. */
  keys?: string;
  run: () => unknown;
}

/** Entries of one kind, under its name. */
export interface Group {
  name: string;
  entries: Entry[];
}

/** Projects and keys that are shown at most. */
const MOST = 8;

/** Finds actions, pages and keys by their names. Everything it does can be done elsewhere, too. */
export class Palette {
  search = $state('');
  /** The position of the entry that Enter takes, among all that are shown. */
  at = $state(0);
  #found = $state.raw<Group[]>([]);
  #asked = 0;

  #backend: Backend;
  #actions: () => Entry[];
  #goto: (scope: Scope) => void;
  #show: (keyId: string) => void;

  constructor(backend: Backend, actions: () => Entry[], goto: (scope: Scope) => void, show: (keyId: string) => void) {
    this.#backend = backend;
    this.#actions = actions;
    this.#goto = goto;
    this.#show = show;
  }

  get groups(): Group[] {
    const actions = this.#actions().filter(({ word }) => hasAll(word, this.search));
    return [{ name: 'Actions and pages', entries: actions }, ...this.#found].filter(({ entries }) => entries.length > 0);
  }

  get entries(): Entry[] {
    return this.groups.flatMap(({ entries }) => entries);
  }

  get chosen(): Entry | undefined {
    return this.entries[this.at];
  }

  /** Goes to the next entry, or the one before, and round. */
  step(by: 1 | -1): void {
    const count = this.entries.length;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  /** Looks for what was typed; an answer that was overtaken is dropped. */
  async find(search: string): Promise<void> {
    this.search = search;
    this.at = 0;
    const asked = ++this.#asked;
    if (search.trim() === '') {
      this.#found = [];
      return;
    }
    const query = { scope: { kind: 'all' as const }, search, conditions: [], column: 'lastUsed' as const, descending: true };
    try {
      const [projects, keys] = await Promise.all([
        this.#backend.queryProjects({ search, offset: 0, limit: MOST / 2 }),
        this.#backend.queryKeys({ ...query, offset: 0, limit: MOST }),
      ]);
      if (asked !== this.#asked) return;
      this.#found = [
        { name: 'Projects', entries: projects.rows.flatMap((project) => this.#pages(project)) },
        { name: keys.total > MOST ? `Keys: the ${MOST} used last` : 'Keys', entries: keys.rows.map((key) => this.#key(key)) },
      ];
    } catch (error) {
      // Nothing was read yet: there are actions only.
      rejection<'queryKeys'>(error);
      if (asked === this.#asked) this.#found = [];
    }
  }

  #pages({ id, name }: ProjectSummary): Entry[] {
    return [
      { id: `sdk-${id}`, word: name, detail: 'SDK Keys', run: () => this.#goto({ kind: 'projectSdk', projectId: id }) },
      { id: `api-${id}`, word: name, detail: 'API Keys', run: () => this.#goto({ kind: 'projectApi', projectId: id }) },
    ];
  }

  #key({ id, name, prefix, project }: KeyRow): Entry {
    return { id: `key-${id}`, word: name, detail: `${prefix}…, ${project?.name ?? 'organization'}`, run: () => this.#show(id) };
  }
}

/** Whether each word that was typed is in a name. */
function hasAll(name: string, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => name.toLowerCase().includes(word));
}
