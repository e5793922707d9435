import { hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import Negotiator from 'negotiator';
import { CONSOLE_PAGE } from './console-page.ts';
import { nothingPage } from './landing.ts';
import type { Brand } from './pages/brand.ts';
import { html } from './pages/html.ts';
import { type Answer, type Console, errorAnswer, onlyBy, type Request } from './server.ts';

/** What the page is made of: a name, of which nothing leads out of the one directory that they are in. */
const ASSET = /^\/assets\/(?<name>[\w-][\w.-]*)$/;
/** What browsers show beside the name of the page. It is called so whatever is in it. */
const ICON = '/icon.svg';
/** Where log-ins end, be they in a frame of ours. */
const CALLBACK = '/callback';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};
/** How files are there compressed, the smallest first, and how such a file is called. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
];

type Content = Answer<string | Buffer>;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // components write styles of their own
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  // in which it logs in silently
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
];

const headersOf = (ancestors: string, others: Readonly<Record<string, string>>) => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': [...POLICY, `frame-ancestors ${ancestors}`].join('; '),
  ...others,
});
const PAGE_HEADERS = headersOf("'none'", {
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  // by which a log-in in a window of its own still knows who has opened it
  'cross-origin-opener-policy': 'same-origin-allow-popups',
});
/** The address has a code in it, which nobody else is to learn. */
const CALLBACK_HEADERS = headersOf("'self'", { 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'no-referrer' });

/**
 * The console, as it was built. Of our own, because sirv, which serves such files, ends the process when a file is gone that it has
 * seen at its start, throws for a range that ends before it begins, and takes `br;q=0` for a wish.
 * @param directory that of `index.html` and `assets`
 * @param brand which the page is told of by what it says of itself
 * @param issuer the address at which the gateway wants to be asked, without a slash at its end
 * @returns undefined where it was not built
 */
export async function openConsole(directory: string, brand: Brand, issuer: string): Promise<Console | undefined> {
  const base = new URL(`${issuer}/`).pathname;
  const said =
    html`<base href="${base}"><meta name="issuer" content="${issuer}"><meta name="brand" content="${brand.name}"><meta name="brand-logo" content="${brand.icon}">`
      .text;
  const index = join(directory, 'index.html');
  if (!(await contentOf(index))) return undefined;
  // read anew each time, because what it refers to may be built anew
  const showPage = async (request: Request): Promise<Content> => {
    const built = await contentOf(index);
    if (!built) return errorAnswer('SERVICE_UNAVAILABLE', 'The console is being built. Try again in a moment.', { 'retry-after': '1' });
    const page = String(built).replace(/<head[^>]*>/, (head) => head + said);
    const headers = request.path === CALLBACK ? CALLBACK_HEADERS : PAGE_HEADERS;
    return showAnew(request, headers, page);
  };
  const showIcon = async (request: Request): Promise<Content> => {
    const icon = await contentOf(join(directory, ICON));
    return icon ? showAnew(request, { 'content-type': TYPES['.svg'] as string, 'cache-control': 'no-cache' }, icon) : nothingAt(request);
  };
  const handle = onlyBy(['GET', 'HEAD'], (request) => {
    if (request.path === ICON) return showIcon(request);
    const name = ASSET.exec(request.path)?.groups?.name;
    return name === undefined ? showPage(request) : showAsset(request, directory, name);
  });
  const answers = (path: string) => CONSOLE_PAGE.test(path) || ASSET.test(path) || path === ICON;
  return { home: base, nothing: nothingPage(brand, base), answers, handle };
}

/** Shows what browsers ask for each time. */
const showAnew = (request: Request, headers: Readonly<Record<string, string>>, body: string | Buffer): Content =>
  unlessKnown(request, { status: 200, headers: { ...headers, etag: `"${hash('sha256', body, 'base64url')}"` }, body });

async function showAsset(request: Request, directory: string, name: string): Promise<Content> {
  const type = TYPES[extname(name)];
  const accepted = new Negotiator(request).encodings(ENCODINGS.map(({ name }) => name));
  const wanted = ENCODINGS.filter(({ name }) => accepted.includes(name));
  for (const encoding of type === undefined ? [] : [...wanted, undefined]) {
    const file = `${name}${encoding?.suffix ?? ''}`;
    const body = await contentOf(join(directory, 'assets', file));
    if (!body) continue;
    const headers = {
      'content-type': type as string,
      ...(encoding && { 'content-encoding': encoding.name }),
      // its name has the digest of what is in it
      etag: `"${file}"`,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    };
    return unlessKnown(request, { status: 200, headers, body });
  }
  return nothingAt(request);
}

const nothingAt = ({ path }: Request) => errorAnswer('NOT_FOUND', `There is nothing at ${path}.`, { 'cache-control': 'no-store' });

/** What is in a file; undefined where there is none, and for a link, which may lead anywhere. */
async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    return await file.readFile();
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'EISDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** An answer, which says no more than that where the client has it already (RFC 9110, section 13.1.2). */
function unlessKnown({ headers: { 'if-none-match': known = '' } }: Request, answer: Content): Content {
  const tags = known.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(answer.headers?.etag ?? '') || known === '*' ? { ...answer, status: 304 } : answer;
}
