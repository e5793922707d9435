import { ask, type WireAnswer } from '../../support/wire.ts';

/** What a door answers. */
export interface Reply extends WireAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the request's
  readonly body: any;
}

type Headers = Readonly<Record<string, string>>;

/** Sends one request to a door. A body that is no text is sent as JSON. */
export type Rest = (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Reply>;

/** A client of a door that sends the same credentials with every request. */
export const restOf =
  (url: string, credentials: Headers = {}): Rest =>
  async (method, path, body, more = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    // of a GET, Node does not say by itself how long its body is
    const framing: Headers =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
    const answer = await ask(url + path, {
      method,
      headers: { accept: 'application/json', ...framing, ...credentials, ...more },
      body: text,
    });
    const isJson = /^application\/json\b/.test(String(answer.headers['content-type'])) && answer.text !== '';
    return Object.defineProperty(answer as Reply, 'body', { value: isJson ? answer.json : undefined });
  };

/** A client of a door that shows a token, if there is one, with every request. */
export const restAt = (url: string, token?: string): Rest => restOf(url, token === undefined ? {} : bearer(token));

/** The header of a bearer token (RFC 6750, section 2.1). */
export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** The header of a name and a password (RFC 7617, section 2). */
export const basicOf = (name: string, password: string): Headers => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

/** The header of a body that is a form. */
export const FORM: Headers = { 'content-type': 'application/x-www-form-urlencoded' };

/** A form as text. */
export const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();
