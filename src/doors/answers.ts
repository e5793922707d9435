import type { Answer } from '../http/server.ts';
import { isUnavailable } from '../query/dialect/driver-errors.ts';
import { apiError, ERRORS, type ErrorCode, RETRY_AFTER, UNAVAILABLE } from '../shared/errors.ts';
import type { Fault } from './door.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Statuses of errors that GraphQL tells beside data. */
const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = { FORBIDDEN: 403, BAD_USER_INPUT: 400, OUT_OF_RANGE: 400 };

/** An answer in JSON. */
export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify(value),
});

/** An answer without a body. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({ status, headers, body: '' });

/** Ends a request; the door says in its own words what is wrong. */
export class Failure extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Ends a request with an answer that was made already. */
export class Instead extends Error {
  constructor(readonly answer: Answer) {
    super('answered');
  }
}

export const notFound = () => new Failure('NOT_FOUND', 'There is nothing here.');

/**
 * What callers are told of an error: all of what was meant for them, and of a fault no more than the request id.
 * @param report told of faults
 */
export function faultOf(requestId: string, error: unknown, report: (requestId: string, error: unknown) => void): Fault {
  if (error instanceof Failure) return fault(error.code, error.message, error.headers);
  const { extensions, message } = error as { extensions?: { code?: string }; message: string };
  const code = extensions?.code;
  if (code !== undefined && code !== 'INTERNAL_SERVER_ERROR' && Object.hasOwn(ERRORS, code)) return fault(code as ErrorCode, message);
  report(requestId, error);
  if (isUnavailable(error)) return fault('SERVICE_UNAVAILABLE', UNAVAILABLE, { 'retry-after': String(RETRY_AFTER) });
  return fault('INTERNAL_SERVER_ERROR', `Something went wrong on the server. The log has more under request id ${requestId}.`);
}

/** What is wrong with a request. */
export const fault = (code: ErrorCode, message: string, headers: Fault['headers'] = {}): Fault => ({
  code,
  status: STATUSES[code] ?? ERRORS[code].status,
  message,
  headers,
});

/** `BAD_USER_INPUT`, for what stands in the address. */
export const badParameter = (message: string) => apiError('BAD_USER_INPUT', message);
