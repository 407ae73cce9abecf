import type { Appearance } from '../backend/bindings/Appearance';
import type { Theme } from '../backend/bindings/Theme';

const system = () => window.matchMedia('(prefers-color-scheme: dark)');

/** Which theme an appearance means right now. */
export function themeOf(appearance: Appearance): Theme {
  if (appearance !== 'system') return appearance;
  return system().matches ? 'dark' : 'light';
}

/** Puts an appearance on the page, and follows the system from then on where that is wanted. */
export function apply(appearance: Appearance): void {
  const set = () => (document.documentElement.dataset.appearance = themeOf(appearance));
  set();
  system().onchange = appearance === 'system' ? set : null;
}
