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
    await superuser.go('applications/new');
    await page.getByRole('radio', { name: /^Single page/ }).check();
    await page.getByLabel(/^Name/).fill('Walk <script>alert(1)</script>');
    await page.getByRole('combobox', { name: /^Organization/ }).click();
    await page.getByRole('option').first().click();
    const redirectUri = `${demo.url}elsewhere`;
    await page
      .getByRole('group', { name: /^Redirect URIs/ })
      .getByRole('textbox')
      .first()
      .fill(redirectUri);
    await button('Register').click();
    await page.getByRole('heading', { name: 'Walk <script>alert(1)</script> is registered' }).waitFor();
    await page.getByRole('link', { name: 'Open the application' }).click();
    await page.waitForURL(/\/applications\/[^/]+\/settings$/);
    const clientId = decodeURIComponent(page.url().split('/').at(-2) ?? '');

    const verifier = 'a'.repeat(64);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const wanted = { client_id: clientId, response_type: 'code', redirect_uri: redirectUri, scope: 'read', code_challenge: challenge };
    const front = await page.context().newPage();
    await front.goto(`${demo.url}oauth/authorize?${new URLSearchParams({ ...wanted, code_challenge_method: 'S256' })}`);
    await front.getByRole('button', { name: 'Allow' }).click();
    await front.waitForURL(/elsewhere\?/);
    const code = new URL(front.url()).searchParams.get('code') ?? '';
    const redeemed = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code, code_verifier: verifier };
    const answer = await fetch(`${demo.url}oauth/token`, { method: 'POST', body: new URLSearchParams(redeemed) });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const isLive = async () => (await fetch(`${demo.url}graphql?query={viewer{id}}`, { headers: { authorization: `Bearer ${token}` } })).ok;
    expect(await isLive()).toBe(true);

    await superuser.go('account?part=grants');
    await button('Withdraw what Walk <script>alert(1)</script> may do').click();
    await dialog().getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('You have allowed nothing').waitFor();
    expect(await isLive()).toBe(false);
    expect(superuser.faults).toEqual([]);
  });

  it('rotates a client secret, and the earlier one still works for a day', async () => {
    await superuser.go('applications/new?kind=service');
    await page.getByLabel(/^Name/).fill('Nightly report');
    await page.getByRole('combobox', { name: /^Organization/ }).click();
    await page.getByRole('option').first().click();
    await button('Register').click();
    const first = (await page.locator('[data-secret]').textContent()) ?? '';
    await page.getByRole('checkbox', { name: 'I have stored it' }).check();
    await page.getByRole('link', { name: 'Open the application' }).click();
    await page.waitForURL(/\/settings$/);
    const clientId = decodeURIComponent(page.url().split('/').at(-2) ?? '');
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
