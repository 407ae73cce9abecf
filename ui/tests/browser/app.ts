import { chromium, type Locator, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import type { FakeBackend } from '../support/fake-backend';
import { NOW } from '../support/fixtures';
import { Bridge } from './bridge';

export type Size = { width: number; height: number };
export const WINDOW: Size = { width: 1280, height: 800 };

/** Time goes on by itself, or moves when a case says so. */
type Time = 'flows' | 'stands';
type Tab = { bridge: Bridge; complaints: string[] };

const browser = chromium.connect(inject('browser'));
/** Used again and again: the app keeps nothing in its page, and each case loads it anew. */
let usual: Promise<Tab> | null = null;

async function newTab(time: Time): Promise<Tab> {
  const context = await (await browser).newContext({
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

  static async open(fake: FakeBackend, file: 'index.html' | 'sign-in.html' | 'passphrase.html', size: Size, time: Time): Promise<App> {
    const { bridge, complaints } = await (time === 'stands' ? newTab(time) : (usual ??= newTab(time)));
    const { page } = bridge;
    // What is left of the case before must not ask this one's fake.
    await page.goto('about:blank');
    await bridge.leadTo(fake);
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: 'none', contrast: 'no-preference' });
    complaints.length = 0;
    await page.goto(inject('address') + file);
    await expect.poll(() => fake.pageReady.mock.calls.length, { timeout: 5_000 }).toBe(1);
    return new App(fake, page, complaints);
  }

  id(testid: string | RegExp): Locator {
    return this.page.getByTestId(testid);
  }

  click(testid: string | RegExp): Promise<void> {
    return this.id(testid).first().click();
  }

  /** As impatient people do: also on a button that says it is busy. */
  poke(testid: string): Promise<void> {
    return this.id(testid).click({ force: true });
  }

  /** Gives the window another size, and waits until the page has heard of it. What has to move (a menu that finds its
   *  side) moves then, before the next frame is drawn; the layout has the new size earlier, when no person sees it. */
  async resize(size: Size): Promise<void> {
    const before = this.page.viewportSize();
    if (before?.width === size.width && before.height === size.height) return;
    const heard = await this.page.evaluateHandle(() => ({
      it: new Promise<void>((hear) => addEventListener('resize', () => hear(), { once: true })),
    }));
    await this.page.setViewportSize(size);
    await heard.evaluate(({ it }) => it);
    await heard.dispose();
  }

  /** Waits until the page has heard everything that the fake said: what a person does next comes after it. */
  async heard(): Promise<void> {
    await this.page.evaluate(() => undefined);
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
