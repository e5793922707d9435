import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { executablePath, startBrowser } from '../chromium.ts';
import { type Demo, isTooWide, type Person, settled, signIn, startDemo, type Visit, visit } from './demo.ts';

let browser: Browser;
let demo: Demo;
let superuser: Visit;
beforeAll(async () => {
  if (!executablePath) return;
  [browser, demo] = await Promise.all([startBrowser(), startDemo()]);
  superuser = await visit(browser, demo, demo.superuser);
});
beforeEach(async () => {
  superuser?.faults.splice(0);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const GRAPHQL = '**/graphql';
const nothing = 'There is nothing here';

/** Gives a user another password, and ends all their sessions and tokens. @returns how they sign in from now on */
async function endEverythingOf({ username }: Person): Promise<Person> {
  const { page, go } = superuser;
  await go(`users?q=${username}`);
  await page.getByRole('main').getByRole('link', { name: username }).click();
  await page.getByLabel(/^New password/).fill('another horse battery');
  await page.getByLabel('Also revoke all tokens of the user').check();
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText(/^The password was set/).waitFor();
  return { username, password: 'another horse battery' };
}

(executablePath ? describe : describe.skip)('on a bad day', () => {
  it('what is not there yet has a place, until a slow gateway answers', async () => {
    const { page, go } = superuser;
    await go('account');
    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(GRAPHQL, async (route) => {
      await mayAnswer;
      await route.continue();
    });
    await page.getByRole('navigation').getByRole('link', { name: 'Organizations' }).click();
    await page.getByRole('heading', { name: 'Organizations', level: 1 }).waitFor();
    await page.getByRole('main').locator('.skeleton').first().waitFor();
    expect(await page.getByRole('row').count()).toBe(0);
    answer();
    await page.getByRole('row').nth(1).waitFor();
    expect(await page.getByRole('main').locator('.skeleton').count()).toBe(0);
    await page.unrouteAll({ behavior: 'wait' });
    expect(superuser.faults).toEqual([]);
  });

  it('a gateway that is away is said to be, and asked again by a click once it is back', async () => {
    const { page, go } = superuser;
    await go('account');
    await page.route(GRAPHQL, (route) => route.abort('connectionrefused'));
    await page.getByRole('navigation').getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('alert').getByText('The gateway cannot be reached.').waitFor();
    await page.unroute(GRAPHQL);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(/^50 of/).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('a console of which only the beginning was loaded says so, and is loaded by a click', async () => {
    const { page } = superuser;
    const rest = '**/assets/first-*.js';
    await page.route(rest, (route) => route.abort('connectionreset'));
    await page.goto(`${demo.url}organizations`);
    await page.getByRole('alert').getByRole('heading', { name: 'The console could not be loaded' }).waitFor();
    await page.unroute(rest);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Organizations', level: 1 }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('who loses a role while they type is refused in words, and keeps what they typed', async () => {
    const member = await visit(browser, demo, demo.member);
    await member.go('organizations');
    const address = (await member.page.getByRole('row').getByRole('link').first().getAttribute('href'))?.slice(1) as string;
    const give = async (role: string) => {
      await superuser.go(address);
      const saved = superuser.page.waitForResponse((response) => /mutation/.test(response.request().postData() ?? ''));
      await superuser.page.getByRole('row', { name: demo.member.username }).getByRole('combobox').selectOption(role);
      await saved;
    };
    await give('Admin');
    await member.go(`applications?organization=${address.split('/').at(-1)}&type=public&grant=authorization-code&scope=read`);
    await member.page.getByRole('row').getByRole('link').first().click();
    await member.page.getByLabel(/^Description/).fill('Typed as an admin');
    await give('Member');
    await member.page.getByRole('button', { name: 'Save' }).click();
    await member.page.getByRole('alert').getByText('Only an ADMIN of its organization may do this.').waitFor();
    expect(await member.page.getByLabel(/^Description/).inputValue()).toBe('Typed as an admin');
    await member.close();
  });

  it('what one may not see is nothing', async () => {
    const member = await visit(browser, demo, demo.member);
    await superuser.go(`users?q=${demo.superuser.username}`);
    const address = await superuser.page.getByRole('main').getByRole('link', { name: demo.superuser.username }).getAttribute('href');
    await member.go((address as string).slice(1));
    await member.page.getByRole('heading', { name: nothing }).waitFor();
    await member.go('applications/none/settings');
    await member.page.getByRole('heading', { name: nothing }).waitFor();
    await member.close();
  });

  it('a name of emoji alone, and one that is a script, break nothing on a phone', async () => {
    const { page, go } = superuser;
    await go('organizations');
    await page.getByRole('button', { name: 'New organization' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('<script>alert(1)</script>');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: '<script>alert(1)</script>' }).waitFor();
    await go('applications/new?kind=device');
    await page.getByLabel(/^Name/).fill('🎉'.repeat(255));
    await page.getByRole('combobox', { name: /^Organization/ }).fill('<script');
    await page.getByRole('option', { name: '<script>' }).click();
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('link', { name: 'Open the application' }).click();
    await page.waitForURL(/settings$/);
    const application = new URL(page.url()).pathname.slice(1).replace(/\/settings$/, '');
    await page.setViewportSize({ width: 360, height: 740 });
    const broken: string[] = [];
    for (const path of [
      `${application}/settings`,
      `${application}/danger`,
      'applications?q=🎉',
      'organizations?q=script',
      'activity',
      '',
    ]) {
      await go(path);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/emoji-${path.replaceAll(/\W+/g, '-')}.png` });
      if (await isTooWide(page)) broken.push(path);
    }
    expect(broken).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 720 });
    expect(superuser.faults).toEqual([]);
  });

  it('a browser that keeps nothing for the console shows it all the same', async () => {
    const denied = `for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('Access is denied.', 'SecurityError'); } });`;
    const { page, faults, go, close } = await visit(browser, demo, demo.superuser, {}, (context) => context.addInitScript(denied));
    await go('applications?q=portal');
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: /^Appearance/ }).click();
    await page.locator('html[data-mantine-color-scheme=light]').waitFor();
    await go('explorer');
    await page.getByRole('button', { name: /Execute query/ }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('a browser that refuses workers shows it all the same', async () => {
    const refused = `window.Worker = class { constructor() { throw new DOMException('Refused.', 'SecurityError'); } };`;
    const { page, faults, go, close } = await visit(browser, demo, demo.superuser, {}, (context) => context.addInitScript(refused));
    await go('applications?q=portal');
    await page.getByRole('row').nth(1).waitFor();
    expect([...new Set(faults)]).toEqual([expect.stringContaining('Refused.')]);
    await close();
  });

  it('a browser that takes no cookies of third parties signs in, and is signed in after a reload', async () => {
    const strict = await startBrowser('--test-third-party-cookie-phaseout');
    const { page, faults, go, close } = await visit(strict, demo, demo.superuser);
    await go('organizations');
    await page.reload();
    await settled(page);
    expect(faults).toEqual([]);
    // it is as strict as it is said to be
    const other = await page.context().newPage();
    const html = (body: string) => ({ contentType: 'text/html', body: `<!doctype html><body>${body}` });
    await other.route('https://first.example/', (route) => route.fulfill(html('<iframe src="https://third.example/"></iframe>')));
    await other.route('https://third.example/', (route) => route.fulfill(html('')));
    await other.goto('https://first.example/');
    const third = other.frames().find((frame) => frame.url() === 'https://third.example/');
    expect(await third?.evaluate("document.cookie = 'kept=yes; SameSite=None; Secure'; document.cookie")).toBe('');
    await close();
    await strict.close();
  });

  // ends the password by which the others sign in
  it('a session that is ended elsewhere while one types is begun anew in place, and what was typed is saved', async () => {
    const { page, go, close } = await visit(browser, demo, demo.member);
    await go('account?part=tokens');
    await page.getByRole('button', { name: 'New token' }).click();
    const dialog = page.getByRole('dialog', { name: 'New token' });
    await dialog.getByLabel(/^What it is for/).fill('Typed before');
    const person = await endEverythingOf(demo.member);
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Your session has ended').waitFor();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await signIn(await opened, person);
    await page.getByText('Copy the token now').waitFor();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('row', { name: 'Typed before' }).waitFor();
    await close();
  });
});
