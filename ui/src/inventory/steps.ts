/** The row that a key leads to from another one; null where it leads nowhere. `page`: rows of a screen. */
export function rowAfter(key: string, from: number, page: number, last: number): number | null {
  const targets: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? null : Math.max(0, Math.min(last, target));
}

/** Where the table is scrolled to so that a row is in sight: no further than need be. */
export function scrolledTo(top: number, row: number, scrolled: number, height: number): number {
  if (top < scrolled) return top;
  return top + row > scrolled + height ? top + row - height : scrolled;
}

/** The button of a key's row, if that is there. */
export const rowButton = (keyId: string): HTMLElement | null =>
  document.querySelector(`[data-key-id="${CSS.escape(keyId)}"] .open`);

/** Whether a press asks what can be done. For Shift+F10, WebKitGTK sends no `contextmenu`. */
export const asksForMenu = ({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** Where a menu begins that belongs to an element, in CSS pixels of the window. */
export function below(element: Element | null): { x: number; y: number } {
  const { left, bottom } = element?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
  return { x: left, y: bottom };
}
