import { createHash } from 'node:crypto';
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

/** Fills in what every application has, registers it. */
async function register(kind: 'page' | 'service', name: string): Promise<void> {
  await superuser.go(`applications/new?kind=${kind}`);
  await page.getByLabel(/^Name/).fill(name);
  await page.getByRole('combobox', { name: /^Organization/ }).click();
  await page.getByRole('option').first().click();
}

/** Opens the application that was registered. @returns its client id */
async function openRegistered(): Promise<string> {
  await page.getByRole('link', { name: 'Open the application' }).click();
  await page.waitForURL(/\/applications\/[^/]+\/settings$/);
  return decodeURIComponent(page.url().split('/').at(-2) ?? '');
}

const redirectUri = () => `${demo.url}elsewhere`;

/** Registers a single-page application. @returns its client id */
async function registerPage(name: string): Promise<string> {
  await register('page', name);
  await page
    .getByRole('group', { name: /^Redirect URIs/ })
    .getByRole('textbox')
    .first()
    .fill(redirectUri());
  await button('Register').click();
  await page.getByRole('heading', { name: `${name} is registered` }).waitFor();
  return openRegistered();
}

/** Registers an application that runs without a user. */
async function registerService(name: string): Promise<{ clientId: string; secret: string }> {
  await register('service', name);
  await button('Register').click();
  const secret = (await page.locator('[data-secret]').textContent()) ?? '';
  await page.getByRole('checkbox', { name: 'I have stored it' }).check();
  return { clientId: await openRegistered(), secret };
}

