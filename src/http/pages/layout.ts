import { createHash } from 'node:crypto';
import type { Brand } from './brand.ts';
import { html, Markup, withoutElements } from './html.ts';
import { STYLE } from './style.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * What every answer of the authorization server says to browsers: run nothing, frame nothing, show no picture from elsewhere, tell no
 * other site where one comes from. Form targets are not restricted, because browsers would apply that to the redirect to the client too.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  // the provider adds the digest of its own script to an empty script-src, where a client asks for response_mode=form_post
  'content-security-policy': `default-src 'none'; img-src 'self'; style-src 'sha256-${STYLE_HASH}'; script-src; base-uri 'none'; frame-ancestors 'none'`,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** As much of an answer as a page needs. */
export interface Response {
  type: string;
  body: unknown;
  /** Whose page it is. */
  readonly state: { readonly brand: Brand };
}

/** Answers with a page. */
export function sendPage(response: Response, title: string | Markup, content: Markup): void {
  const { brand } = response.state;
  const heading = html`${title}`;
  response.type = 'text/html; charset=utf-8';
  response.body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${withoutElements(html`${heading} – ${brand.name}`)}</title>
<link rel="icon" href="${brand.icon}">
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header>${brand.mark}<span>${brand.name}</span></header>
<main>
<h1>${heading}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** What went wrong, announced by screen readers. */
export const alert = (message: string | undefined): Markup | undefined =>
  message === undefined ? undefined : html`<p class="alert" role="alert" id="fault">${message}</p>`;
