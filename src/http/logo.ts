import { type Brand, LOGO_PATH } from './pages/brand.ts';
import { type Handler, onlyBy } from './server.ts';

/** Scripts of an SVG never run, and it loads nothing from elsewhere, also where somebody opens it by itself. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
  'cache-control': 'public, max-age=3600',
};

/** Where the logo is, by path. It is answered however much there is to do, because it is nothing to do. */
export function logoRoute({ logo: { type, content } }: Brand): Readonly<Record<string, Handler>> {
  const answer = { status: 200, headers: { ...HEADERS, 'content-type': type }, body: content };
  return { [LOGO_PATH]: onlyBy(['GET', 'HEAD'], async () => answer) };
}
