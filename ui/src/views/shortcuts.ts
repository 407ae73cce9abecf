export type Shortcut = 'close' | 'search' | 'new' | 'refresh' | 'lock';

const KEYS: Record<string, Shortcut> = { Escape: 'close', '/': 'search', n: 'new', r: 'refresh' };

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  defaultPrevented: boolean;
}

/** What a key means to the page. In a field letters are letters, and only Esc still means something. */
export function shortcutOf(event: Press, typing: boolean): Shortcut | null {
  // In a field, too, and over a dialog: who leaves the desk is in a hurry.
  if (event.key.toLowerCase() === 'l' && event.ctrlKey !== event.metaKey && !event.altKey) return 'lock';
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const shortcut = KEYS[event.key] ?? null;
  return typing && shortcut !== 'close' ? null : shortcut;
}
