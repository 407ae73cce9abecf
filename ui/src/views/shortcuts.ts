export type Shortcut = 'close' | 'search' | 'new' | 'refresh';

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
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const shortcut = KEYS[event.key] ?? null;
  return typing && shortcut !== 'close' ? null : shortcut;
}
