import { CLIENT_ID_OF_CONSOLE } from '../../../src/applications/application.rules.ts';
import { Browser } from '../support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from '../support/provider.ts';

/** What the console asks for. */
export const SCOPE = 'openid read write admin';

/** A gateway that serves the console, with who uses it. */
export interface ConsoleWorld extends OAuthWorld {
  readonly console: Client;
  /** Where log-ins end. */
  readonly callback: string;
  /** Asks for a code as the console does, in a browser that may be logged in already. */
  request(browser: Browser, parameters?: Record<string, string | undefined>): ReturnType<OAuthWorld['authorize']>;
  /** Logs somebody in. @returns the browser in which they are, and what the console got */
  enter(person: string): Promise<Session>;
  /** Gets another token in a browser that is logged in. */
  renew(browser: Browser): ReturnType<OAuthWorld['redeem']>;
}

/** Somebody who is logged in. */
export interface Session {
  readonly browser: Browser;
  readonly accessToken: string;
  readonly idToken: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the token endpoint answers
  readonly answer: any;
}

/** Starts a gateway with the console, and people. */
export async function startConsoleWorld(environment: Record<string, string> = {}, files?: string): Promise<ConsoleWorld> {
  const world = await startOAuthWorld({ CONSOLE: 'true', ...environment }, files);
  const { data } = await world.ask.superuser('query ($clientId: String) { application(clientId: $clientId) { id databaseId } }', {
    clientId: CLIENT_ID_OF_CONSOLE,
  });
  const console: Client = { ...data.application, clientId: CLIENT_ID_OF_CONSOLE, clientSecret: null };
  const callback = `${world.url}/callback`;
  const request: ConsoleWorld['request'] = (browser, parameters) =>
    world.authorize(console, { redirect_uri: callback, scope: SCOPE, ...parameters }, browser);
  const redeem = (code: string | undefined, verifier: string) => world.redeem(console, code ?? '', verifier, { redirect_uri: callback });
  const enter: ConsoleWorld['enter'] = async (person) => {
    const browser = new Browser(world.url);
    const { page, verifier } = await request(browser);
    const back = await page.submit({ username: person, password: PASSWORD, action: 'login' });
    const { status, body } = await redeem(back.parameters.code, verifier);
    if (status !== 200) throw new Error(`no token: ${back.url} ${JSON.stringify(body)}`);
    return { browser, accessToken: body.access_token, idToken: body.id_token, answer: body };
  };
  const renew: ConsoleWorld['renew'] = async (browser) => {
    const { page, verifier } = await request(browser, { prompt: 'none' });
    return redeem(page.parameters.code, verifier);
  };
  return { ...world, console, callback, request, enter, renew };
}
