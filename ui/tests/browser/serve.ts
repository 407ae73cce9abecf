// One server and one browser for all cases.

import { chromium } from 'playwright-core';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import tauri from '../../../tauri.conf.json' with { type: 'json' };

declare module 'vitest' {
  export interface ProvidedContext {
    address: string;
    browser: string;
  }
}

export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  const server = await preview({
    logLevel: 'warn',
    preview: {
      port: 0,
      // The policy that the app's windows have.
      headers: { 'Content-Security-Policy': tauri.app.security.csp },
    },
  });
  const browser = await chromium.launchServer({
    executablePath: '/usr/bin/chromium',
    // As on systems that have them.
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  project.provide('address', server.resolvedUrls?.local[0] ?? '');
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await server.close();
  };
}
