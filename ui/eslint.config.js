import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

// shared <- domains <- views; domains do not know each other; one door to Rust.
const domains = ['creation', 'inventory', 'reveal', 'revocation', 'session', 'settings'];
const barred = (folders) => [
  'error',
  {
    patterns: [
      { group: ['@tauri-apps/*'], message: 'Only src/backend speaks to Rust.' },
      ...folders.map((folder) => ({ group: [`**/${folder}/*`], message: `Not from here: ${folder}.` })),
    ],
  },
];

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/backend/bindings', 'test-results'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
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
      ],
    },
  },
  { files: ['**/*.svelte'], rules: { 'svelte/no-at-html-tags': 'error' } },
  { files: ['src/shared/**'], rules: { 'no-restricted-imports': barred([...domains, 'views']) } },
  ...domains.map((domain) => ({
    files: [`src/${domain}/**`],
    rules: {
      'no-restricted-imports': barred([...domains.filter((other) => other !== domain), 'views']),
    },
  })),
  { files: ['src/views/**'], rules: { 'no-restricted-imports': barred([]) } },
);
