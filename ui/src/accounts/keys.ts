// One keystroke to each account: the same as for tabs in the system's own programs.

const mac = 'navigator' in globalThis && navigator.platform.startsWith('Mac');

/** What is held down together with the number, as it is written and as ARIA names it. */
export const MODIFIER = mac ? { word: '⌘', aria: 'Meta' } : { word: 'Ctrl+', aria: 'Control' };

interface Press {
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  defaultPrevented: boolean;
}

/** The number of the account that a key press asks for, 1 to 9. By the key's place: not every keyboard
 *  has digits without Shift. */
export function accountOf(event: Press, onMac = mac): number | null {
  const held = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (!held || event.altKey || event.shiftKey || event.defaultPrevented) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  return digit ? Number(digit) : null;
}
