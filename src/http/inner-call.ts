import { IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { Answer } from './server.ts';

/** What is asked from within. */
export interface InnerRequest {
  readonly method: string;
  /** A path, with its query if it has one. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Keeps what is sent, and lets it go nowhere. */
class Kept extends ServerResponse {
  readonly #chunks: Buffer[] = [];

  override writeHead(status: number, ...given: unknown[]): this {
    const headers = given.at(-1);
    // Node forgets those that come here, once they are sent
    if (typeof headers === 'object') for (const [name, value] of Object.entries(headers ?? {})) this.setHeader(name, value);
    return super.writeHead(status);
  }

  override write(chunk: unknown, ...rest: never[]): boolean {
    this.#keep(chunk);
    return super.write(chunk, ...rest);
  }

  override end(...given: never[]): this {
    this.#keep(given[0]);
    return super.end(...given);
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  #keep(chunk: unknown): void {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.#chunks.push(Buffer.from(chunk));
  }
}

/**
 * Asks a handler of Node's own requests, without a connection, and gives back what it answers.
 * @param handle answers the request; what it throws is thrown
 */
export async function callWithin(
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>,
  { method, target, headers, body }: InnerRequest,
): Promise<Answer> {
  const incoming = new IncomingMessage(new Socket());
  const lowered = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  Object.assign(incoming, { method, url: target, headers: Object.fromEntries(lowered), httpVersion: '1.1', complete: true });
  incoming.headers['content-length'] = String(Buffer.byteLength(body));
  if (body !== '') incoming.push(body);
  incoming.push(null);
  const outgoing = new Kept(incoming);
  outgoing.assignSocket(new Writable({ write: (_, __, done) => done() }) as Socket);
  const finished = new Promise<void>((resolve, reject) => {
    outgoing.once('finish', resolve);
    outgoing.once('error', reject);
  });
  await handle(incoming, outgoing);
  await finished;
  return { status: outgoing.statusCode, headers: plain(outgoing.getHeaders()), body: outgoing.text };
}

const plain = (headers: OutgoingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
