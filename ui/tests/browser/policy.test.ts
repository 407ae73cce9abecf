// The other cases fail on any complaint of the page; this one shows that the policy does complain.

import { expect, test } from 'vitest';
import tauri from '../../../tauri.conf.json' with { type: 'json' };
import { fakeBackend } from '../support/fake-backend';
import { App, WINDOW } from './app';

test('policy: styles and scripts in the page, and every other address, are refused', async () => {
  expect(tauri.app.security.csp).toContain("default-src 'none'");
  const app = await App.open(fakeBackend(), 'index.html', WINDOW, 'flows');
  await app.says('production-ingest');
  expect(app.complaints).toEqual([]);
  const reached = await app.page.evaluate(async () => {
    const style = document.createElement('style');
    style.textContent = 'body { opacity: 0.1 }';
    const script = document.createElement('script');
    script.textContent = 'document.title = "owned"';
    document.head.append(style, script);
    return fetch('http://127.0.0.1:9/').then(
      () => 'reached',
      () => 'refused',
    );
  });
  expect(reached).toBe('refused');
  expect(await app.page.evaluate(() => [getComputedStyle(document.body).opacity, document.title])).toEqual([
    '1',
    'SigSentry Keys',
  ]);
  await expect
    .poll(() => app.complaints.filter((one) => one.includes('Content Security Policy')).length)
    .toBeGreaterThanOrEqual(3);
});
