import { html } from '../../http/pages/html.ts';
import { type Response, SECURITY_HEADERS, sendPage } from '../../http/pages/layout.ts';

const MEANING = 'The server has more to do than it can. Try again in a moment.';
const HEADERS = { ...SECURITY_HEADERS, 'retry-after': '1' };

const page: Response = { type: '', body: undefined };
sendPage(page, 'One moment, please', html`<p>${MEANING}</p>`);

const PAGE = { status: 503, headers: { ...HEADERS, 'content-type': page.type }, body: String(page.body) };
const ERROR = {
  status: 503,
  headers: { ...HEADERS, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ error: 'temporarily_unavailable', error_description: MEANING }),
};

/** What a request is told that is not taken on: a browser as a page, a program as JSON. Made once, because it must cost nothing. */
export const overloaded = (accept: string | undefined) => (accept?.includes('text/html') ? PAGE : ERROR);
