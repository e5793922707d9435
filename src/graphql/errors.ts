import type { ApolloServerPlugin, BaseContext, HTTPGraphQLHead } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Context } from '../query/context.ts';
import { isUnavailable } from '../query/dialect/driver-errors.ts';
import { ERRORS, type ErrorCode, RETRY_AFTER, UNAVAILABLE } from '../shared/errors.ts';
import { isAuthenticated } from '../shared/viewer.ts';

const NO_INTROSPECTION =
  'The schema cannot be asked for: __schema and __type are off in production. Whoever runs the gateway can allow them with INTROSPECTION=true.';

/** The codes of errors that the operator must hear of. */
const REPORTED: readonly ErrorCode[] = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'];

/** Told of what callers are not told. */
export type ReportFault = (context: Context | undefined, error: unknown) => void;

/** Told of every error of an answer. */
export type CountError = (code: ErrorCode) => void;

/** The code of an error: what it says itself, or what its cause says where it says nothing that the API knows. */
export function codeOf(error: unknown): ErrorCode {
  const { extensions = {} } = error as { extensions?: { code?: unknown; http?: unknown } };
  const { status = 0 } = (extensions.http ?? {}) as { status?: number };
  // libraries tell by the status alone what is wrong with a request
  if (status >= 400 && (!isKnown(extensions.code) || extensions.code === 'BAD_REQUEST')) return codeOfStatus(status);
  if (isKnown(extensions.code) && extensions.code !== 'INTERNAL_SERVER_ERROR') return extensions.code;
  if (!(error instanceof GraphQLError)) return 'INTERNAL_SERVER_ERROR';
  if (isFaultOfCaller(error)) return 'BAD_USER_INPUT';
  if (/^Int cannot represent non 32-bit/.test(error.message)) return 'OUT_OF_RANGE';
  return isUnavailable(error.originalError) ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR';
}

const isKnown = (code: unknown): code is ErrorCode => typeof code === 'string' && Object.hasOwn(ERRORS, code);

const codeOfStatus = (status: number): ErrorCode =>
  (Object.keys(ERRORS) as ErrorCode[]).find((code) => status !== 400 && ERRORS[code].status === status) ?? 'BAD_REQUEST';

/**
 * Whether an error of graphql-js is about what the caller gave: it points to a value or a variable in the document, where
 * faults of resolvers point to their field; or it was found before anything was executed, and points nowhere.
 */
function isFaultOfCaller(error: GraphQLError): boolean {
  if (error.nodes?.some(({ kind }) => kind !== Kind.FIELD)) return true;
  return !error.nodes && !error.path && !error.originalError;
}

/** What a caller is told of an error: all of what was meant for it, and of a fault no more than the request id. */
export function present(error: GraphQLFormattedError, context: Context | undefined): GraphQLFormattedError {
  const code = error.extensions?.code as ErrorCode;
  const place = { ...(error.path && { path: error.path }), ...(error.locations && { locations: error.locations }) };
  if (code === 'SERVICE_UNAVAILABLE') return { message: UNAVAILABLE, ...place, extensions: { code } };
  if (code === 'INTERNAL_SERVER_ERROR') {
    const requestId = context?.requestId;
    const message = `Something went wrong on the server. The log has more under request id ${requestId}.`;
    return { message, ...place, extensions: { code, requestId } };
  }
  if (error.extensions?.validationErrorCode === 'INTROSPECTION_DISABLED')
    return { message: NO_INTROSPECTION, ...place, extensions: { code } };
  // what the schema has is not told by its error messages to those who may not ask for it
  const isAnonymous = !context || !isAuthenticated(context.viewer);
  const told = withoutTexts(error.message, code);
  const message = shortened(isAnonymous ? told.replace(/ ?Did you mean [^?]*\?/g, '') : told);
  const { stacktrace: _, http: __, ...extensions } = error.extensions ?? {};
  return { message, ...place, extensions: { ...extensions, code } };
}

/** A message without the texts that stand where a document goes wrong: they may be passwords, and it says where they are. */
function withoutTexts(message: string, code: ErrorCode): string {
  if (code === 'GRAPHQL_PARSE_FAILED') return message.replace(/(found (?:Block)?String) ".*"/s, '$1');
  if (code !== 'GRAPHQL_VALIDATION_FAILED') return message;
  const [, start, literal] =
    /^(String cannot represent a non string value: |Expected value of type "[^"]*", found )(.*)$/s.exec(message) ?? [];
  return literal === undefined ? message : `${start}${literal.replace(/".*"/s, '"…"')}`;
}

/** The most characters of a message: what graphql-js says repeats what was sent, however long that was. */
const MESSAGE_LENGTH = 1_000;

const shortened = (message: string): string => (message.length > MESSAGE_LENGTH ? `${message.slice(0, MESSAGE_LENGTH)}…` : message);

/** What HTTP says of an answer: the status of its first error if it has no data, and in any case when to come back. */
function setHead(http: HTTPGraphQLHead, codes: readonly ErrorCode[], data: unknown): void {
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  const [first] = codes.includes('SERVICE_UNAVAILABLE') ? ['SERVICE_UNAVAILABLE' as const] : isEmpty ? codes : [];
  if (!first) return;
  http.status = ERRORS[first].status;
  if (first === 'SERVICE_UNAVAILABLE') http.headers.set('retry-after', String(RETRY_AFTER));
  if (first === 'UNAUTHENTICATED') http.headers.set('www-authenticate', 'Bearer');
}

/** Gives an error of an answer the code that its cause says. */
export const withCode = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => ({
  ...formatted,
  extensions: { ...formatted.extensions, code: codeOf(error) },
});

/** Presents every error of an answer, counts it, reports what was masked, and sets what HTTP has to say about it. */
export function presentErrors(report: ReportFault, count: CountError): ApolloServerPlugin<BaseContext> {
  return {
    // these are answered without any of the below
    invalidRequestWasReceived: async ({ error }) => count(codeOf(error)),
    contextCreationDidFail: async ({ error }) => count(codeOf(error)),
    unexpectedErrorProcessingRequest: async () => count('INTERNAL_SERVER_ERROR'),
    requestDidStart: async () => ({
      willSendResponse: async ({ response, errors, contextValue }) => {
        const context = contextValue as Context;
        if (context.answer?.showsSecret) response.http.headers.set('cache-control', 'no-store');
        if (response.body.kind !== 'single' || !response.body.singleResult.errors) return;
        const result = response.body.singleResult;
        // Apollo has formatted its own, and keeps them here; those of the executor are as graphql-js made them
        const faults = errors ?? (result.errors as readonly GraphQLError[]);
        const codes = faults.map(codeOf);
        result.errors = faults.map((fault) => present(withCode(fault.toJSON(), fault), context));
        for (const [index, code] of codes.entries()) {
          count(code);
          if (REPORTED.includes(code)) report(context, faults[index]?.originalError ?? faults[index]);
        }
        setHead(response.http, codes, result.data);
      },
    }),
  };
}
