import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OWN_LOGO } from '../../src/http/pages/logo.ts';
import { buildConsole } from '../support/console-files.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { scratchDirectory } from '../support/process.ts';
import { ask } from '../support/wire.ts';

const scratch = scratchDirectory();
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.document.title = "stolen"</script></svg>';
const BRAND_LOGO = join(scratch.path, 'logo');
writeFileSync(BRAND_LOGO, SVG);

let gateway: Gateway;
let plain: Gateway;
beforeAll(async () => {
  const environment = { BRAND_NAME: 'Tom & <Jerry>', BRAND_LOGO, PUBLIC_URL: 'https://id.example/accounts/', INTROSPECTION: 'true' };
  gateway = await startGateway({ ...environment, CONSOLE: 'true' }, buildConsole(scratch.path));
  plain = await startGateway({ PUBLIC_URL: 'https://id.example' });
});
afterAll(async () => {
  await gateway.stop();
  await plain.stop();
  scratch.remove();
});

const open = (url: string) => ask(url, { headers: { accept: 'text/html' } });
const header = (text: string) => /<header>(.*?)<\/header>/s.exec(text)?.[1];
const icon = (text: string) => /<link rel="icon" href="([^"]*)">/.exec(text)?.[1];

describe('a name and a logo of one’s own', () => {
  it.each(['/nowhere', '/oauth/authorize?client_id=nobody', '/oauth/device'])('are on the page at %s', async (path) => {
    const { text } = await open(`${gateway.url}${path}`);
    expect(text).toMatch(/<title>[^<]+ – Tom &amp; &lt;Jerry&gt;<\/title>/);
    expect(icon(text)).toMatch(/^\/accounts\/brand\/logo\?[\w-]{8}$/);
    expect(header(text)).toBe(`<img src="${icon(text)}" alt="" height="32"><span>Tom &amp; &lt;Jerry&gt;</span>`);
  });

  it('are told to the console, by its page', async () => {
    const { text } = await open(`${gateway.url}/applications`);
    expect(text).toContain('<meta name="brand" content="Tom &amp; &lt;Jerry&gt;">');
    expect(text).toMatch(/<meta name="brand-logo" content="\/accounts\/brand\/logo\?[\w-]{8}">/);
  });

  it('come with a logo that can do no harm, also where somebody opens it by itself', async () => {
    const { status, headers, text } = await ask(`${gateway.url}/brand/logo?whatever`);
    expect({ status, text }).toEqual({ status: 200, text: SVG });
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=3600',
    });
    expect((await ask(`${gateway.url}/brand/logo`, { method: 'POST' })).status).toBe(405);
    expect((await ask(`${gateway.url}/brand/other`)).status).toBe(404);
  });

  it('are ours where none are set', async () => {
    const { text, headers } = await open(`${plain.url}/graphql`);
    expect(text).toContain('<title>This is an API – Clientele</title>');
    expect(header(text)).toBe(`${OWN_LOGO}<span>Clientele</span>`);
    expect(headers['content-security-policy']).toContain("img-src 'self'");
    expect(icon(text)).toMatch(/^\/brand\/logo\?[\w-]{8}$/);
    expect((await ask(`${plain.url}${icon(text)}`)).text).toBe(OWN_LOGO);
  });
});
