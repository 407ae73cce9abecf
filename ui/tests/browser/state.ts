import { expect, test } from 'vitest';
import type { KeyRow } from '../../src/backend/bindings/KeyRow';
import { fakeBackend, type FakeBackend } from '../support/fake-backend';
import { App, WINDOW, type Size } from './app';
import { accessible, whole } from './look';

/** The window as it opens; a small one; the first at 200 % zoom, or nearly the smallest one. */
const SIZES: Size[] = [WINDOW, { width: 900, height: 600 }, { width: 640, height: 400 }];
/** The windows in which something is typed have one size; the second is its zoom. */
const SMALL_SIZES: Size[] = [
  { width: 440, height: 580 },
  { width: 320, height: 290 },
];

export interface State {
  page?: 'main' | 'sign-in' | 'passphrase';
  /** Time moves only when the case says so. */
  stillClock?: boolean;
  /** The keys that there are; a team's, unless said otherwise. */
  keys?: KeyRow[];
  /** What else Rust has to answer. */
  given?: (fake: FakeBackend) => unknown;
  /** How a person gets there. */
  when?: (app: App) => Promise<unknown>;
  /** What the page may say on its console. */
  complains?: string[];
  /** What must be there to see, before anything else is looked at. */
  shows: (app: App) => Promise<unknown>;
}

/** Opens the app and gets it into a state; whatever the page complains about fails the case. */
export async function inApp(
  { page = 'main', stillClock = false, keys, given, when, complains = [] }: Omit<State, 'shows'>,
  then: (app: App) => Promise<unknown>,
): Promise<void> {
  const fake = fakeBackend(keys);
  given?.(fake);
  const file = ({ main: 'index.html', 'sign-in': 'sign-in.html', passphrase: 'passphrase.html' } as const)[page];
  const sizes = page === 'main' ? SIZES : SMALL_SIZES;
  const app = await App.open(fake, file, sizes[0] ?? WINDOW, stillClock ? 'stands' : 'flows');
  await when?.(app);
  await then(app);
  expect(app.complaints).toEqual(complains);
}

/** A surface in a state: said, seen, whole at every size and accessible in both themes and in forced colours. */
export function state(name: string, is: State): void {
  const [first = WINDOW, ...others] = (is.page ?? 'main') === 'main' ? SIZES : SMALL_SIZES;
  test(name, () =>
    inApp(is, async (app) => {
      await is.shows(app);
      for (const theme of ['light', 'dark'] as const) {
        await app.page.emulateMedia({ colorScheme: theme });
        await app.resize(first);
        await accessible(app.page, theme, theme === 'light' ? 'all' : 'colours');
        await picture(app, `${name}.${theme}`);
        for (const size of others) {
          await app.resize(size);
          await picture(app, `${name}.${theme}.${size.width}`);
        }
      }
      await app.resize(first);
      // The system's own colours, where a person has chosen few with much contrast.
      await app.page.emulateMedia({ colorScheme: 'light', forcedColors: 'active', contrast: 'more' });
      await accessible(app.page, 'forced colours', 'colours');
      await picture(app, `${name}.forced`);
      await app.page.emulateMedia({ forcedColors: 'none', contrast: 'no-preference' });
      for (const size of [first, ...others]) {
        await app.resize(size);
        await whole(app.page, `${size.width} × ${size.height}`);
      }
      // None of this changed what is there.
      await app.resize(first);
      await is.shows(app);
    }),
  );
}

async function picture(app: App, name: string): Promise<void> {
  const path = `test-results/${name.replace(/[^a-z0-9.]+/gi, '-')}.png`;
  // Anything but the initial caret would need a style that the page's policy refuses.
  await app.page.screenshot({ path, caret: 'initial' });
}
