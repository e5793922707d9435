import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { executablePath, startBrowser } from '../chromium.ts';
import { type Demo, settled, startDemo, type Visit, visit } from './demo.ts';

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

let superuser: Visit;
let page: Page;
beforeEach(async () => {
  if (!executablePath) return;
  superuser = await visit(browser, demo, demo.superuser);
  page = superuser.page;
});
afterEach(async () => {
  await superuser?.close();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const dialog = () => page.getByRole('dialog');

(executablePath ? describe : describe.skip)('in the console, one', () => {
  it('finds applications by a filter, and disables ten of them at once', async () => {
    await superuser.go('applications?state=enabled&type=public');
    const rows = page.getByRole('checkbox', { name: /^Select (?!all)/ });
    for (let index = 0; index < 10; index++) await rows.nth(index).check();
    await page.getByText('10 applications selected').waitFor();
    await button('Disable').click();
    await dialog().getByText('Disable 10 applications?').waitFor();
    await dialog()
      .getByText(/They are issued no more tokens, and .* active tokens? stops? working at once/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Disable' }).click();
    await page.getByText('10 applications disabled.').waitFor();
    await superuser.go('applications?state=disabled');
    const disabled = await page.getByRole('row').filter({ hasText: 'Disabled' }).count();
    expect(disabled).toBeGreaterThanOrEqual(10);
    expect(superuser.faults).toEqual([]);
  });

  it('who may change nothing is offered nothing', async () => {
    const member = await visit(browser, demo, demo.member);
    await member.go('applications');
    expect(await member.page.getByRole('row').count()).toBeGreaterThan(1);
    expect(await member.page.getByRole('checkbox', { name: /^Select/ }).count()).toBe(0);
    expect(await member.page.getByRole('link', { name: 'New application' }).count()).toBe(0);
    expect(await member.page.getByRole('link', { name: 'Users' }).count()).toBe(0);
    await member.close();
  });

  it('opens an example in the explorer, and runs it as oneself', async () => {
    await superuser.go('explorer');
    await page.getByRole('combobox', { name: 'Open an example' }).selectOption('who am i');
    await page.getByText('viewer').first().waitFor();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page.locator('.graphiql-response').getByText(`"${demo.superuser.username}"`).waitFor();
    expect(superuser.faults).toEqual([]);
  });

  it('goes back and forward, and a page that is loaded anew is the same one', async () => {
    await superuser.go('applications');
    await page.getByPlaceholder(/^Search by name/).fill('billing');
    await page.waitForURL(/q=billing/);
    await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor();
    await page.goBack();
    await page.waitForURL(/q=billing/);
    await page.reload();
    await settled(page);
    expect(await page.getByPlaceholder(/^Search by name/).inputValue()).toBe('billing');
    expect(superuser.faults).toEqual([]);
  });

  it('signs out of everything, in all tabs', async () => {
    const tab = await page.context().newPage();
    await tab.goto(`${demo.url}organizations`);
    await settled(tab);
    await button('Sign out').click();
    await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
    await tab.getByText('Your session has ended').waitFor();
    await page.goto(`${demo.url}applications`);
    await page.getByRole('heading', { name: /^Sign in to/ }).waitFor();
  });
});
