import getPort from 'get-port';
import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import type { CreateApplicationInput } from '../../../src/applications/application.inputs.ts';
import { startWorld, type World } from '../../support/world.ts';
import { Browser, type Page } from './browser.ts';

/** An application as a client. */
export interface Client {
  readonly id: string;
  readonly databaseId: number;
  readonly clientId: string;
  readonly clientSecret: string | null;
}

/** What the token endpoint answers. */
export interface Tokens {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the request's
  readonly body: any;
}

/** A world whose gateway is known by the address at which it listens. */
export interface OAuthWorld extends World {
  /** Registers a public client that uses the code flow. */
  registerPublic(input?: CreateApplicationInput): ReturnType<World['register']>;
  /** Sends a form to an endpoint, with the client's credentials. */
  post(path: string, client: Client | undefined, fields: Record<string, string> | URLSearchParams): Promise<Tokens>;
  /** Opens the authorization endpoint in a fresh browser. */
  authorize(client: Client, parameters?: Record<string, string | undefined>, browser?: Browser): Promise<Authorization>;
  /** Logs a person in, consents if asked, and comes back with what the client was sent. */
  logIn(client: Client, person?: string, parameters?: Record<string, string | undefined>): Promise<Authorization & { code: string }>;
  /** The whole code flow. */
  tokensOf(client: Client, person?: string, scope?: string): Promise<Tokens>;
  redeem(client: Client, code: string, verifier: string, more?: Record<string, string>): Promise<Tokens>;
}

export interface Authorization {
  readonly page: Page;
  readonly verifier: string;
}

export const PASSWORD = 'correct horse';
export const REDIRECT_URI = 'https://app.example.org/callback';

/** Starts a world whose issuer is where its gateway listens. */
export async function startOAuthWorld(environment: Record<string, string> = {}, consoleFiles?: string): Promise<OAuthWorld> {
  const port = await getPort();
  const issuer = `http://127.0.0.1:${port}`;
  const world = await startWorld({ PORT: String(port), PUBLIC_URL: issuer, ...environment }, consoleFiles);
  const post: OAuthWorld['post'] = async (path, client, fields) => {
    const body = new URLSearchParams(fields);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (client?.clientSecret) headers.authorization = basic(client);
    else if (client) body.set('client_id', client.clientId);
    const response = await fetch(world.url + path, { method: 'POST', body, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
  };
  const authorize: OAuthWorld['authorize'] = async (client, parameters = {}, browser = new Browser(world.url)) => {
    const verifier = randomPKCECodeVerifier();
    const given = {
      client_id: client.clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid write',
      state: 'some state',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    };
    const search = new URLSearchParams(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined));
    return { page: await browser.open(`${world.url}/oauth/authorize?${search}`), verifier };
  };
  const logIn: OAuthWorld['logIn'] = async (client, person = 'member', parameters = {}) => {
    const { page: login, verifier } = await authorize(client, parameters);
    let page = await login.submit({ username: person, password: PASSWORD, action: 'login' });
    if (page.title.endsWith('wants access to your account')) page = await page.submit({ action: 'allow' });
    const { code } = page.parameters;
    if (!code) throw new Error(`there is no code: ${page.url} ${page.text}`);
    return { page, verifier, code };
  };
  const redeem: OAuthWorld['redeem'] = (client, code, verifier, more = {}) =>
    post('/oauth/token', client, {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
      ...more,
    });
  const tokensOf: OAuthWorld['tokensOf'] = async (client, person, scope) => {
    const { code, verifier } = await logIn(client, person, scope === undefined ? {} : { scope });
    return redeem(client, code, verifier);
  };
  const registerPublic: OAuthWorld['registerPublic'] = (input) => world.register({ clientType: 'PUBLIC' as never, ...input });
  return { ...world, registerPublic, post, authorize, logIn, tokensOf, redeem };
}

/** The client's credentials in a header (RFC 6749, section 2.3.1). */
export const basic = ({ clientId, clientSecret }: Client): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`).toString('base64')}`;
