/** The entry of a menu that a key leads to from the one at `at`, by the ARIA Authoring Practices; null: nowhere. A
 *  letter leads to the next entry that begins with it. */
export function entryAfter(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  at: number,
  names: readonly string[],
): number | null {
  const count = names.length;
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return at < 0 ? count - 1 : (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || !/\S/.test(key) || ctrlKey || metaKey || altKey) return null;
  const letter = key.toLowerCase();
  for (let step = 1; step <= count; step++) {
    const next = (at + step + count) % count;
    if (names[next]?.toLowerCase().startsWith(letter)) return next;
  }
  return null;
}
