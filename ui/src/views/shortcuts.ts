export type Shortcut = 'close' | 'search' | 'new' | 'refresh' | 'lock';

const KEYS: Record<string, Shortcut> = { Escape: 'close', '/': 'search', n: 'new', r: 'refresh' };

interface Press {
  key: string;
  /** The key's place, as it is called on an English keyboard. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  defaultPrevented: boolean;
}

const PLACES: Record<string, string> = { KeyL: 'l', KeyN: 'n', KeyR: 'r', Slash: '/' };

/** The letter that a press means: its own, or where that is not Latin, the one at its place on an English
 *  keyboard. */
function letterOf({ key, code }: Press): string {
  const own = key.length !== 1 || /[\u0000-\u024f]/.test(key);
  return own ? key : (PLACES[code] ?? key);
}

/** What a key means to the page. In a field letters are letters, and only Esc still means something. */
export function shortcutOf(event: Press, typing: boolean): Shortcut | null {
  // In a field, too, and over a dialog: who leaves the desk is in a hurry.
  const letter = letterOf(event);
  if (letter.toLowerCase() === 'l' && event.ctrlKey !== event.metaKey && !event.altKey) return 'lock';
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const shortcut = KEYS[letter] ?? null;
  return typing && shortcut !== 'close' ? null : shortcut;
}
