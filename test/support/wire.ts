import { Agent, request as send } from 'node:http';
import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was answered
  readonly json: any;
}

/** A request, with nothing added to it but what HTTP demands. */
export interface WireRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The connections of whoever keeps theirs. */
export const keptAlive = new Agent({ keepAlive: true });

/** Sends one request, on a connection of its own unless it is said which. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body }: WireRequest = {},
  agent: Agent | false = false,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method, headers, agent }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text,
          get json() {
            return JSON.parse(text);
          },
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Asks for a token as a client that acts for itself (RFC 6749, section 4.4.2). */
export const tokenFor = (url: string, { clientId, clientSecret }: { clientId: string; clientSecret: string | null }): Promise<WireAnswer> =>
  ask(`${url}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });

/** Posts a GraphQL request. */
export const post = (
  url: string,
  query: string,
  headers: Readonly<Record<string, string>> = {},
  variables?: object,
  agent?: Agent,
): Promise<WireAnswer> => {
  const body = JSON.stringify({ query, variables });
  return ask(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }, agent);
};

/** Opens a connection, writes to it as it is, and waits until the other side closes it. @returns what was answered */
export function talk(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let said = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(said));
  });
}
