import { html } from './pages/html.ts';
import { type Response, SECURITY_HEADERS, sendPage } from './pages/layout.ts';

const CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
const ASSETS = 'https://apollo-server-landing-page.cdn.apollographql.com';

/** Where Apollo Sandbox runs: in a frame, from which its script here asks what it is asked to ask. */
export const SANDBOX_ORIGINS = ['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'];

const written = (title: string, content: Parameters<typeof sendPage>[2]): string => {
  const page: Response = { type: '', body: undefined };
  sendPage(page, title, content);
  return String(page.body);
};

/** What a browser is shown that opens the API, where there is no Sandbox. */
export const LANDING_PAGE = written(
  'This is an API',
  html`<p>Programs send GraphQL requests to this address, by POST and with a bearer token. There is nothing to see here for a browser.</p>
<p>Applications find where their users sign in at <code>/.well-known/openid-configuration</code>, beside this address.</p>
<p>If you came here to sign in, go to the application that you want to use, and start there.</p>`,
);

/** What a browser is shown where there is nothing. */
export const NOTHING = written(
  'There is nothing here',
  html`<p>Check the address, or go back to where you came from. The API is at <code>/graphql</code>.</p>
<p>If you came here to sign in, go to the application that you want to use, and start there.</p>`,
);

/** What browsers are told of such a page: what a page says on which people log in. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = { ...SECURITY_HEADERS, 'content-type': 'text/html; charset=utf-8' };

/**
 * What browsers are told of Sandbox, a script from elsewhere: to run no other, and to let it ask nobody but this gateway.
 * @param page Sandbox itself, whose scripts and styles are marked by a nonce
 */
export function sandboxHeaders(page: string): Readonly<Record<string, string>> {
  const [, nonce = ''] = /<script nonce="([\w-]+)"/.exec(page) ?? [];
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${CDN}`,
    `style-src 'nonce-${nonce}' ${CDN} https://fonts.googleapis.com`,
    'font-src https://fonts.gstatic.com',
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
