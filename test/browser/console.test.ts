import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ConsoleWorld, startConsoleWorld } from '../oauth/console/support.ts';
import { PASSWORD } from '../oauth/support/provider.ts';
import { buildConsole } from '../support/console-files.ts';
import { scratchDirectory } from '../support/process.ts';
import { executablePath, startBrowser } from './chromium.ts';

/** As much of a front end as logs somebody in: in a frame, in a window of its own, and out again. */
const FRONT_END = `
const random = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const home = document.baseURI;
if (location.pathname.endsWith('/callback')) {
  for (const other of [opener, parent === window ? null : parent]) other?.postMessage(location.search, new URL(home).origin);
  if (opener) close();
}
async function begin(more, open) {
  const verifier = random();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const challenge = btoa(String.fromCharCode(...new Uint8Array(digest))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const client = { client_id: 'clientele-console', redirect_uri: home + 'callback' };
  const asked = new Promise((resolve) => addEventListener('message', ({ data, origin }) => origin === location.origin && resolve(data), { once: true }));
  open(home + 'oauth/authorize?' + new URLSearchParams({ ...client, response_type: 'code', scope: 'openid read write admin', code_challenge: challenge, code_challenge_method: 'S256', ...more }));
  const answer = Object.fromEntries(new URLSearchParams(await asked));
  if (!answer.code) return answer;
  const body = new URLSearchParams({ ...client, grant_type: 'authorization_code', code: answer.code, code_verifier: verifier });
  const token = await (await fetch(home + 'oauth/token', { method: 'POST', body })).json();
  const headers = { authorization: 'Bearer ' + token.access_token, 'content-type': 'application/json' };
  const { data } = await (await fetch(home + 'graphql', { method: 'POST', headers, body: '{"query": "{ viewer { username } }"}' })).json();
  return { username: data.viewer.username, idToken: token.id_token };
}
window.silently = () => begin({ prompt: 'none' }, (url) => {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = url;
  document.body.append(frame);
});
window.inWindow = () => begin({}, (url) => { open(url, 'log-in', 'popup'); });
window.leave = (idToken) => { location.href = home + 'oauth/logout?' + new URLSearchParams({ id_token_hint: idToken, post_logout_redirect_uri: home }); };
document.title = 'ready';
`;

const scratch = scratchDirectory();
let browser: Browser;
let world: ConsoleWorld;
let context: BrowserContext;
let page: Page;
/** What a policy has kept from happening. */
let violations: string[];
beforeAll(async () => {
  if (!executablePath) return;
  browser = await startBrowser();
  const files = buildConsole(scratch.path);
  writeFileSync(join(files, 'assets/front-end-1.js'), FRONT_END);
  writeFileSync(
    join(files, 'index.html'),
    '<!doctype html><html><head><title></title></head><body><script type="module" src="assets/front-end-1.js"></script></body></html>',
  );
  world = await startConsoleWorld({}, files);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  scratch.remove();
});

async function open(path: string): Promise<void> {
  context = await browser.newContext();
  page = await context.newPage();
  violations = [];
  page.on('console', (message) => /Content Security Policy|frame/i.test(message.text()) && violations.push(message.text()));
  await page.goto(world.url + path);
  await page.waitForFunction("document.title === 'ready'");
}

/** Logs somebody in, in a window of its own. */
async function logIn(username: string): Promise<{ username: string; idToken: string }> {
  const opened = context.waitForEvent('page');
  const answer = page.evaluate<{ username: string; idToken: string }>('inWindow()');
  const login = await opened;
  await login.getByLabel('Username').fill(username);
  await login.getByLabel('Password').fill(PASSWORD);
  await login.getByRole('button', { name: 'Sign in' }).click();
  return answer;
}

(executablePath ? describe : describe.skip)('in a real browser, a front end under the policy of the console', () => {
  it('is told in a frame that nobody is signed in', async () => {
    await open('/applications/new');
    expect(await page.evaluate('silently()')).toMatchObject({ error: 'login_required' });
    expect(violations).toEqual([]);
    await context.close();
  });

  it('logs somebody in by a window that knows its opener, and from then on in a frame', async () => {
    await open('/');
    expect((await logIn('member')).username).toBe('member');
    expect(await page.evaluate('silently()')).toMatchObject({ username: 'member' });
    await page.reload();
    await page.waitForFunction("document.title === 'ready'");
    expect(await page.evaluate('silently()')).toMatchObject({ username: 'member' });
    expect(violations).toEqual([]);
    await context.close();
  });

  it('signs somebody out without a question', async () => {
    await open('/users');
    const { idToken } = await logIn('admin');
    await page.evaluate(`leave(${JSON.stringify(idToken)})`);
    await page.waitForURL(`${world.url}/`);
    await page.waitForFunction("document.title === 'ready'");
    expect(await page.evaluate('silently()')).toMatchObject({ error: 'login_required' });
    await context.close();
  });

  it('is framed by no other page, nor is where its log-ins end', async () => {
    await open('/');
    await logIn('member');
    const other = await context.newPage();
    await other.route('http://other.localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }));
    await other.goto('http://other.localhost/');
    for (const path of ['/', '/callback?code=x']) {
      await other.evaluate(`new Promise((resolve) => {
        const frame = document.createElement('iframe');
        frame.addEventListener('load', resolve);
        frame.src = ${JSON.stringify(world.url + path)};
        document.body.append(frame);
      }).then(() => undefined)`);
      const content = await other.frames().at(-1)?.evaluate('document.title');
      expect([path, content]).not.toEqual([path, 'ready']);
    }
    await context.close();
  });
});
