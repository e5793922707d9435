import { mkdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { executablePath, startBrowser } from '../chromium.ts';
import { type Demo, startDemo, visit } from './demo.ts';

/** Where pictures of the pages go, if wanted. */
const PICTURES = process.env.PICTURES;
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SIZES = { phone: { width: 360, height: 740 }, wide: { width: 1440, height: 900 } };

/** Each page of the console, by its address. */
const PAGES = [
  '',
  'applications',
  'applications/new',
  'organizations',
  'users',
  'activity',
  'account',
  'account?part=tokens',
  'account?part=grants',
  'explorer',
  'organizations/none',
];

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  if (!executablePath) return;
  [browser, demo] = await Promise.all([startBrowser(), startDemo()]);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What is not as WCAG 2.2 AA wants it: each rule, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) => violations)`,
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

/** Whether something is wider than the window. */
const isTooWide = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

(executablePath ? describe : describe.skip)('the console', () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [size, viewport] of Object.entries(SIZES))
      it(`is for everybody: ${colorScheme}, ${size}`, async () => {
        const { page, go, close } = await visit(browser, demo, demo.superuser, { colorScheme, viewport, reducedMotion: 'reduce' });
        const found: Record<string, unknown> = {};
        for (const path of PAGES) {
          await go(path);
          if (PICTURES) {
            mkdirSync(PICTURES, { recursive: true });
            await page.screenshot({ path: `${PICTURES}/${path.replaceAll(/\W+/g, '-') || 'overview'}-${colorScheme}-${size}.png` });
          }
          const faults = await violations(page);
          if (await isTooWide(page)) faults.push('wider than the window');
          if (faults.length > 0) found[path] = faults;
        }
        expect(found).toEqual({});
        await close();
      });
});
