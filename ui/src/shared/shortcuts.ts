// Every keyboard shortcut of the app, and what a key press means.

import type { Backend } from '../backend/backend';
import type { ZoomStep } from '../backend/bindings/ZoomStep';

export interface Press {
  key: string;
  /** The key's place, as it is called on an English keyboard. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  defaultPrevented: boolean;
}

export type Shortcut = 'close' | 'search' | 'new' | 'refresh' | 'lock' | 'palette' | 'shortcuts' | 'help';

const KEYS: Record<string, Shortcut> = { Escape: 'close', '/': 'search', n: 'new', r: 'refresh', '?': 'shortcuts', F1: 'help' };
const PLACES: Record<string, string> = { KeyA: 'a', KeyK: 'k', KeyL: 'l', KeyN: 'n', KeyR: 'r', KeyX: 'x', Slash: '/' };
const STEPS: Record<string, ZoomStep> = { '+': 'in', '=': 'in', '-': 'out', '−': 'out', _: 'out', '0': 'reset' };

const mac = 'navigator' in globalThis && navigator.platform.startsWith('Mac');

/** What is held down together with the number, as it is written and as ARIA names it. */
export const MODIFIER = mac ? { word: '⌘', aria: 'Meta' } : { word: 'Ctrl+', aria: 'Control' };

/** The letter that a press means: its own, or where that is not Latin, the one at its place on an English
 *  keyboard. */
export function letterOf({ key, code }: Pick<Press, 'key' | 'code'>): string {
  const own = key.length !== 1 || /[\u0000-\u024f]/.test(key);
  return own ? key : (PLACES[code] ?? key);
}

/** What a key means to the page. In a field letters are letters, and only Esc and F1 still mean something. */
export function shortcutOf(event: Press, typing: boolean): Shortcut | null {
  // In a field, too, and over a dialog: a person who leaves the desk is in a hurry.
  const letter = letterOf(event);
  const held = event.ctrlKey !== event.metaKey && !event.altKey ? letter.toLowerCase() : null;
  if (held === 'l') return 'lock';
  if (held === 'k') return 'palette';
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const shortcut = KEYS[letter] ?? null;
  return typing && shortcut !== 'close' && shortcut !== 'help' ? null : shortcut;
}

/** The number of the account that a key press asks for, 1 to 9, as with tabs in the system's own programs.
 *  By the key's place: not every keyboard has digits without Shift. */
export function accountOf(event: Press, onMac = mac): number | null {
  const held = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!held || event.altKey || event.shiftKey || event.defaultPrevented) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  return digit ? Number(digit) : null;
}

/** The zoom that a key press asks for: as browsers have it. */
export function zoomOf(event: Pick<Press, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): ZoomStep | null {
  if (event.ctrlKey === event.metaKey || event.altKey) return null;
  return STEPS[event.key] ?? null;
}

/** Hears the zoom's keys in a window, also from its fields. */
export function zoomable(backend: Backend): void {
  window.addEventListener('keydown', (event) => {
    const step = zoomOf(event);
    if (!step) return;
    event.preventDefault();
    void backend.zoom(step);
  });
}