/** Logs in to a single-page application, and allows it what it asks for. @returns its access token */
async function logInTo(clientId: string): Promise<string> {
  const verifier = 'a'.repeat(64);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const wanted = { client_id: clientId, response_type: 'code', redirect_uri: redirectUri(), scope: 'read', code_challenge: challenge };
  const front = await page.context().newPage();
  await front.goto(`${demo.url}oauth/authorize?${new URLSearchParams({ ...wanted, code_challenge_method: 'S256' })}`);
  await front.getByRole('button', { name: 'Allow' }).click();
  await front.waitForURL(/elsewhere\?/);
  const code = new URL(front.url()).searchParams.get('code') ?? '';
  await front.close();
  const redeemed = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri(), code, code_verifier: verifier };
  const answer = await fetch(`${demo.url}oauth/token`, { method: 'POST', body: new URLSearchParams(redeemed) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const isLive = async (token: string) =>
  (await fetch(`${demo.url}graphql?query={viewer{id}}`, { headers: { authorization: `Bearer ${token}` } })).ok;

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

  it('registers a single-page application, logs in to it, and withdraws what that may do', async () => {
    const clientId = await registerPage('Walk <script>alert(1)</script>');
    const token = await logInTo(clientId);
    expect(await isLive(token)).toBe(true);

    await superuser.go('account?part=grants');
    await button('Withdraw what Walk <script>alert(1)</script> may do').click();
    await dialog().getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('You have allowed nothing').waitFor();
    expect(await isLive(token)).toBe(false);
    expect(superuser.faults).toEqual([]);
  });

  it('rotates a client secret, and the earlier one still works for a day', async () => {
    const { clientId, secret: first } = await registerService('Nightly report');
    await page.getByRole('link', { name: 'Secrets' }).click();
    await button('Rotate').click();
    await dialog()
      .getByLabel(/^The earlier secrets/)
      .selectOption('work for another day');
    await dialog().getByRole('button', { name: 'Rotate' }).click();
    const second = (await page.locator('[data-secret]').textContent()) ?? '';
    await page.getByRole('checkbox', { name: 'I have stored it' }).check();
    await button('Done').click();
    const works = async (secret: string) => {
      const authorization = `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`;
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      return (await fetch(`${demo.url}oauth/token`, { method: 'POST', headers: { authorization }, body })).status;
    };
    expect([first === second, await works(first), await works(second), await works('wrong')]).toEqual([false, 200, 200, 401]);
    expect(superuser.faults).toEqual([]);
  });

  it('revokes one token of an application, then all that it has', async () => {
    const { clientId, secret } = await registerService('Nightly export');
    const authorization = `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`;
    const ask = (path: string, body: Record<string, string>) =>
      fetch(`${demo.url}oauth/${path}`, { method: 'POST', headers: { authorization }, body: new URLSearchParams(body) });
    const tokens: string[] = [];
    for (let count = 0; count < 3; count++) {
      const { access_token: token } = (await (await ask('token', { grant_type: 'client_credentials' })).json()) as { access_token: string };
      tokens.push(token);
    }
    const areLive = async () => {
      const answers = await Promise.all(tokens.map(async (token) => (await ask('introspect', { token })).json()));
      return answers.map((answer) => (answer as { active: boolean }).active);
    };
    await page.getByRole('link', { name: 'Tokens', exact: true }).click();
    await page.getByText('3 active of 3').waitFor();
    await button(`Revoke the token that ends in ${tokens[1]?.slice(-4)}`).click();
    await dialog().getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('2 active of 3').waitFor();
    expect(await areLive()).toEqual([true, false, true]);
    await button('Revoke all').click();
    await dialog().getByText('2 active tokens of Nightly export').waitFor();
    await dialog().getByRole('button', { name: 'Revoke all' }).click();
    await page.getByText('0 active of 3').waitFor();
    expect(await areLive()).toEqual([false, false, false]);
    await page.getByLabel('State').selectOption('Active');
    await page.getByText('No tokens').waitFor();
    expect(superuser.faults).toEqual([]);
  });

  it('withdraws what a user has allowed an application', async () => {
    const clientId = await registerPage('Gallery');
    const token = await logInTo(clientId);
    expect(await isLive(token)).toBe(true);
    await page.getByRole('link', { name: 'Users', exact: true }).last().click();
    await button(`Withdraw what ${demo.superuser.username} has allowed`).click();
    await dialog().getByText('The tokens that Gallery has of admin stop working at once').waitFor();
    await dialog().getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Nobody has allowed it anything').waitFor();
    expect(await isLive(token)).toBe(false);
    expect(superuser.faults).toEqual([]);
  });

  it('sees what somebody else has saved meanwhile beside what one has typed, and chooses', async () => {
    await superuser.go('applications?q=billing');
    await page
      .getByRole('link', { name: /billing/i })
      .first()
      .click();
    await page.getByLabel(/^Description/).waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel(/^Description/).fill('Theirs');
    await other.getByRole('button', { name: 'Save' }).click();
    await other.getByText('Saved.').waitFor();
    await page.getByLabel(/^Description/).fill('Mine');
    await button('Save').click();
    await page.getByText('Somebody else has changed it meanwhile').waitFor();
    await dialog().getByText('Theirs', { exact: true }).last().waitFor();
    await dialog().getByRole('radio', { name: /^Mine/ }).check();
    await button('Save what is chosen').click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await settled(page);
    expect(await page.getByLabel(/^Description/).inputValue()).toBe('Mine');
    expect(superuser.faults).toEqual([]);
  });

  it('saves what one has typed although a superuser has set a new password meanwhile', async () => {
    const member = await visit(browser, demo, demo.member);
    await member.go('account');
    await member.page.getByLabel('Family name').fill('Typed');
    await superuser.go('users');
    await page.getByRole('link', { name: demo.member.username, exact: true }).click();
    // the same, for those who log in after this
    await page.getByLabel(/^New password/).fill(demo.member.password);
    await page.getByRole('checkbox', { name: /^Also revoke all tokens/ }).check();
    await button('Set the password').click();
    await page.getByText(/^The password was set/).waitFor();

    await member.page.getByRole('button', { name: 'Save' }).click();
    await member.page.getByText('Your session has ended').waitFor();
    const opened = member.page.context().waitForEvent('page');
    await member.page.getByRole('dialog').getByRole('button').click();
    const login = await opened;
    await login.getByLabel('Username').fill(demo.member.username);
    await login.getByLabel('Password').fill(demo.member.password);
    await login.getByRole('button', { name: 'Sign in' }).click();
    await member.page.getByText('Your profile was changed.').waitFor();
    await superuser.go(`users?search=${demo.member.username}`);
    await page.getByRole('cell', { name: /Typed$/ }).waitFor();
    await member.close();
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
    // a menu of its operations, once the editor has read them
    await page
      .locator('button[aria-haspopup=menu]')
      .and(page.getByRole('button', { name: /Execute query/ }))
      .click();
    await page.getByRole('menuitem', { name: 'WhoAmI' }).click();
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
