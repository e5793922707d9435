import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let relaxed: OAuthWorld;
let strict: OAuthWorld;
beforeAll(async () => {
  relaxed = await startOAuthWorld({ REDIRECT_URI_RULES: 'http-hosts,dotless-schemes, path-wildcards' });
  strict = await startOAuthWorld();
});
afterAll(() => Promise.all([relaxed.stop(), strict.stop()]));

const ANY_PATH = 'https://app.example.org/app/*';
const ASKED = 'https://app.example.org/app/a/b';

/** A client that registered redirect URIs while the settings allowed them, which they do no more. */
async function registeredBefore(redirectUris: string[]): Promise<Client> {
  const client = await strict.registerPublic();
  await strict.app.store.write(({ db }) =>
    db
      .updateTable('application')
      .set({ redirect_uris: JSON.stringify(redirectUris) as never })
      .where('id', '=', client.databaseId)
      .execute(),
  );
  return client;
}

/** Where the answer to an authorization request would send a browser; its status where it sends it nowhere. */
async function sentTo(world: OAuthWorld, client: Client, parameters: Record<string, string | undefined>) {
  const { page } = await world.authorize(client, { prompt: 'none', ...parameters });
  return page.response.headers.get('location') ?? page.status;
}

const NAMES = ['http://intranet.example/cb', 'cursor://anysphere.cursor-retrieval/oauth/callback'];

describe('where settings allow it', () => {
  it('users are sent to where a wildcard stands for, and a code is redeemed there alone', async () => {
    const client = await relaxed.registerPublic({ redirectUris: [ANY_PATH] });
    const { page, code, verifier } = await relaxed.logIn(client, 'member', { redirect_uri: ASKED });
    expect(page.url.startsWith(`${ASKED}?code=`)).toBe(true);
    for (const other of [ANY_PATH, 'https://app.example.org/app/a', '']) {
      const { status } = await relaxed.redeem(client, code, verifier, { redirect_uri: other });
      expect({ other, status }).toEqual({ other, status: 400 });
    }
    expect((await relaxed.redeem(client, code, verifier, { redirect_uri: ASKED })).status).toBe(200);
  });

  it.each(NAMES)('users are sent to %s', async (uri) => {
    const client = await relaxed.registerPublic({ redirectUris: [uri] });
    const { page, code, verifier } = await relaxed.logIn(client, 'member', { redirect_uri: uri });
    expect(page.url.startsWith(`${uri}?code=`)).toBe(true);
    expect((await relaxed.redeem(client, code, verifier, { redirect_uri: uri })).status).toBe(200);
  });

  it.each([
    ['the pattern itself', ANY_PATH],
    ['nothing', undefined],
    ['dot segments', 'https://app.example.org/app/../admin'],
    ['encoded dot segments', 'https://app.example.org/app/%2e%2e/admin'],
    ['an encoded slash', 'https://app.example.org/app/..%2fadmin'],
    ['an encoded backslash', 'https://app.example.org/app/..%5cadmin'],
    ['dots that are encoded twice', 'https://app.example.org/app/%252e%252e/admin'],
    ['a fragment', `${ASKED}#x`],
    ['a query', `${ASKED}?code=x`],
    ['another host', 'https://app.example.org@evil.example/app/a'],
    ['another port', 'https://app.example.org:8443/app/a'],
  ])('a wildcard leads nobody to %s', async (_, uri) => {
    const client = await relaxed.registerPublic({ redirectUris: [ANY_PATH] });
    for (const wrong of [{}, { response_type: undefined }, { response_type: 'token' }, { scope: 'unknown' }, { response_mode: 'fragment' }])
      expect(await sentTo(relaxed, client, { redirect_uri: uri, ...wrong })).toBe(400);
    const pushed = { response_type: 'code', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    const { status } = await relaxed.post('/oauth/par', client, uri === undefined ? pushed : { ...pushed, redirect_uri: uri });
    expect(status).toBe(400);
  });
});

describe('where settings allow it no more', () => {
  it.each([[ANY_PATH, ASKED], ...NAMES.map((name) => [name, name] as const)])(
    'nobody is sent to what was registered as %s',
    async (uri, asked) => {
      const client = await registeredBefore([uri]);
      for (const redirectUri of [asked, uri, undefined])
        for (const wrong of [{}, { response_type: undefined }, { response_type: 'token' }, { scope: 'unknown' }])
          expect(await sentTo(strict, client, { redirect_uri: redirectUri, ...wrong })).toBe(400);
      const { page } = await strict.authorize(client, { redirect_uri: asked });
      expect({ title: page.title, location: page.response.headers.get('location') }).toEqual({
        title: 'You are not sent on',
        location: null,
      });
    },
  );

  it('all others still work, and what stays as it is may stay', async () => {
    const redirectUris = ['https://app.example.org/callback', ANY_PATH, ...NAMES];
    const client = await registeredBefore(redirectUris);
    expect((await strict.tokensOf(client)).status).toBe(200);
    const update = (input: object) =>
      mutate(strict.ask.admin, 'updateApplication', { id: client.id, ...input }, 'application { redirectUris }');
    expect(await update({ description: 'other' })).toEqual({ userErrors: [], application: { redirectUris } });
    const { userErrors } = await update({ redirectUris: redirectUris.toReversed() });
    expect(userErrors.map(({ field }: { field: string[] }) => field.join('.'))).toEqual([
      'redirectUris.0',
      'redirectUris.1',
      'redirectUris.2',
    ]);
  });

  it('a browser may not use a client from there', async () => {
    const asked = async (world: OAuthWorld, { clientId }: Client, origin: string) => {
      const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, code: 'x', code_verifier: 'y'.repeat(43) });
      const response = await fetch(`${world.url}/oauth/token`, { method: 'POST', headers: { origin }, body });
      return response.headers.get('access-control-allow-origin');
    };
    const redirectUris = ['https://app.example.org/*', 'http://intranet.example/cb', 'cursor://host/cb'];
    const client = await relaxed.registerPublic({ redirectUris });
    for (const origin of ['https://app.example.org', 'http://intranet.example']) expect(await asked(relaxed, client, origin)).toBe(origin);
    const before = await registeredBefore(redirectUris);
    for (const origin of ['https://app.example.org', 'http://intranet.example', 'null', 'cursor://host', 'https://*'])
      expect(await asked(strict, before, origin)).toBeNull();
    for (const origin of ['null', 'cursor://host', 'https://evil.example']) expect(await asked(relaxed, client, origin)).toBeNull();
  });
});
