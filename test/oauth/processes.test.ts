import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase, query } from '../support/database.ts';
import { clientele, type Serving, scratchDirectory, serve } from '../support/process.ts';
import { Browser } from './support/browser.ts';
import { REDIRECT_URI } from './support/provider.ts';

const PASSWORD = 'correct horse';
const scratch = scratchDirectory();

let environment: Record<string, string>;
let gateway: Serving;
let issuer: string;
/** What gateways that have ended have written. */
const written: { stdout: string; stderr: string }[] = [];
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: PASSWORD, WORKERS: '2', LOG_LEVEL: 'info' };
  gateway = await serve(environment);
  issuer = `http://localhost:${new URL(gateway.url).port}`;
});
afterAll(async () => {
  await gateway?.end('SIGKILL');
  scratch.remove();
});

const metadata = async (path: string) =>
  (await (await fetch(issuer + path, { headers: { connection: 'close' } })).json()) as Record<string, never>;
const kids = async () => ((await metadata('/oauth/jwks')) as unknown as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);

/** Registers an application as the first thing that an administrator does. @returns its client id */
async function register(kind: object = { authorizationGrantType: 'AUTHORIZATION_CODE', redirectUris: [REDIRECT_URI] }): Promise<string> {
  const { stdout } = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment);
  const ask = async (query: string, variables = {}) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stdout.trim()}` },
      body: JSON.stringify({ query, variables }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
    return ((await response.json()) as any).data;
  };
  const { organizations } = await ask('{ organizations { nodes { id } } }');
  const { createApplication } = await ask(
    `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { application { clientId } userErrors { message } } }`,
    {
      input: {
        name: `Application ${Date.now()}`,
        organizationId: organizations.nodes[0].id,
        clientType: 'PUBLIC',
        ...kind,
      },
    },
  );
  return createApplication.application.clientId;
}

it('a password is kept by argon2id with 19 MiB and two passes, as OWASP recommends first', async () => {
  const [user] = await query(environment.DATABASE_URL as string, 'select password_hash from "user"');
  expect(user?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

describe('a gateway of several processes', () => {
  it('logs a user in one second after the application was registered, and redeems the code once among all of them', async () => {
    const clientId = await register();
    const config = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), { execute: [oidc.allowInsecureRequests] });
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid write',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const login = await new Browser(issuer).open(url.href);
    const consent = await login.submit({ username: 'admin', password: PASSWORD, action: 'login' });
    const back = new URL((await consent.submit({ action: 'allow' })).url);
    const redeem = () =>
      fetch(`${issuer}/oauth/token`, {
        method: 'POST',
        headers: { connection: 'close' },
        body: new URLSearchParams({
          client_id: clientId,
          grant_type: 'authorization_code',
          code: back.searchParams.get('code') ?? '',
          code_verifier: pkceCodeVerifier,
          redirect_uri: REDIRECT_URI,
        }),
      });
    const answers = await Promise.all(Array.from({ length: 50 }, redeem));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array(49).fill(400)]);
  });

  it('slows a device down that asks too often, whichever of them it asks', async () => {
    const clientId = await register({ authorizationGrantType: 'DEVICE_CODE' });
    const send = async (path: string, fields: Record<string, string>) => {
      const body = new URLSearchParams({ client_id: clientId, ...fields });
      const answer = await fetch(issuer + path, { method: 'POST', headers: { connection: 'close' }, body });
      return (await answer.json()) as Record<string, string>;
    };
    const { device_code = '' } = await send('/oauth/device_authorization', {});
    const poll = () => send('/oauth/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code });
    const answers = await Promise.all(Array.from({ length: 20 }, poll));
    expect(answers.map(({ error }) => error).toSorted()).toEqual(['authorization_pending', ...Array(19).fill('slow_down')]);
    expect((await poll()).error_description).toContain('wait 105 seconds');
  });

  it('has the same keys in all of them', async () => {
    const seen = await Promise.all(Array.from({ length: 8 }, kids));
    expect(new Set(seen.map(String)).size).toBe(1);
    expect(seen[0]).toHaveLength(1);
  });

  it('publishes nothing private of its keys', async () => {
    const { keys } = (await metadata('/oauth/jwks')) as unknown as { keys: Record<string, string>[] };
    for (const key of keys) expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('keeps its keys over a restart, and publishes new ones after a rotation beside them', async () => {
    const [first] = await kids();
    const { code, stdout } = await clienteleHere(['keys', 'rotate'], environment);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Made new keys; they are used from \d{4}-/) });
    written.push(await gateway.end());
    gateway = await serve({ ...environment, PORT: new URL(issuer).port });
    const after = await kids();
    // the old one signs until the new one is known everywhere
    expect(after).toEqual([first, expect.any(String)]);
  });

  it('writes log lines to stdout and nothing else, and no secret in them', async () => {
    written.push(await gateway.end());
    const [stdout, stderr] = [written.map((one) => one.stdout).join(''), written.map((one) => one.stderr).join('')];
    const lines = stdout.trim().split('\n');
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) });
    // a line for each request above
    expect(lines.length).toBeGreaterThan(60);
    expect(stdout + stderr).not.toMatch(/oidc-provider|clt_|code=/);
    const purged = await clienteleHere(['purge'], environment);
    expect(purged).toMatchObject({ code: 0, stdout: expect.stringContaining('expired codes, sessions and grants deleted') });
  });

  it('refuses to be reached without encryption in production, but on the machine itself', async () => {
    const refused = await clientele(['serve'], { ...environment, NODE_ENV: 'production', PUBLIC_URL: 'http://registry.example.org' });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^clientele: PUBLIC_URL: must begin with "https:\/\/"/) });
    const local = await serve({ ...environment, NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:4000' });
    expect((await local.end()).code).toBe(0);
  });
});
