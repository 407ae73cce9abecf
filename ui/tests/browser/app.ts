import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { FakeBackend } from '../support/fake-backend';
import { NOW } from '../support/world';
import { connect } from './bridge';

export type Size = { width: number; height: number };
export const WINDOW: Size = { width: 1280, height: 800 };

let browser: Promise<Browser> | null = null;

/** One window of the app on one fake. */
export class App {
  private constructor(
    readonly fake: FakeBackend,
    readonly page: Page,
    readonly context: BrowserContext,
    readonly complaints: string[],
  ) {}

  static async open(fake: FakeBackend, file: 'index.html' | 'sign-in.html', size: Size, stillClock: boolean): Promise<App> {
    browser ??= chromium.connect(inject('browser'));
    const context = await (await browser).newContext({
      viewport: size,
      locale: 'en-GB',
      timezoneId: 'UTC',
      // Still pictures: motion has a case of its own.
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(5_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => complaints.push(message.text()));
    // Browsers ask for it; windows of the app don't.
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
    await connect(page, fake);
    if (stillClock) await page.clock.install({ time: NOW });
    else await page.clock.setFixedTime(NOW);
    await page.goto(inject('address') + file);
    const app = new App(fake, page, context, complaints);
    await expect.poll(() => fake.pageReady.mock.calls.length, { timeout: 5_000 }).toBe(1);
    return app;
  }

  id(testid: string): Locator {
    return this.page.getByTestId(testid);
  }

  click(testid: string): Promise<void> {
    return this.id(testid).first().click();
  }

  /** As impatient people do: also on a button that says it is busy. */
  poke(testid: string): Promise<void> {
    return this.id(testid).click({ force: true });
  }

  press(...keys: string[]): Promise<void> {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Waits until a text is to be seen. */
  async says(text: string | RegExp, where: Locator = this.page.locator('body')): Promise<void> {
    await where.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** What has the focus: its testid, or else its words. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return 'nothing';
      return element.dataset.testid ?? element.getAttribute('aria-label') ?? element.textContent.trim();
    });
  }

  async focuses(what: string): Promise<void> {
    await expect.poll(() => this.focused(), { timeout: 5_000 }).toBe(what);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
