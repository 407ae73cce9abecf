const GROUPED = new Intl.NumberFormat('en-GB');

/** A count as people read it: `100,000`. */
export function grouped(count: number): string {
  return GROUPED.format(count);
}
