import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { TrustedDocuments } from '../graphql/trusted-documents.ts';
import type { Context } from '../query/context.ts';
import { isUnavailable } from '../query/dialect/driver-errors.ts';
import { apiError, type ErrorCode, RETRY_AFTER, UNAVAILABLE } from '../shared/errors.ts';
import { revalidated } from './etag.ts';
import { landing } from './landing.ts';
import { type Answer, type Console, errorAnswer, type Handler, type Request } from './server.ts';

/** Why there is no context of a request: its token is not one that works, or nobody looks at it now. */
interface Refused {
  readonly code: ErrorCode;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the GraphQL endpoint is made of. */
export interface Endpoint {
  readonly graphql: ApolloServer<BaseContext>;
  /** Makes the context of a request, or says why there is none. */
  readonly contextOf: (request: Request) => Promise<Context | Refused>;
  /** What is there for people, where it is. */
  readonly console: () => Console | undefined;
  /** What clients may ask for by an id, where there is such. */
  readonly trusted?: TrustedDocuments | undefined;
}

/** Answers GraphQL requests: finds out on whose behalf, makes their context and hands them to Apollo. */
export function graphqlEndpoint({ graphql, contextOf, trusted, console }: Endpoint): Handler {
  return async (request) => {
    try {
      const body = request.method === 'POST' ? await request.json() : undefined;
      const context = await contextOf(request);
      if ('code' in context) return errorAnswer(context.code, context.message, context.headers);
      if (request.isAbandoned()) return errorAnswer('BAD_REQUEST', 'The client has gone away.');
      const answer = await execute(request, body, context, { graphql, trusted, console });
      // rows that anything still refers to would be moved by every collection, though nobody needs them any more (docs/memory.md)
      context.loaders.clear();
      return answer;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return errorAnswer('SERVICE_UNAVAILABLE', UNAVAILABLE, { 'retry-after': String(RETRY_AFTER) });
    }
  };
}

async function execute(
  request: Request,
  body: unknown,
  context: Context,
  { graphql, trusted, console }: Pick<Endpoint, 'graphql' | 'trusted' | 'console'>,
): Promise<Answer> {
  const isGet = request.method === 'GET';
  const parameters = isGet ? parametersOf(request.search) : undefined;
  const { query, extensions } = parameters ? sentBy(parameters) : ((body ?? {}) as Sent);
  const wrong = whyWrong(extensions) ?? trusted?.whyRefused(query);
  const answer = await graphql.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method,
      headers: headersOf(request),
      search: parameters ? String(parameters) : '',
      body: withoutEmpty(body),
    },
    context: async () => {
      if (wrong) throw wrong;
      return context;
    },
  });
  if (answer.body.kind !== 'complete') throw new Error('incremental delivery is not served');
  const text = answer.body.string;
  // Apollo answers so where a browser opens the endpoint, and nowhere else
  if (answer.headers.get('content-type') === 'text/html') return landing(text, console()?.home);
  const answered = { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: text };
  return isGet ? revalidated(answered, request.headers['if-none-match']) : answered;
}

/** Why a request asks for nothing that there could be; undefined where it may. */
function whyWrong(extensions: unknown): Error | undefined {
  const persisted = (extensions as { persistedQuery?: unknown } | undefined | null)?.persistedQuery;
  if (persisted == null) return undefined;
  const { version, sha256Hash } = persisted as { version?: unknown; sha256Hash?: unknown };
  if (version === 1 && typeof sha256Hash === 'string') return undefined;
  return apiError('BAD_REQUEST', 'The extension "persistedQuery" must be like {"version": 1, "sha256Hash": "…"}.');
}

/** Names no operation where the name is empty, and sends no document where that is, as many clients do. */
function withoutEmpty(body: unknown): unknown {
  const { operationName, query } = (body ?? {}) as { operationName?: unknown; query?: unknown };
  if (operationName !== '' && query !== '') return body;
  return { ...(body as object), ...(operationName === '' && { operationName: null }), ...(query === '' && { query: null }) };
}

/** The parameters of an address without the empty ones, which say nothing. */
const parametersOf = (search: string) => new URLSearchParams([...new URLSearchParams(search)].filter(([, value]) => value !== ''));

/** What a request asks for, as it was sent. */
interface Sent {
  readonly query?: unknown;
  readonly extensions?: unknown;
}

/** What an address asks for; without extensions where they are no JSON, which Apollo says. */
function sentBy(parameters: URLSearchParams): Sent {
  const [query, extensions] = [parameters.get('query'), parameters.get('extensions')];
  try {
    return { query, extensions: extensions === null ? undefined : JSON.parse(extensions) };
  } catch {
    return { query };
  }
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
