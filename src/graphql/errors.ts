import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Context } from '../shared/context.ts';
import { ERRORS, type ErrorCode } from '../shared/errors.ts';
import { isAuthenticated } from '../shared/viewer.ts';

/** Seconds after which a client may try again when the database is away. */
export const RETRY_AFTER = 5;

/** Told of what callers are not told. */
export type ReportFault = (context: Context | undefined, error: unknown) => void;

const MASKED: readonly string[] = ['INTERNAL_SERVER_ERROR'] satisfies ErrorCode[];

/** Whether an error says that the database cannot be reached, rather than that something is wrong with a statement. */
export function isUnavailable(error: unknown): boolean {
  for (
    let cause = error as { code?: unknown; message?: unknown; cause?: unknown } | undefined;
    cause;
    cause = cause.cause as typeof cause
  ) {
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08|57P|53300|SQLITE_BUSY)/.test(String(cause.code ?? ''))) return true;
    if (
      /Connection terminated|is not queryable|timeout exceeded when trying to connect|Cannot use a pool after/.test(
        String(cause.message ?? ''),
      )
    )
      return true;
  }
  return false;
}

/** What a caller is told of an error: all of what was meant for it, and of a fault no more than the request id. */
export function present(error: GraphQLFormattedError, original: unknown, context: Context | undefined): GraphQLFormattedError {
  const code = (error.extensions?.code ?? 'INTERNAL_SERVER_ERROR') as string;
  const place = { ...(error.path && { path: error.path }), ...(error.locations && { locations: error.locations }) };
  if (isUnavailable(original)) {
    return { message: 'The database cannot be reached. Try again in a moment.', ...place, extensions: { code: 'SERVICE_UNAVAILABLE' } };
  }
  if (MASKED.includes(code) || !(code in ERRORS)) {
    const requestId = context?.requestId;
    return {
      message: `Something went wrong on the server. The log has more under request id ${requestId}.`,
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  }
  // what the schema has is not told by its error messages to those who may not ask for it
  const isAnonymous = !context || !isAuthenticated(context.viewer);
  const message = isAnonymous ? error.message.replace(/ ?Did you mean [^?]*\?/g, '') : error.message;
  const { stacktrace: _, http: __, ...extensions } = error.extensions ?? {};
  return { message, ...place, extensions: { ...extensions, code } };
}

/** Presents every error of an answer, reports what was masked, and sets what HTTP has to say about it. */
export function presentErrors(report: ReportFault): ApolloServerPlugin<BaseContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, errors = [], contextValue }) => {
        const context = contextValue as Context;
        if (context.answer?.showsSecret) response.http.headers.set('cache-control', 'no-store');
        if (response.body.kind !== 'single' || !response.body.singleResult.errors) return;
        const result = response.body.singleResult;
        result.errors = result.errors?.map((error, index) => {
          const original = (errors[index] as GraphQLError | undefined)?.originalError;
          const presented = present(error, original, context);
          const code = presented.extensions?.code;
          if (code === 'INTERNAL_SERVER_ERROR' || code === 'SERVICE_UNAVAILABLE') report(context, original ?? errors[index] ?? error);
          if (code === 'SERVICE_UNAVAILABLE') {
            response.http.status = ERRORS.SERVICE_UNAVAILABLE.status;
            response.http.headers.set('retry-after', String(RETRY_AFTER));
          }
          return presented;
        });
      },
    }),
  };
}
