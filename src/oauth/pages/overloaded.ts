import type { Brand } from '../../http/pages/brand.ts';
import { html } from '../../http/pages/html.ts';
import { type Response, SECURITY_HEADERS, sendPage } from '../../http/pages/layout.ts';
import { TOO_MUCH } from '../../http/server.ts';

const HEADERS = { ...SECURITY_HEADERS, ...TOO_MUCH.headers };

const ERROR = {
  status: 503,
  headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ error: 'temporarily_unavailable', error_description: TOO_MUCH.message }),
};

/** Says what a request is told that is not taken on: a browser as a page, a program as JSON. Made once, because it must cost nothing. */
export function overloadedBy(brand: Brand) {
  const response: Response = { type: '', body: undefined, state: { brand } };
  sendPage(response, 'One moment, please', html`<p>${TOO_MUCH.message}</p>`);
  const page = { status: 503, headers: { ...HEADERS, 'content-type': response.type }, body: String(response.body) };
  return (accept: string | undefined) => (accept?.includes('text/html') ? page : ERROR);
}
