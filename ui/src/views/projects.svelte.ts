import type { Backend } from '../backend/backend';
import { rejection } from '../backend/backend';
import type { ProjectPage } from '../backend/bindings/ProjectPage';
import type { ProjectSummary } from '../backend/bindings/ProjectSummary';

/** Height of a project in the sidebar, in CSS pixels: its name and its two pages. */
export const PROJECT = 92;
/** Projects asked for beyond what is visible, on each side. */
const MARGIN = 6;

/** The projects of the sidebar: only what is visible is asked for. */
export class Projects {
  search = $state('');
  total = $state(0);
  /** Index of the first of `rows`. */
  first = $state(0);
  rows = $state.raw<ProjectSummary[]>([]);

  #backend: Backend;
  #asked = 0;
  #top = 0;
  #count = 10;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  find(search: string): void {
    this.search = search;
    this.#top = 0;
    void this.load();
  }

  /** The part that can be seen, in CSS pixels below the first project. */
  scrolled(top: number, height: number): void {
    this.#top = Math.max(0, Math.floor(top / PROJECT));
    this.#count = Math.ceil(height / PROJECT) + 1;
    const last = Math.min(this.#top + this.#count, this.total);
    const covered = this.#top >= this.first && last <= this.first + this.rows.length;
    if (!covered) void this.load();
  }

  /** Asks for the visible projects; an answer that was overtaken is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const offset = Math.max(0, this.#top - MARGIN);
    let page: ProjectPage | null = null;
    try {
      page = await this.#backend.queryProjects({ search: this.search, offset, limit: this.#count + 2 * MARGIN });
    } catch (error) {
      rejection<'queryProjects'>(error);
    }
    if (asked !== this.#asked) return;
    this.total = page?.total ?? 0;
    this.rows = page?.rows ?? [];
    this.first = page ? offset : 0;
  }

  forget(): void {
    this.#asked += 1;
    this.#top = 0;
    [this.search, this.total, this.first, this.rows] = ['', 0, 0, []];
  }
}
