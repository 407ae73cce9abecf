import { defineConfig } from 'vitest/config';
import { Lines } from './lines.ts';

// The built page in a real browser: `npm run build` comes first.
export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: 'tests/browser/serve.ts',
    reporters: [new Lines()],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
