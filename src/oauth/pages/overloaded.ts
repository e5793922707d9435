import { html } from '../../http/pages/html.ts';
import { type Response, SECURITY_HEADERS, sendPage } from '../../http/pages/layout.ts';
import { TOO_MUCH } from '../../http/server.ts';

const HEADERS = { ...SECURITY_HEADERS, ...TOO_MUCH.headers };

const page: Response = { type: '', body: undefined };
sendPage(page, 'One moment, please', html`<p>${TOO_MUCH.message}</p>`);

const PAGE = { status: 503, headers: { ...HEADERS, 'content-type': page.type }, body: String(page.body) };
const ERROR = {
  status: 503,
  headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ error: 'temporarily_unavailable', error_description: TOO_MUCH.message }),
};

/** What a request is told that is not taken on: a browser as a page, a program as JSON. Made once, because it must cost nothing. */
export const overloaded = (accept: string | undefined) => (accept?.includes('text/html') ? PAGE : ERROR);
