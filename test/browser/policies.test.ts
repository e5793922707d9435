import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page, Route } from 'playwright-core';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from '../oauth/support/provider.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { scratchDirectory } from '../support/process.ts';
import { authorizationUrl } from './authorization-url.ts';
import { executablePath, startBrowser } from './chromium.ts';

/** From where Sandbox comes, and the frame in which it runs. */
const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
const FRAME = 'https://sandbox.embed.apollographql.com';

/** What Chromium says of every page that comes with a status of its own. */
const STATUS = (status: number) => expect.stringContaining(`the server responded with a status of ${status}`);

let browser: Browser;
let page: Page;
/** What the browser has said on its console, and what it has kept from happening because of a policy. */
let faults: string[];
/** Addresses elsewhere that were asked for. */
let elsewhere: string[];
beforeAll(async () => {
  if (executablePath) browser = await startBrowser();
});
afterAll(() => browser?.close());
afterEach(() => page?.close());

/**
 * Opens an empty page.
 * @param serve answers what is asked for elsewhere than on this machine, because tests have no other one
 */
async function open(serve: (route: Route) => Promise<void>): Promise<void> {
  page = await browser.newPage();
  faults = [];
  elsewhere = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.exposeFunction('tell', (violation: string) => void faults.push(violation));
  await page.addInitScript(
    `window.violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      violations.push(effectiveDirective + ' ' + blockedURI);
      tell(violations.at(-1));
    });`,
  );
  await page.route(/^https:/, (route) => {
    elsewhere.push(route.request().url());
    return serve(route);
  });
}

(executablePath ? describe : describe.skip)('in a real browser, Sandbox under its policy', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    if (executablePath) gateway = await startGateway();
  });
  afterAll(() => gateway?.stop());

  /** Stands where Apollo's site would be: a script that does what Sandbox does. */
  const site =
    (script: string) =>
    (route: Route): Promise<void> => {
      const { host, pathname } = new URL(route.request().url());
      if (route.request().resourceType() === 'script') return route.fulfill({ contentType: 'text/javascript', body: script });
      if (host === new URL(FRAME).host) return route.fulfill({ contentType: 'text/html', body: '<!doctype html><h1>In its frame</h1>' });
      return pathname.endsWith('.css') ? route.fulfill({ contentType: 'text/css', body: '' }) : route.abort();
    };

  it('is loaded from its own site, frames itself, and asks the gateway', async () => {
    await open(
      site(`window.EmbeddedSandbox = class { constructor({ target, initialEndpoint }) {
        const frame = document.createElement('iframe');
        frame.src = '${FRAME}/';
        document.querySelector(target).append(frame);
        fetch(initialEndpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query": "{ scopes { name } }"}' })
          .then((answer) => answer.json())
          .then(({ data }) => { document.title = data.scopes.map(({ name }) => name).join(' '); });
      } };`),
    );
    await page.goto(`${gateway.url}/graphql`);
    await page.frameLocator('iframe').getByRole('heading', { name: 'In its frame' }).waitFor();
    await page.waitForFunction("document.title === 'read write admin'");
    expect(elsewhere.some((url) => url.startsWith(`${CDN}/`))).toBe(true);
    // what its site does not have here is no fault of the policy
    expect(faults.filter((fault) => !/net::ERR_FAILED/.test(fault))).toEqual([]);
  });

  it('is kept from the scripts, frames and addresses of others, even where its own script wants them', async () => {
    await open(
      site(`const script = document.createElement('script');
        script.src = 'https://scripts.example.org/one.js';
        const frame = document.createElement('iframe');
        frame.src = 'https://frames.example.org/';
        document.body.append(script, frame);
        fetch('https://api.example.org/').catch(() => {});
        window.EmbeddedSandbox = class {};`),
    );
    await page.goto(`${gateway.url}/graphql`);
    const blocked = [
      'script-src-elem https://scripts.example.org/one.js',
      'frame-src https://frames.example.org',
      'connect-src https://api.example.org/',
    ];
    await page.waitForFunction(`new Set(violations).size === ${blocked.length}`);
    expect([...new Set(await page.evaluate<string[]>('violations'))].toSorted()).toEqual(blocked.toSorted());
    expect(elsewhere.filter((url) => url.includes('example.org'))).toEqual([]);
  });

  it('cannot be loaded where there is no network, and that alone is to blame', async () => {
    await open((route) => route.abort('internetdisconnected'));
    await page.goto(`${gateway.url}/graphql`);
    await page.getByText('Apollo Sandbox cannot be loaded; it appears that you might be offline.').waitFor();
    expect(elsewhere.some((url) => url.startsWith(`${CDN}/`))).toBe(true);
    const others = faults.filter((fault) => !/net::ERR_INTERNET_DISCONNECTED/.test(fault));
    expect(others).toEqual(['TypeError: window.EmbeddedSandbox is not a constructor']);
  });

  it.each([
    ['behind a public address', { PUBLIC_URL: 'https://registry.example.org' }],
    ['in production', { NODE_ENV: 'production' }],
  ])('is not there %s, and nothing is asked for elsewhere', async (_, environment) => {
    const other = await startGateway(environment);
    try {
      await open((route) => route.abort());
      await page.goto(`${other.url}/graphql`);
      await page.getByRole('heading', { name: 'This is an API' }).waitFor();
      await page.goto(`${other.url}/nothing`);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    } finally {
      await other.stop();
    }
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([STATUS(404)]);
  });
});

