import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import { hasWrittenSince } from './activity/activity.loaders.ts';
import { RETRY_AFTER, UNAVAILABLE } from './graphql/errors.ts';
import { type Answer, errorAnswer, type Handler, type Request } from './http.ts';
import { LANDING_PAGE, PAGE_HEADERS, sandboxHeaders } from './landing.ts';
import type { CredentialGuard } from './limits/credential-guard.ts';
import type { Limiter } from './limits/limiter.ts';
import { type Context, createContext } from './query/context.ts';
import { isUnavailable } from './query/dialect/driver-errors.ts';
import type { Store } from './query/store.ts';
import type { Db } from './query/tables.ts';
import type { Settings } from './shared/settings.ts';
import { authenticate, viewerOf } from './tokens/authentication.ts';
import type { TokenUsage } from './tokens/usage.ts';

/** Seconds until a replica that lags too far behind is left out. */
const NOTICED_AFTER = 5;

const TOO_MANY_TOKENS = 'Too many tokens from this address do not work. The Retry-After header says when further ones are looked at.';

/** What the GraphQL endpoint is made of. */
export interface Endpoint {
  readonly graphql: ApolloServer<BaseContext>;
  readonly store: Store;
  readonly settings: Settings;
  readonly usage: TokenUsage;
  readonly limiter: Limiter;
  readonly guard: CredentialGuard;
  /** Seconds that what is read may lag behind the primary: 0 where there are no replicas. */
  readonly maxLag: number;
}

/** Answers GraphQL requests: finds out on whose behalf, makes their context and hands them to Apollo. */
export function graphqlEndpoint(endpoint: Endpoint): Handler {
  return async (request) => {
    try {
      const body = request.method === 'POST' ? await request.json() : undefined;
      const context = await contextOf(request, endpoint);
      if ('status' in context) return context;
      if (request.isAbandoned()) return errorAnswer('BAD_REQUEST', 'The client has gone away.');
      const answer = await execute(request, body, context, endpoint.graphql);
      // rows that anything still refers to would be moved by every collection, though nobody needs them any more
      context.loaders.clear();
      return answer;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return errorAnswer('SERVICE_UNAVAILABLE', UNAVAILABLE, { 'retry-after': String(RETRY_AFTER) });
    }
  };
}

/** Makes the context of a request. @returns the answer instead, if its token is not one that works (RFC 6750, section 3.1) */
async function contextOf(request: Request, { store, settings, usage, limiter, guard, maxLag }: Endpoint): Promise<Context | Answer> {
  const { authorization } = request.headers;
  const wait = authorization === undefined ? undefined : guard.wait(request.address, authorization);
  if (wait !== undefined) return errorAnswer('RATE_LIMITED', TOO_MANY_TOKENS, { 'retry-after': String(wait) });
  const found = await authenticate(store, authorization);
  if (authorization !== undefined) guard.note(request.address, authorization, !('invalid' in found));
  if ('invalid' in found) {
    const description = `Bearer error="invalid_token", error_description="${found.invalid.replaceAll('"', "'")}"`;
    return errorAnswer('UNAUTHENTICATED', found.invalid, { 'www-authenticate': description });
  }
  const { viewer, applicationId = null, lastUsedAt = null } = found;
  if (viewer.tokenId !== null) usage.note(viewer.tokenId, applicationId, lastUsedAt);
  const fresh = maxLag === 0 || (await hasWrittenSince(store, viewer, new Date(Date.now() - (maxLag + NOTICED_AFTER) * 1_000)));
  const { tokenId } = viewer;
  const viewerNow = tokenId === null ? undefined : (db: Db) => viewerOf(store, tokenId, db);
  return createContext({ store, settings, viewer, viewerNow, limiter, requestId: request.id, fresh });
}

async function execute(request: Request, body: unknown, context: Context, graphql: Endpoint['graphql']): Promise<Answer> {
  const answer = await graphql.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersOf(request),
      search: searchOf(request.search),
      body: withoutEmptyName(body),
    },
    context: async () => context,
  });
  if (answer.body.kind !== 'complete') throw new Error('incremental delivery is not served');
  const text = answer.body.string;
  // Apollo answers so where a browser opens the endpoint, and nowhere else
  const isPage = answer.headers.get('content-type') === 'text/html';
  const headers = isPage ? (text === LANDING_PAGE ? PAGE_HEADERS : sandboxHeaders(text)) : Object.fromEntries(answer.headers);
  return { status: answer.status ?? 200, headers, body: text };
}

/** Names no operation where the name is empty, as many clients send it. */
const withoutEmptyName = (body: unknown): unknown =>
  (body as { operationName?: unknown } | undefined | null)?.operationName === '' ? { ...(body as object), operationName: null } : body;

/** The query of an address without its empty parameters, which say nothing. */
function searchOf(search: string): string {
  if (search === '') return '';
  return String(new URLSearchParams([...new URLSearchParams(search)].filter(([, value]) => value !== '')));
}

/** The headers that Apollo reads. */
const READ_BY_APOLLO = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];
/** What is accepted where anything is: these say no more than no header does, and cost nothing to take apart. */
const ANYTHING: readonly unknown[] = ['application/json', '*/*'];

function headersOf({ method, headers: given }: Request): HeaderMap {
  const headers = new HeaderMap();
  for (const name of READ_BY_APOLLO) if (given[name] !== undefined) headers.set(name, String(given[name]));
  if (ANYTHING.includes(given.accept)) headers.delete('accept');
  // no web page of somebody else can make a request of this type unless it was asked for before
  const isJson = method === 'POST' && given['content-type'] === 'application/json';
  if (isJson) headers.delete('content-type');
  // nor one with this header
  if (isJson || (method === 'GET' && given.authorization)) headers.set('apollo-require-preflight', 'true');
  return headers;
}
