import { expect, test } from 'vitest';
import { COLUMNS, fitting, NARROWEST, resized, template, WIDEST } from './columns';

const parts = (columns: { part: string }[]) => columns.map(({ part }) => part);

test('the most telling columns stay where there is little room, and hidden ones never come', () => {
  const shown = (width: number, hidden: Parameters<typeof fitting>[1] = [], one = false) => parts(fitting(width, hidden, one));
  expect(shown(4000)).toEqual(parts(COLUMNS));
  expect(shown(320)).toEqual(['name', 'status']);
  expect(shown(560)).toEqual(['name', 'used', 'status']);
  expect(shown(4000, ['used'], true)).not.toContain('project');
  expect(shown(4000, ['used'])).not.toContain('used');
  for (let width = 300; width < 2000; width += 7) {
    const columns = fitting(width, [], false);
    const least = columns.reduce((sum, column) => sum + column.width + 12, 16) + 36;
    expect(columns.length === 2 || least <= width).toBe(true);
  }
  expect(template(fitting(320, [], false))).toBe('16px minmax(140px, 3fr) 128px');
});

test('a column is as wide as the person wants it, within bounds', () => {
  const wide = resized([], 'name', 420.4);
  expect(wide).toEqual([{ column: null, width: 420 }]);
  expect(template(fitting(4000, [], false, wide)).startsWith('16px 420px ')).toBe(true);
  expect(resized(wide, 'used', 1)).toEqual([...wide, { column: 'used', width: NARROWEST }]);
  expect(resized([], 'used', 9_999)).toEqual([{ column: 'used', width: WIDEST }]);
  expect(resized(wide, 'name', null)).toEqual([]);
  // A wide column leaves less room for the others.
  expect(parts(fitting(700, [], false, resized([], 'name', 500)))).toEqual(['name', 'status']);
});
