import { chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { FakeBackend } from '../support/fake-backend';
import { NOW } from '../support/world';
import { Bridge } from './bridge';

export type Size = { width: number; height: number };
export const WINDOW: Size = { width: 1280, height: 800 };

/** A page whose time goes on by itself, or one whose time moves when a case says so. */
type Time = 'flows' | 'stands';

/** Pages are used again: the app keeps nothing in them, and each case loads its file anew. */
const pages: Partial<Record<Time, Promise<{ bridge: Bridge; complaints: string[] }>>> = {};

async function newPage(time: Time): Promise<{ bridge: Bridge; complaints: string[] }> {
  const browser = await chromium.connect(inject('browser'));
  const context = await browser.newContext({
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
  if (time === 'stands') await page.clock.install({ time: NOW });
  else await page.clock.setFixedTime(NOW);
  return { bridge: await Bridge.build(page), complaints };
}

/** One window of the app on one fake. */
export class App {
  private constructor(
    readonly fake: FakeBackend,
    readonly page: Page,
    /** What the page said on its console. */
    readonly complaints: string[],
  ) {}

  static async open(fake: FakeBackend, file: 'index.html' | 'sign-in.html', size: Size, time: Time): Promise<App> {
    const { bridge, complaints } = await (pages[time] ??= newPage(time));
    const { page } = bridge;
    await bridge.leadTo(fake);
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    if (time === 'stands') await page.clock.pauseAt(NOW);
    complaints.length = 0;
    await page.goto(inject('address') + file);
    await expect.poll(() => fake.pageReady.mock.calls.length, { timeout: 5_000 }).toBe(1);
    return new App(fake, page, complaints);
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
}
