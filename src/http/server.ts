import { AsyncResource } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import cors from 'cors';
import { NO_STORE } from '../graphql/caching.ts';
import { ERRORS, type ErrorCode } from '../shared/errors.ts';
import { clientAddress, type TrustProxy } from './address.ts';
import type { Admission } from './admission.ts';
import { readJson, readText } from './body.ts';
import { PAGE_HEADERS } from './landing.ts';
import { Pace } from './pace.ts';

/** What a request is answered by: mostly a text. */
export interface Answer<Body = string> {
  readonly status: number;
  /** What stands beside the status, where it is not the usual phrase (RFC 9112, section 4). */
  readonly phrase?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Body;
  /** The code of the error that it is, where it is nothing else. */
  readonly code?: ErrorCode;
}

/** One request, as handlers see it. */
export interface Request {
  readonly id: string;
  /** Who sends it. */
  readonly address: string;
  readonly method: string;
  /** The path exactly as it was sent. */
  readonly path: string;
  /** What was sent behind it: a question mark and parameters, or nothing. */
  readonly search: string;
  readonly headers: IncomingMessage['headers'];
  /** Reads the body as JSON; undefined where there is none. @throws `BAD_REQUEST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE` */
  json(): Promise<unknown>;
  /** Reads the body as it is; empty where there is none. @throws `BAD_REQUEST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE` */
  text(): Promise<string>;
  /** Whether the client has gone away, so that nobody waits for the answer. */
  isAbandoned(): boolean;
}

/** Answers the requests to one path. */
export type Handler = (request: Request) => Promise<Answer<string | Buffer>>;

/** Whatever answers all paths of its own by itself, down to their CORS headers. */
export interface Mount {
  answers(path: string): boolean;
  /** Answers a request. @returns when that is done; never rejects */
  handle(incoming: IncomingMessage, outgoing: ServerResponse, request: { id: string; address: string }): Promise<void>;
  /** What a request is told that is not taken on. */
  overloaded(accept: string | undefined): Answer;
}

/** Whatever answers all paths of its own, in the words of another system. */
export interface Doors {
  /** The path at which what is mounted answers a request instead; undefined where nothing does. */
  forwarded(path: string): string | undefined;
  /** Which of them answers a path: its name. */
  nameOf(path: string): string | undefined;
  readonly handle: Handler;
  /** What a request is told that is not taken on. */
  overloaded(path: string): Answer;
}

/** What people see of the registry in a browser. */
export interface Console {
  /** The path at which browsers see it, with a slash at its end. */
  readonly home: string;
  /** The page that says that there is nothing, and leads home. */
  readonly nothing: string;
  answers(path: string): boolean;
  readonly handle: Handler;
}

/** How the HTTP server behaves. */
export interface HttpOptions {
  /** By path. A router would do no more for so few, all without parameters. */
  readonly routes: Readonly<Record<string, Handler>>;
  /** Routes that are answered even if there is more to do than the server can. */
  readonly probes: Readonly<Record<string, Handler>>;
  /** Decides which requests for the routes and the mount are taken on. */
  readonly admission: Admission;
  /** What is mounted beside the routes, once it has started. */
  readonly mount: () => Mount | undefined;
  /** The doors for the clients of other systems, where there are any, once they have been opened. */
  readonly doors: () => Doors | undefined;
  /** What is there for people, where it is, once it has been found. */
  readonly console: () => Console | undefined;
  /** Decides which requests for it are taken on: each is little to do, and a page makes many at once. */
  readonly consoleAdmission: Admission;
  /** The page that says that there is nothing, where there is no console. */
  readonly nothing: string;
  readonly origins: readonly string[];
  readonly trustProxy: TrustProxy;
  readonly bodyBytes: number;
  /** Seconds for which a connection is kept that nothing is asked on. */
  readonly idleSeconds: number;
  readonly headerSeconds: number;
  readonly requestSeconds: number;
  /** Whether connections are to be closed after their answer. */
  readonly isDraining: () => boolean;
  /** Told of every answered request that was taken on. */
  readonly log: (line: { requestId: string; method: string; path: string; status: number; milliseconds: number; address: string }) => void;
  /** Told of every request that was not taken on. */
  readonly refused: () => void;
  /** Told of faults of handlers. */
  readonly report: (requestId: string, error: unknown) => void;
}