(executablePath ? describe : describe.skip)('in a real browser, the pages on which people log in', () => {
  let world: OAuthWorld;
  beforeAll(async () => {
    if (executablePath) world = await startOAuthWorld();
  });
  afterAll(() => world?.stop());

  const logIn = async (username: string) => {
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const authorize = (clientId: string, more: Record<string, string> = {}) => page.goto(authorizationUrl(world.url, clientId, more));
  const heading = (name: string | RegExp) => page.getByRole('heading', { name }).waitFor();
  const comesBack = () => page.waitForURL('https://app.example.org/callback?*');
  const application: (route: Route) => Promise<void> = (route) => route.fulfill({ contentType: 'text/plain', body: 'back' });

  it('log in, consent, switch accounts and come back without a word on the console, and load nothing', async () => {
    const { clientId } = await world.registerPublic({ name: 'Quiet' });
    await open(application);
    await authorize(clientId);
    await logIn('admin');
    await heading('Quiet wants access to your account');
    await page.getByRole('link', { name: 'Not you? Switch account' }).click();
    await page.getByText('You are signed in as admin until you sign in here.').waitFor();
    await page.getByRole('link', { name: 'Keep this account' }).click();
    await heading('Quiet wants access to your account');
    await page.getByRole('link', { name: 'Not you? Switch account' }).click();
    await logIn('member');
    await page.getByText('You are signed in as member.').waitFor();
    await page.getByRole('button', { name: 'Allow' }).click();
    await comesBack();
    expect(faults).toEqual([]);
    expect(elsewhere.map((url) => new URL(url).pathname)).toEqual(['/callback']);
  });

  it('send the code in a form by the one script that the policy lets run', async () => {
    const { clientId } = await world.registerPublic({ name: 'Posted' });
    await open(application);
    await authorize(clientId, { response_mode: 'form_post' });
    await logIn('member');
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url() === 'https://app.example.org/callback');
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(new URLSearchParams((await sent).postData() ?? '').get('code')).toBeTruthy();
    expect(faults).toEqual([]);
  });

  it('say what is wrong, and the status is all that the console has', async () => {
    const { clientId } = await world.registerPublic({ name: 'Refused' });
    const foreign = await world.registerPublic({ name: 'Foreign', organizationId: world.other.id, skipAuthorization: true });
    await open(application);
    await authorize('nobody');
    await heading('There is no such application');
    await authorize(clientId, { redirect_uri: 'https://elsewhere.example.org/' });
    await heading('You are not sent on');
    await page.goto(`${world.url}/oauth/interaction/rubbish`);
    await heading('This page has expired');
    await page.goto(`${world.url}/oauth/nothing`);
    await heading('There is nothing here');
    expect(faults).toEqual([400, 400, 400, 404].map(STATUS));
    faults = [];
    await authorize(foreign.clientId);
    await logIn('member');
    await heading('You cannot use Foreign');
    await page.getByRole('button', { name: 'Back to the application' }).click();
    await comesBack();
    await page.goto(`${world.url}/oauth/logout`);
    await heading('Sign out?');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading('You are signed out');
    expect(faults).toEqual([]);
    expect(elsewhere.filter((url) => !url.startsWith('https://app.example.org/callback?'))).toEqual([]);
  });
});

(executablePath ? describe : describe.skip)('in a real browser, a logo that would do harm', () => {
  const scratch = scratchDirectory();
  let gateway: Gateway;
  beforeAll(async () => {
    if (!executablePath) return;
    const BRAND_LOGO = join(scratch.path, 'logo.svg');
    const harm = '<script>location = "https://evil.example/script"</script><image href="https://evil.example/image"/>';
    const drawn = '<rect width="64" height="32" onclick="location = \'https://evil.example/click\'"/>';
    writeFileSync(BRAND_LOGO, `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32">${harm}${drawn}</svg>`);
    gateway = await startGateway({ BRAND_LOGO });
  });
  afterAll(async () => {
    await gateway?.stop();
    scratch.remove();
  });

  it('is seen on the pages, and does none, also where somebody opens it by itself', async () => {
    await open((route) => route.abort());
    await page.goto(`${gateway.url}/nowhere`);
    expect(
      await page.evaluate('document.querySelector("header img").decode().then(() => document.querySelector("header img").width)'),
    ).toBe(64);
    expect(faults).toEqual([STATUS(404)]);
    await page.goto(`${gateway.url}/brand/logo`);
    await page.mouse.click(10, 10);
    await page.goto(`${gateway.url}/nowhere`);
    expect(elsewhere).toEqual([]);
  });
});
