import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import cors from 'cors';
import getRawBody from 'raw-body';
import { apiError, ERRORS, type ErrorCode } from './shared/errors.ts';

/** What a handler answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** The code of the error that it is, where it is nothing else. */
  readonly code?: ErrorCode;
}

/** One request, as handlers see it. */
export interface Request {
  readonly id: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Reads the body as JSON; undefined where there is none. @throws `BAD_REQUEST`, `PAYLOAD_TOO_LARGE` */
  json(): Promise<unknown>;
}

/** Answers the requests to one path. */
export type Handler = (request: Request) => Promise<Answer>;

/** Whatever answers all paths of its own by itself, down to their CORS headers. */
export interface Mount {
  answers(path: string): boolean;
  handle(incoming: IncomingMessage, outgoing: ServerResponse, request: { id: string; address: string }): void;
}

/** How the HTTP server behaves. */
export interface HttpOptions {
  readonly routes: Readonly<Record<string, Handler>>;
  /** What is mounted beside the routes, once it has started. */
  readonly mount: () => Mount | undefined;
  readonly origins: readonly string[];
  readonly trustProxy: boolean;
  readonly bodyBytes: number;
  readonly headerSeconds: number;
  readonly requestSeconds: number;
  /** Whether connections are to be closed after their answer. */
  readonly isDraining: () => boolean;
  /** Told of every answered request. */
  readonly log: (line: { requestId: string; method: string; path: string; status: number; milliseconds: number; address: string }) => void;
  /** Told of faults of handlers. */
  readonly report: (requestId: string, error: unknown) => void;
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };
const REQUEST_ID = /^[\w.-]{1,64}$/;

/** An answer that is one error, in the shape of a GraphQL answer. */
export function errorAnswer(code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: ERRORS[code].status,
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
    code,
  };
}

/** Answers requests by these methods alone (RFC 9110, section 15.5.6). */
export const onlyBy =
  (methods: readonly string[], handler: Handler): Handler =>
  async (request) => {
    if (methods.includes(request.method)) return handler(request);
    const message = `${request.url.pathname} does not answer ${request.method}, only ${methods.join(' and ')}.`;
    return errorAnswer('METHOD_NOT_ALLOWED', message, { allow: methods.join(', ') });
  };

/** Makes the HTTP server; it does not listen yet. */
export function createHttpServer(options: HttpOptions): Server {
  const share = cors({ origin: options.origins.includes('*') ? '*' : [...options.origins], exposedHeaders: ['x-request-id'], maxAge: 600 });
  const server = createServer(
    { headersTimeout: options.headerSeconds * 1000, requestTimeout: options.requestSeconds * 1000, connectionsCheckingInterval: 1_000 },
    (incoming, outgoing) => {
      const started = performance.now();
      const given = incoming.headers['x-request-id'];
      const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
      outgoing.setHeader('x-request-id', id);
      outgoing.setHeader('x-content-type-options', 'nosniff');
      const url = URL.parse(incoming.url ?? '/', 'http://localhost') ?? new URL('http://localhost/400');
      const address = addressOf(incoming, options.trustProxy);
      outgoing.on('close', () =>
        options.log({
          requestId: id,
          method: incoming.method ?? '',
          path: url.pathname,
          status: outgoing.statusCode,
          milliseconds: Math.round(performance.now() - started),
          address,
        }),
      );
      const mount = options.mount();
      if (mount?.answers(url.pathname)) {
        if (options.isDraining()) outgoing.setHeader('connection', 'close');
        mount.handle(incoming, outgoing, { id, address });
      } else if (incoming.headers.origin === undefined) void answer(incoming, outgoing, { id, url }, options);
      else share(incoming, outgoing, () => void answer(incoming, outgoing, { id, url }, options));
    },
  );
  return server;
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { id, url }: { id: string; url: URL },
  options: HttpOptions,
): Promise<void> {
  const handler = options.routes[url.pathname];
  const json = () => readJson(incoming, options.bodyBytes);
  const { status, headers, body } = handler
    ? await handler({ id, method: incoming.method ?? 'GET', url, headers: incoming.headers, json }).catch((error) =>
        faultAnswer(id, error, options),
      )
    : nothingAt(url.pathname, options);
  if (options.isDraining()) outgoing.setHeader('connection', 'close');
  // a body that was not read would be taken for the next request
  if (!incoming.complete && incoming.headers['content-length'] !== '0') outgoing.setHeader('connection', 'close');
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

function nothingAt(path: string, { mount }: HttpOptions): Answer {
  if (mount()) return errorAnswer('NOT_FOUND', `There is nothing at ${path}. The API is at /graphql.`);
  return errorAnswer('SERVICE_UNAVAILABLE', 'The server is starting. Try again in a moment.', { 'retry-after': '1' });
}

function faultAnswer(id: string, error: unknown, options: HttpOptions): Answer {
  const { extensions, message } = error as { extensions?: { code?: ErrorCode }; message: string };
  if (extensions?.code && extensions.code in ERRORS) return errorAnswer(extensions.code, message);
  options.report(id, error);
  return errorAnswer('INTERNAL_SERVER_ERROR', `Something went wrong on the server. The log has more under request id ${id}.`);
}

async function readJson(incoming: IncomingMessage, limit: number): Promise<unknown> {
  const text = await getRawBody(incoming, { limit, length: incoming.headers['content-length'], encoding: 'utf8' }).catch(
    (error: { type?: string }) => {
      if (error.type === 'entity.too.large') throw apiError('PAYLOAD_TOO_LARGE', `The request body may have at most ${limit} bytes.`);
      throw apiError('BAD_REQUEST', 'The request body could not be read.', error);
    },
  );
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw apiError('BAD_REQUEST', 'The request body is not JSON.');
  }
}

function addressOf(incoming: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? incoming.headers['x-forwarded-for'] : undefined;
  return (
    // the last one is what the proxy has added; those before it are what it was told
    String(forwarded ?? '')
      .split(',')
      .at(-1)
      ?.trim() ||
    (incoming.socket.remoteAddress ?? '')
  );
}