/** What an error has to say by headers as well (RFC 9110, section 15.5.16). */
const HEADERS: Readonly<Partial<Record<ErrorCode, Readonly<Record<string, string>>>>> = {
  UNSUPPORTED_MEDIA_TYPE: { 'accept-encoding': 'identity' },
};
// some statuses may be kept by whoever passes an answer on, where nothing is said (RFC 9110, section 15.1)
const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': NO_STORE };
/** The status in the log where the client has gone away before its answer, as proxies log it. */
const GONE = 499;
const REQUEST_ID = /^[\w.-]{1,64}$/;
/** A path and a query (RFC 9112, section 3.2.1): nothing that one reader takes for a host or a fragment, and another does not. */
const TARGET = /^(?<path>\/[\w.~!$&'()*+,;=:@%/-]*)(\?[^#\s]*)?$/;
/** What a whole URL has in front of its path: a host, with nobody who logs in there (RFC 9110, sections 4.2.3 and 4.2.4). */
const ORIGIN = /^https?:\/\/([\w.~-]+|\[[\da-f:.]+\])(:\d*)?(?=[/?]|$)/i;

/**
 * What is asked for in origin form. Servers must take it as a whole URL, too, and are not to ask whose (RFC 9112, section
 * 3.2.2); what of it is the path, is the path to the letter, however it is asked for.
 */
function originForm(target: string): string {
  const path = target.replace(ORIGIN, '');
  return path === target || path.startsWith('/') ? path : `/${path}`;
}

/** What of a target that cannot be read is said in the log: nothing that may be a secret. */
const pathOf = (target: string): string => target.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//');

/** An answer that is one error, in the shape of a GraphQL answer. */
export function errorAnswer(code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status: ERRORS[code].status,
    headers: { ...JSON_HEADERS, ...headers },
    body: JSON.stringify({ errors: [{ message, extensions: { code } }] }),
    code,
  };
}

/** What a client is told whose request is not taken on, and by which headers. */
export const TOO_MUCH = { message: 'The server has more to do than it can. Try again in a moment.', headers: { 'retry-after': '1' } };
const OVERLOADED = errorAnswer('SERVICE_UNAVAILABLE', TOO_MUCH.message, TOO_MUCH.headers);

/** Answers requests by these methods alone (RFC 9110, section 15.5.6). */
export const onlyBy =
  (methods: readonly string[], handler: Handler): Handler =>
  async (request) => {
    if (methods.includes(request.method)) return handler(request);
    const message = `${request.path} does not answer ${request.method}, only ${methods.join(' and ')}.`;
    return errorAnswer('METHOD_NOT_ALLOWED', message, { allow: methods.join(', ') });
  };

/** Makes the HTTP server; it does not listen yet. */
export function createHttpServer(options: HttpOptions): Server {
  const share = cors({ origin: options.origins.includes('*') ? '*' : [...options.origins], exposedHeaders: ['x-request-id'], maxAge: 600 });
  const pace = new Pace();
  const begin = together();
  const server = createServer(
    {
      headersTimeout: options.headerSeconds * 1000,
      requestTimeout: options.requestSeconds * 1000,
      keepAliveTimeout: options.idleSeconds * 1000,
      connectionsCheckingInterval: 1_000,
    },
    (incoming, outgoing) => {
      const started = performance.now();
      const given = incoming.headers['x-request-id'];
      const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
      const target = originForm(incoming.url ?? '');
      // what is mounted reads it again
      incoming.url = target;
      const path = TARGET.exec(target)?.groups?.path;
      const address = clientAddress(incoming, options.trustProxy);
      let isRefused = false;
      outgoing.on('close', () => {
        // an answer that began before the server was closed promises to keep its connection
        if (!server.listening) server.closeIdleConnections();
        if (isRefused) {
          pace.refused(incoming.socket);
          return options.refused();
        }
        options.log({
          requestId: id,
          method: incoming.method ?? '',
          path: path ?? pathOf(target),
          status: outgoing.writableFinished ? outgoing.statusCode : GONE,
          milliseconds: Math.round(performance.now() - started),
          address,
        });
      });
      if (options.isDraining() || isTooLarge(incoming, options)) outgoing.setHeader('connection', 'close');
      if (path === undefined)
        return send(incoming, outgoing, id, errorAnswer('BAD_REQUEST', 'What is asked for must be a path, as in a URL.'));
      const takeOn = (work: () => Promise<void>, overloaded: Answer, admission = options.admission) => {
        const leave = admission.enter(incoming, outgoing, address);
        if (leave) return begin(() => void work().finally(leave));
        isRefused = true;
        send(incoming, outgoing, id, overloaded);
      };
      const mount = options.mount();
      const doors = options.doors();
      const forwarded = doors?.forwarded(path);
      if (forwarded !== undefined) incoming.url = forwarded + target.slice(path.length);
      if (mount?.answers(forwarded ?? path)) {
        const handle = async () => {
          setHeadersOfAll(outgoing, id);
          await mount.handle(incoming, outgoing, { id, address });
        };
        return takeOn(handle, mount.overloaded(incoming.headers.accept));
      }
      const respond = (handler: Handler) =>
        answer(
          incoming,
          outgoing,
          handler,
          {
            id,
            address,
            method: incoming.method ?? 'GET',
            path,
            search: target.slice(path.length),
            headers: incoming.headers,
            json: () => readJson(incoming, options.bodyBytes),
            text: () => readText(incoming, options.bodyBytes),
            isAbandoned: () => outgoing.destroyed,
          },
          options,
        );
      const route = named(options.routes, path);
      const proceed = () => {
        if (route) return takeOn(() => respond(route), OVERLOADED);
        const console = options.console();
        const isOfConsole = console?.answers(path) ?? false;
        if (doors?.nameOf(path) !== undefined && !(isOfConsole && isByPerson(incoming, path)))
          return takeOn(() => respond(doors.handle), doors.overloaded(path));
        if (console && isOfConsole) return takeOn(() => respond(console.handle), OVERLOADED, options.consoleAdmission);
        void respond(named(options.probes, path) ?? (async () => nothingAt(path, incoming.headers.accept, options)));
      };
      if (incoming.headers.origin === undefined) proceed();
      else {
        setHeadersOfAll(outgoing, id);
        share(incoming, outgoing, proceed);
      }
    },
  );
  return server;
}

/** How much is begun at once. */
const TOGETHER = 32;

/**
 * Begins what has arrived in the same turn of the event loop together, after all of it was read, so that none waits unseen. Each
 * step is then taken for one after the other, which takes a processor less time than all steps of one after all of another.
 */
function together(): (work: () => void) => void {
  type Arrived = { readonly context: AsyncResource; readonly work: () => void };
  let arrived: Arrived[] = [];
  const begin = (all: readonly Arrived[]) => {
    for (const { context, work } of all.slice(0, TOGETHER)) context.runInAsyncScope(work);
    // nothing that arrives later is added to the rest: what is read for that in its turn may be older
    if (all.length > TOGETHER) setImmediate(begin, all.slice(TOGETHER));
  };
  return (work) => {
    // tracing goes by the asynchronous context of each request
    if (arrived.push({ context: new AsyncResource('REQUEST'), work }) > 1) return;
    setImmediate(() => {
      const all = arrived;
      arrived = [];
      begin(all);
    });
  };
}

/** Whether somebody opens a path in a browser, and no program asks; what describes a door is for both, and the door's. */
const isByPerson = ({ method, headers }: IncomingMessage, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  headers.authorization === undefined &&
  headers.accept?.includes('text/html') === true &&
  !path.endsWith('/openapi.json');

/** What a record has under a name that comes from outside. */
const named = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: Handler,
  request: Request,
  options: HttpOptions,
): Promise<void> {
  const answered = await handler(request).catch((error) => faultAnswer(request.id, error, options));
  if (options.isDraining()) outgoing.setHeader('connection', 'close');
  send(incoming, outgoing, request.id, answered);
}

/** What every answer has. */
const headersOfAll = (id: string) => ({ 'x-request-id': id, 'x-content-type-options': 'nosniff' });

/** Sets them for who answers by itself; `send` writes them with all others, which costs less. */
function setHeadersOfAll(outgoing: ServerResponse, id: string): void {
  for (const [name, value] of Object.entries(headersOfAll(id))) outgoing.setHeader(name, value);
}

function send(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  id: string,
  { status, phrase, headers, body }: Answer<string | Buffer>,
): void {
  // a small body that nobody reads is skipped, but this one may have no end
  if (!incoming.complete && incoming.headers['transfer-encoding'] !== undefined) outgoing.setHeader('connection', 'close');
  if (phrase !== undefined) outgoing.statusMessage = phrase;
  const all: Record<string, string | number> = { ...headersOfAll(id), ...headers };
  // of nothing, it would say how long that is which the client has
  if (status !== 304) all['content-length'] = Buffer.byteLength(body);
  const varies = all.vary === undefined ? undefined : outgoing.getHeader('vary');
  if (varies !== undefined) all.vary = `${varies}, ${all.vary}`;
  outgoing.writeHead(status, all);
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

const isTooLarge = ({ headers }: IncomingMessage, { bodyBytes }: HttpOptions) => Number(headers['content-length'] ?? 0) > bodyBytes;

function nothingAt(path: string, accept: string | undefined, { mount, console, nothing }: HttpOptions): Answer {
  if (mount() && accept?.includes('text/html'))
    return { status: 404, headers: PAGE_HEADERS, body: console()?.nothing ?? nothing, code: 'NOT_FOUND' };
  if (mount()) return errorAnswer('NOT_FOUND', `There is nothing at ${path}. The API is at /graphql.`);
  return errorAnswer('SERVICE_UNAVAILABLE', 'The server is starting. Try again in a moment.', { 'retry-after': '1' });
}

function faultAnswer(id: string, error: unknown, options: HttpOptions): Answer {
  const { extensions, message } = error as { extensions?: { code?: ErrorCode }; message: string };
  if (extensions?.code && Object.hasOwn(ERRORS, extensions.code)) return errorAnswer(extensions.code, message, HEADERS[extensions.code]);
  options.report(id, error);
  return errorAnswer('INTERNAL_SERVER_ERROR', `Something went wrong on the server. The log has more under request id ${id}.`);
}
