import type { Brand } from './pages/brand.ts';
import { html } from './pages/html.ts';
import { type Response, SECURITY_HEADERS, sendPage } from './pages/layout.ts';

const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
const ASSETS = 'https://apollo-server-landing-page.cdn.apollographql.com';

/** Where Apollo Sandbox runs: in a frame, from which its script here asks what it is asked to ask. */
export const SANDBOX_ORIGINS = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

const written = (brand: Brand, title: string, content: Parameters<typeof sendPage>[2]): string => {
  const page: Response = { type: '', body: undefined, state: { brand } };
  sendPage(page, title, content);
  return String(page.body);
};

/** What a browser is shown that opens the API, where there is no Sandbox. */
export const landingPage = (brand: Brand): string =>
  written(
    brand,
    'This is an API',
    html`<p>Programs send GraphQL requests to this address, by POST and with a bearer token. There is nothing to see here for a browser.</p>
<p>Applications find where their users sign in at <code>/.well-known/openid-configuration</code>, beside this address.</p>
<p>If you came here to sign in, go to the application that you want to use, and start there.</p>`,
  );

/** What a browser is shown where there is nothing. @param home where the console is, if it is anywhere */
export const nothingPage = (brand: Brand, home?: string): string =>
  written(
    brand,
    'There is nothing here',
    html`<p>Check the address, or go back to where you came from. The API is at <code>/graphql</code>.</p>
${home !== undefined && html`<p>Applications and their tokens are shown by <a href="${home}">the console</a>.</p>`}
<p>If you came here to sign in, go to the application that you want to use, and start there.</p>`,
  );

/** What browsers are told of such a page: what a page says on which people log in. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = { ...SECURITY_HEADERS, 'content-type': 'text/html; charset=utf-8' };

/** What the page of Sandbox asks elsewhere for itself, and not for what is in its frame. Browsers show nothing until they have it. */
const FONTS = /<link[^>]+https:\/\/fonts\.g[^>]+>/g;

/**
 * What a browser gets that opens the API.
 * @param page by which Apollo answers: Sandbox, or that there is nothing to see
 * @param home where the console is, if it is anywhere
 */
export function landing(page: string, home: string | undefined) {
  const nonce = nonceOf(page);
  if (nonce !== undefined) {
    const body = page.replace(FONTS, '').replace('<body>', (start) => `${start}${home === undefined ? '' : linkTo(home, nonce)}`);
    return { status: 200, headers: sandboxHeaders(nonce), body };
  }
  if (home === undefined) return { status: 200, headers: PAGE_HEADERS, body: page };
  return { status: 303, headers: { ...SECURITY_HEADERS, vary: 'accept', location: `${home}explorer` }, body: '' };
}

/** What is to be seen until Sandbox covers it, which it never does where there is no internet. */
const linkTo = (home: string, nonce: string): string =>
  html`<style nonce="${nonce}">#embeddableSandbox:empty { display: none } #explorer { font: 1rem/1.5 system-ui, sans-serif; margin: 1em }</style>
<p id="explorer">Apollo Sandbox comes from the internet. <a href="${home}explorer">The explorer of the console</a> does the same without.</p>`
    .text;

/** What marks the scripts of Sandbox; our own pages have none. */
const nonceOf = (page: string): string | undefined => /<script nonce="([\w-]+)"/.exec(page)?.[1];

/**
 * What browsers are told of Sandbox, a script from elsewhere: to run no other, and to let it ask nobody but this gateway.
 * @param nonce by which its scripts and styles are marked
 */
function sandboxHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${CDN}`,
    `style-src 'nonce-${nonce}' ${CDN}`,
    `img-src ${ASSETS}`,
    `manifest-src ${ASSETS}`,
    `frame-src ${SANDBOX_ORIGINS[1]}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { ...PAGE_HEADERS, 'content-security-policy': policy.join('; ') };
}
