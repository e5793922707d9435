import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { executablePath, startBrowser } from '../chromium.ts';
import { type Demo, isTooWide, startDemo, type Visit, visit } from './demo.ts';

/** Where pictures of the pages go, if wanted. */
const PICTURES = process.env.PICTURES;
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const PHONE = { width: 360, height: 740 };
const WIDE = { width: 1440, height: 900 };
const LOOKS = [
  { viewport: PHONE, colorScheme: 'light' },
  { viewport: PHONE, colorScheme: 'dark' },
  { viewport: WIDE, colorScheme: 'dark' },
  { viewport: WIDE, colorScheme: 'light' },
] as const;

/** Where nothing is. */
const NOWHERE = 'organizations/none';

/** Each page of the console that always has the same address. */
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
  NOWHERE,
];
const PARTS = ['settings', 'secrets', 'tokens', 'users', 'activity', 'connect', 'danger'];

let browser: Browser;
let demo: Demo;
let superuser: Visit;
beforeAll(async () => {
  if (!executablePath) return;
  [browser, demo] = await Promise.all([startBrowser(), startDemo()]);
  superuser = await visit(browser, demo, demo.superuser, { reducedMotion: 'reduce', viewport: PHONE });
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

/** Looks at what is shown, in each appearance and size. */
async function look(name: string): Promise<void> {
  const { page } = superuser;
  // an address that leads nowhere is without fault, too
  expect([name, await page.getByRole('heading', { name: 'There is nothing here' }).count()]).toEqual([name, name === NOWHERE ? 1 : 0]);
  const found: Record<string, readonly string[]> = {};
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/\W+/g, '-')}-${colorScheme}-${viewport.width}.png`) });
    const faults = await violations(page);
    if (await isTooWide(page)) faults.push('wider than the window');
    if (faults.length > 0) found[`${colorScheme}, ${viewport.width}`] = faults;
  }
  await page.setViewportSize(PHONE);
  expect(found).toEqual({});
}

/** The address to which the first link leads that is called so, on a page. */
async function firstOf(path: string, name: RegExp): Promise<string> {
  await superuser.go(path);
  const address = await superuser.page.getByRole('main').getByRole('link', { name }).first().getAttribute('href');
  return (address ?? '').replace(/^\//, '');
}

(executablePath ? describe : describe.skip)('is for everybody:', () => {
  it.each(PAGES)('/%s', async (path) => {
    await superuser.go(path);
    await look(path || 'overview');
  });

  it.each(PARTS)('an application, its %s', async (part) => {
    const portal = await firstOf('applications?q=Portal&tokens=live', /Portal/);
    await superuser.go(portal.replace(/settings$/, part));
    await superuser.page.getByRole('heading', { level: 1, name: /Portal/ }).waitFor();
    await look(`application-${part}`);
  });

  it('an organization, with its members', async () => {
    await superuser.go(await firstOf('organizations', /./));
    await superuser.page.getByRole('heading', { name: /^Members/ }).waitFor();
    await look('organization');
  });

  it('a user', async () => {
    await superuser.go(await firstOf('users?q=a', /^(?!admin)/));
    await look('user');
  });

  it('the question before several applications are deleted', async () => {
    const { page, go } = superuser;
    await go('applications?state=enabled');
    const rows = page.getByRole('checkbox', { name: /^Select (?!all)/ });
    for (let index = 0; index < 10; index++) await rows.nth(index).check();
    await look('applications-selected');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByLabel(/to confirm/).waitFor();
    await look('applications-delete');
  });

  it('the choice between what two have saved', async () => {
    const { page, go } = superuser;
    const portal = await firstOf('applications?q=Portal', /Portal/);
    await go(portal);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel(/^Description/).fill('What somebody else has typed. '.repeat(5));
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('Saved.').waitFor();
    await other.close();
    await page.getByLabel(/^Description/).fill('Mine');
    await page.getByLabel(/^Vendor/).fill('Acme');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor();
    await look('application-conflict');
  });
});
