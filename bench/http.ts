import { CLIENT } from './data.ts';

/** One request, whoever it goes to. */
export interface Request {
  /** `POST` if absent. */
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A GraphQL request on behalf of whoever a token belongs to. */
export const graphqlRequest = (bearer: string, body: string): Request => ({
  path: '/graphql',
  headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', accept: 'application/json' },
  body,
});

/** A request through a door, on behalf of whoever a token belongs to. */
export const doorRequest = (bearer: string, path: string): Request => ({
  method: 'GET',
  path,
  headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
  body: '',
});

/** Asks a token endpoint for a token of the client itself (RFC 6749, sections 2.3.1 and 4.4.2). */
export const tokenRequest = (path: string): Request => ({
  path,
  headers: {
    authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  },
  body: `grant_type=client_credentials&scope=${CLIENT.scope}`,
});

/** A request as it goes over the wire. */
export function asText({ method = 'POST', path, headers, body }: Request): string {
  const length = method === 'POST' ? { 'content-length': Buffer.byteLength(body) } : {};
  const given = Object.entries({ host: '127.0.0.1', ...headers, ...length });
  return `${method} ${path} HTTP/1.1\r\n${given.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** Sends a request once. */
export async function send(port: number, { method = 'POST', path, headers, body }: Request): Promise<{ status: number; text: string }> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(method === 'POST' && { body }) });
  return { status: answer.status, text: await answer.text() };
}
