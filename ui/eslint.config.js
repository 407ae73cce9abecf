import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

// shared <- domains <- views; domains do not know each other; one door to Rust.
const domains = [
  'accounts',
  'creation',
  'inventory',
  'keeping',
  'lock',
  'passphrase',
  'reveal',
  'revocation',
  'session',
  'settings',
];

/** In a room of the house: which other rooms may not be entered from there. */
const room = (name, barred, tauri = 'error') => ({
  files: [`src/${name}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...(tauri === 'error' ? [{ group: ['@tauri-apps/**'], message: 'Only src/backend speaks to Rust.' }] : []),
          ...barred.map((folder) => ({ group: [`**/${folder}/**`], message: `Not from here: ${folder}.` })),
        ],
      },
    ],
  },
});

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/backend/bindings', 'test-results'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  // A rule that is in the way is discussed here, not switched off beside the code.
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Foreign text is text.' },
        { property: 'outerHTML', message: 'Foreign text is text.' },
        { property: '__TAURI_INTERNALS__', message: 'Only src/backend speaks to Rust.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression', message: 'Everything is there from the start, and its imports can be seen.' },
      ],
    },
  },
  { files: ['**/*.svelte'], rules: { 'svelte/no-at-html-tags': 'error' } },
  room('backend', ['shared', ...domains, 'views'], 'off'),
  room('shared', [...domains, 'views']),
  ...domains.map((domain) => room(domain, [...domains.filter((other) => other !== domain), 'views'])),
  room('views', []),
);
