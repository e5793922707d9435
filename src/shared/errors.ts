import { GraphQLError } from 'graphql';

/** Seconds after which a client may try again when the database cannot do what it wants. */
export const RETRY_AFTER = 5;
/** What callers are told then. */
export const UNAVAILABLE = 'The database cannot be reached, or cannot do this now. Try again in a moment.';

/** Every top-level error of the API, with the HTTP status of an answer that consists of it alone. */
export const ERRORS = {
  UNAUTHENTICATED: { status: 401, meaning: 'No bearer token, or one that is unknown, expired or revoked.' },
  FORBIDDEN: { status: 200, meaning: 'The scope of the token or the rights of its user do not cover the operation.' },
  BAD_USER_INPUT: { status: 200, meaning: 'An argument or variable is wrong; the message names it.' },
  OUT_OF_RANGE: {
    status: 200,
    meaning: 'A number of the answer is no `Int`, which has 32 bits. Ask for `fullDatabaseId` instead of `databaseId`.',
  },
  BAD_REQUEST: { status: 400, meaning: 'The HTTP request is not a GraphQL request.' },
  GRAPHQL_PARSE_FAILED: { status: 400, meaning: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, meaning: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: { status: 400, meaning: 'The document has no operation of the given name.' },
  PERSISTED_QUERY_NOT_FOUND: { status: 200, meaning: 'No document is kept under the hash; send it once more along with the hash.' },
  QUERY_NOT_IN_SAFELIST: {
    status: 403,
    meaning: 'The gateway executes the documents of PERSISTED_DOCUMENTS alone, and this is none of them.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, meaning: 'The request body is larger than the limit.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, meaning: 'The request body is compressed, or not in UTF-8.' },
  QUERY_TOO_COMPLEX: {
    status: 400,
    meaning: 'The operation is too deep, or asks for too much; the message says how much and what counts.',
  },
  RATE_LIMITED: { status: 429, meaning: 'Too many requests; the Retry-After header says when to come back.' },
  NOT_FOUND: { status: 404, meaning: 'There is nothing at this address.' },
  METHOD_NOT_ALLOWED: { status: 405, meaning: 'The address does not answer this HTTP method; the Allow header lists those that it does.' },
  NOT_ACCEPTABLE: { status: 406, meaning: 'The Accept header allows none of the media types that there are.' },
  SERVICE_UNAVAILABLE: {
    status: 503,
    meaning: 'The database is away or takes no writes now, or the server is starting, stopping or has too much to do; try again.',
  },
  INTERNAL_SERVER_ERROR: { status: 500, meaning: 'A fault of the server. The log has more under the request id.' },
} as const;

/** The code of a top-level error, found in its `extensions.code`. */
export type ErrorCode = keyof typeof ERRORS;

/** Errors that are found before anything is executed; all others leave the data of their neighbours in place. */
const WHOLE_REQUEST: readonly ErrorCode[] = [
  'BAD_REQUEST',
  'QUERY_NOT_IN_SAFELIST',
  'QUERY_TOO_COMPLEX',
  'RATE_LIMITED',
  'SERVICE_UNAVAILABLE',
];

/**
 * A top-level error whose message is meant for the caller.
 * @param cause what went wrong inside; it goes to the log alone
 */
export function apiError(code: ErrorCode, message: string, cause?: unknown): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, ...(WHOLE_REQUEST.includes(code) && { http: { status: ERRORS[code].status } }) },
    originalError: cause instanceof Error ? cause : undefined,
  });
}

/** `BAD_USER_INPUT` for an argument that is outside of the input object of a mutation. */
export function badArgument(argument: string, message: string): GraphQLError {
  return new GraphQLError(`Argument "${argument}": ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}
