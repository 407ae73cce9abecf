// The rules of the house are rules only if breaking them fails.

import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint();

async function refusals(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const uses = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;
const inMarkup = (from: string) => `<script lang="ts">\n${uses(from).replace('export ', '')}</script>\n\n{y}\n`;

test.each([
  ['a domain does not know another one', 'src/creation/new.ts', '../reveal/lease.svelte'],
  ['also not one deeper in a folder', 'src/creation/new.ts', '../reveal/parts/lease'],
  ['nor from one deeper in its own', 'src/reveal/handoff/new.ts', '../../creation/form.svelte'],
  ['a domain does not know the views', 'src/inventory/new.ts', '../views/inventory.svelte'],
  ['what is shared knows no domain', 'src/shared/new.ts', '../inventory/messages'],
  ['what is shared knows no view', 'src/shared/new.ts', '../views/App.svelte'],
  ['the door to Rust knows nobody', 'src/backend/new.ts', '../shared/failure'],
  ['only the door speaks to Rust: not a domain', 'src/reveal/new.ts', '@tauri-apps/api/core'],
  ['not a view', 'src/views/new.ts', '@tauri-apps/api/event'],
  ['not what is shared', 'src/shared/new.ts', '@tauri-apps/plugin-clipboard-manager'],
])('%s', async (_name, file, from) => {
  expect(await refusals(file, uses(from))).toEqual(['no-restricted-imports']);
  expect(await refusals(file.replace('.ts', '.svelte'), inMarkup(from))).toEqual(['no-restricted-imports']);
});

test.each([
  ['a domain uses what is shared', 'src/creation/new.ts', '../shared/failure'],
  ['a domain uses the door', 'src/creation/new.ts', '../backend/backend'],
  ['a domain uses itself', 'src/creation/new.ts', './messages'],
  ['also from a folder in it', 'src/reveal/handoff/new.ts', '../reveal.svelte'],
  ['a view uses every domain', 'src/views/new.ts', '../reveal/lease.svelte'],
  ['the door speaks to Rust', 'src/backend/new.ts', '@tauri-apps/api/core'],
])('%s', async (_name, file, from) => {
  expect(await refusals(file, uses(from))).toEqual([]);
});

test.each([
  ['markup from text', 'src/shared/New.svelte', '<script lang="ts">\n  const { x }: { x: string } = $props();\n</script>\n\n{@html x}\n', 'svelte/no-at-html-tags'],
  ['text put in as markup', 'src/shared/new.ts', 'export const f = (e: Element, x: string) => (e.innerHTML = x);\n', 'no-restricted-properties'],
  ['the door’s hinges', 'src/views/new.ts', 'export const f = (w: { __TAURI_INTERNALS__: object }) => w.__TAURI_INTERNALS__;\n', 'no-restricted-properties'],
  ['an import that nobody sees', 'src/shared/new.ts', "export const f = () => import('../views/main');\n", 'no-restricted-syntax'],
  ['any', 'src/shared/new.ts', 'export const f = (x: any): unknown => x;\n', '@typescript-eslint/no-explicit-any'],
  ['an unchecked line', 'src/shared/new.ts', '// @ts-ignore because\nexport const x = 1;\n', '@typescript-eslint/ban-ts-comment'],
  ['the console', 'src/shared/new.ts', "console.log('x');\n", 'no-console'],
])('refused: %s', async (_name, file, code, rule) => {
  expect(await refusals(file, code)).toEqual([rule]);
});

test('no rule is switched off beside the code', async () => {
  const code = "/* eslint-disable no-console */\nconsole.log('x');\n";
  expect(await refusals('src/shared/new.ts', code)).toContain('no-console');
});

test('no warning of the compiler is silenced', () => {
  const sources = import.meta.glob<string>('../src/**/*.{svelte,ts}', { query: '?raw', import: 'default', eager: true });
  expect(Object.keys(sources).length).toBeGreaterThan(50);
  const silenced = Object.entries(sources).filter(([, text]) => text.includes('svelte-' + 'ignore'));
  expect(silenced.map(([path]) => path)).toEqual([]);
});
