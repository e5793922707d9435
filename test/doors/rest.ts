import { ask, type WireAnswer } from '../support/wire.ts';

/** Sends requests with bodies in JSON, on behalf of a token if there is one. */
export type Rest = (method: string, path: string, body?: unknown, more?: Readonly<Record<string, string>>) => Promise<WireAnswer>;

/** Sends requests to a gateway. */
export const restAt =
  (url: string, token?: string): Rest =>
  (method, path, body, more = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }),
      ...more,
    };
    return ask(`${url}${path}`, { method, headers, ...(text !== undefined && { body: text }) });
  };
