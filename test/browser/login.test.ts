import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import getPort from 'get-port';
import type { Browser, Page } from 'playwright-core';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from '../oauth/support/provider.ts';
import { authorizationUrl } from './authorization-url.ts';
import { executablePath, startBrowser } from './chromium.ts';

/** Where pictures of the pages go, if wanted. */
const PICTURES = process.env.PICTURES;

let world: OAuthWorld;
let browser: Browser;
let frontEnd: { url: string; process: ChildProcess };
beforeAll(async () => {
  if (!executablePath) return;
  const port = await getPort();
  const url = `http://localhost:${port}/`;
  world = await startOAuthWorld({ CORS_ORIGINS: `http://localhost:${port}` });
  const { clientId } = await world.registerPublic({
    name: 'Certificate Portal',
    vendor: 'Example Software Ltd',
    redirectUris: [url],
    maximumScopes: ['write'],
  });
  frontEnd = { url, process: await startFrontEnd(port, clientId) };
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  frontEnd?.process.kill();
  await world?.stop();
});

/** Starts the front end of the examples, as its own first lines say. */
function startFrontEnd(port: number, clientId: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['examples/front-end.mjs', clientId, world.url], {
    env: { PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => child.stdout?.once('data', () => resolve(child)));
}

async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage(options);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  return { page, faults };
}

async function toLogin(page: Page): Promise<void> {
  await page.goto(frontEnd.url);
  await page.getByRole('button', { name: 'Log in with Clientele' }).click();
  await page.getByRole('heading', { name: 'Sign in to Certificate Portal' }).waitFor();
}

async function logIn(page: Page, password = PASSWORD, username = 'member'): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

(executablePath ? describe : describe.skip)('in a real browser, a user', () => {
  it('logs in to the example front end, consents, reads the API, and gives the token back', async () => {
    const { page, faults } = await open();
    await toLogin(page);
    await logIn(page);
    await page.getByRole('heading', { name: 'Certificate Portal wants access to your account' }).waitFor();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByText('Hello member!').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('Certificate Portal');
    const before = await world.operator.db.selectFrom('token').where('revoked_at', 'is not', null).selectAll().execute();
    await page.getByRole('button', { name: 'Give the token back' }).click();
    await page.getByText('You are not logged in.').waitFor();
    const after = await world.operator.db.selectFrom('token').where('revoked_at', 'is not', null).selectAll().execute();
    expect(after.length).toBe(before.length + 1);
    // the second time the session and the consent are known
    await page.getByRole('button', { name: 'Log in with Clientele' }).click();
    await page.getByText('Hello member!').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it('meets a wrong password, and comes in with the right one', async () => {
    const { page } = await open();
    await toLogin(page);
    await logIn(page, 'wrong');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Username').inputValue()).toBe('member');
    expect(await page.evaluate('document.activeElement.id')).toBe('password');
    await logIn(page);
    await page.getByText('Hello member!').waitFor();
    await page.close();
  });

  it('refuses, and the front end says so', async () => {
    const { page } = await open();
    await toLogin(page);
    await logIn(page, PASSWORD, 'admin');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Not logged in: access_denied').waitFor();
    await page.close();
  });

  it('gets through the pages by keyboard alone, with scripts switched off', async () => {
    const client = await world.registerPublic({ name: 'Plain' });
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(authorizationUrl(world.url, client.clientId));
    // a busy browser focuses what is to be filled in some time after the page is there
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type('member');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Plain wants access to your account' }).waitFor();
    const back = page.waitForRequest((request) => request.url().startsWith('https://app.example.org/callback'));
    // past the link by which somebody else logs in
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL((await back).url()).searchParams.get('code')).toBeTruthy();
    await page.close();
  });

  it('connects a device', async () => {
    const client = await world.registerPublic({ name: 'Television', authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const { body } = await world.post('/oauth/device_authorization', client, { scope: 'read' });
    const { page } = await open();
    await page.goto(body.verification_uri_complete);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText(body.user_code).waitFor();
    await picture(page, 'device-confirm');
    await page.getByRole('button', { name: 'Yes, connect it' }).click();
    await logIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'The device is connected' }).waitFor();
    await page.close();
  });

  it.each([
    ['light', 'wide', { width: 1280, height: 800 }],
    ['light', 'narrow', { width: 320, height: 640 }],
    ['dark', 'wide', { width: 1280, height: 800 }],
    ['dark', 'narrow', { width: 320, height: 640 }],
  ] as const)('can read the pages, %s and %s', async (colorScheme, width, viewport) => {
    const client = await world.registerPublic({
      name: `A portal with quite a long name, ${colorScheme} ${width}`,
      vendor: 'Example Software Ltd',
    });
    const { page, faults } = await open({ colorScheme, viewport });
    const look = async (name: string) => {
      await picture(page, `${name}-${colorScheme}-${width}`);
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
      expect(await page.evaluate(contrasts)).toBeGreaterThanOrEqual(4.5);
    };
    await page.goto(authorizationUrl(world.url, client.clientId));
    await look('login');
    await logIn(page, 'wrong');
    await page.getByRole('alert').waitFor();
    await look('wrong-password');
    await logIn(page);
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await look('consent');
    await page.goto(`${world.url}/oauth/device`);
    await look('device');
    await page.goto(`${world.url}/oauth/authorize?client_id=nobody`);
    await look('error');
    expect(faults.filter((fault) => !/status of (400|401)/.test(fault))).toEqual([]);
    await page.close();
  });
});

/** The least contrast of a text with what is behind it (WCAG 2.2, success criterion 1.4.3), as seen by the browser. */
const contrasts = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const color = rgb(getComputedStyle(element).backgroundColor);
    return color.length === 4 && color[3] === 0 && element.parentElement ? behind(element.parentElement) : color;
  };
  const texts = [...document.querySelectorAll('body *')].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return Math.min(...texts.map((element) => {
    const [one, other] = [rgb(getComputedStyle(element).color), behind(element)].map((color) => luminance(color.slice(0, 3)));
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }));
})()`;
