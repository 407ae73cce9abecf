// What must hold of every surface in every state.

import type axe from 'axe-core';
import source from 'axe-core/axe.min.js?raw';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe asks for the colour that fills a text, and Chromium tells of that one what it would be without forced colours.
 *  No page of the app sets it, so it is the text's colour, of which Chromium tells what a person sees. */
function seesForcedColours(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on what it was asked of
  const asked = CSSStyleDeclaration.prototype.getPropertyValue;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    return asked.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
  };
}

/** By every rule, or, in another theme of the same page, by those that colours can break. */
export async function accessible(page: Page, what: string, rules: 'all' | 'colours'): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(source);
    await page.evaluate(seesForcedColours);
  }
  const found = await page.evaluate(
    async (runOnly) => {
      const run = (window as unknown as { axe: typeof axe }).axe.run;
      // What lies under a dialog or a menu can't be reached, and has cases of its own.
      const top = [...document.querySelectorAll('dialog, [data-over]')].at(-1) ?? document;
      const { violations, passes } = await run(top, { runOnly, resultTypes: ['violations'] });
      return {
        looked: passes.length,
        violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`),
      };
    },
    rules === 'all' ? RULES : { type: 'rule' as const, values: ['color-contrast', 'link-in-text-block'] },
  );
  expect(found.looked, `${what}: rules that looked`).toBeGreaterThan(rules === 'all' ? 5 : 0);
  expect(found.violations, `${what}: accessibility`).toEqual([]);
}

/** Nothing sticks out of the window, and each control can be brought into sight and is not covered. */
export async function whole(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => {
    const lost: string[] = [];
    const name = (element: Element) =>
      element.getAttribute('data-testid') ?? element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
    for (const root of [document.documentElement, document.body]) {
      if (root.scrollWidth > window.innerWidth) lost.push(`the page is ${root.scrollWidth} px wide`);
    }
    const over = [...document.querySelectorAll('dialog[open], [data-over]')].at(-1);
    const controls = (over ?? document).querySelectorAll<HTMLElement>('button, input, select, [tabindex="0"]');
    const moved = new Map<Element, [number, number]>();
    for (const control of controls) {
      for (let box = control.parentElement; box; box = box.parentElement) {
        if (!moved.has(box)) moved.set(box, [box.scrollLeft, box.scrollTop]);
      }
      control.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      const { left, top, width, height } = control.getBoundingClientRect();
      if (width === 0) continue;
      // A tip goes away by itself.
      const hits = document.elementsFromPoint(left + width / 2, top + height / 2);
      const hit = hits.find((one) => one.closest('[popover]') === null);
      if (!hit || !control.contains(hit)) lost.push(`${name(control)} is out of sight or covered by ${hit ? name(hit) : 'nothing'}`);
    }
    for (const [box, [left, top]] of moved) {
      const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll';
      const style = getComputedStyle(box);
      // Scrolled by this check, but not by any person.
      if (box.scrollTop !== top && !scrolls(style.overflowY)) lost.push(`${name(box)} hides what is below`);
      if (box.scrollLeft !== left && !scrolls(style.overflowX)) lost.push(`${name(box)} hides what is beside it`);
      box.scrollTo({ left, top, behavior: 'instant' });
    }
    return { lost, controls: controls.length };
  });
  expect(found.controls, `${what}: controls`).toBeGreaterThan(0);
  expect(found.lost, `${what}: lost`).toEqual([]);
}
