// Sizes and distances come from tokens.css: a number of its own is found here.

import { expect, test } from 'vitest';

const SOURCES = import.meta.glob<string>(['../src/**/*.{svelte,css}', '!../src/shared/tokens.css'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const DISTANCE = /\b(?:(?:padding|margin)(?:-[a-z-]+)?|(?:row-|column-)?gap):[^;{}]*?(?<![\w.])(\d+)px/g;
const TYPE = /\bfont-size:(?!\s*(?:var\(--text-|inherit|[\d.]+em))[^;{}]+/g;

function offences(css: string): string[] {
  const distances = [...css.matchAll(DISTANCE)].filter(([, number]) => Number(number) > 1);
  return [...distances.map(([text]) => text), ...[...css.matchAll(TYPE)].map(([text]) => text)];
}

test('a distance or a size of its own is found', () => {
  expect(offences('a { padding: 10px; margin: 0 var(--space-1) 3px; gap: 1px; }')).toHaveLength(2);
  expect(offences('a { font-size: 13.5px; } b { font-size: var(--text-m); }')).toHaveLength(1);
  expect(offences('a { padding: var(--space-4) 0; inset: 4px; }')).toEqual([]);
});

test('components take theirs from tokens.css', () => {
  const styled = Object.entries(SOURCES);
  expect(styled.length).toBeGreaterThan(50);
  expect(styled.every(([, text]) => text.length > 0)).toBe(true);
  const found = styled.flatMap(([file, text]) => {
    const css = file.endsWith('.css') ? text : (/<style[^>]*>([^]*)<\/style>/.exec(text)?.[1] ?? '');
    return offences(css).map((offence) => `${file}: ${offence}`);
  });
  expect(found).toEqual([]);
});
