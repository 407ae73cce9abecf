import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  // The page's policy allows its own files only: nothing may be inlined as a data: address.
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['index.html', 'sign-in.html', 'passphrase.html'] },
  },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  // With their text: tokens.test.ts reads style sheets.
  test: { include: ['src/**/*.test.ts', 'tests/*.test.ts'], css: true },
});
