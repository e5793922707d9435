import type { Answer } from '../../http/server.ts';
import type { UserError, UserErrorCode } from '../../shared/user-errors.ts';
import { json } from '../answers.ts';
import type { Door } from '../door.ts';
import { outsideOf, type Resource } from '../resource.ts';

/** The codes in which the calls of `OAuth` say what became of them. */
export const Result = {
  SUCCESS: 0,
  FAILURE: 1,
  NOT_THERE: 2,
  INVALID_PARAMETERS: 6,
  INSUFFICIENT_PRIVILEGES: 9,
  INVALID_SCOPE: 17,
} as const;
type ResultCode = (typeof Result)[keyof typeof Result];

/** What a call has done. */
export const done = (values: Readonly<Record<string, unknown>> = {}): Answer =>
  json(200, { ...values, Result: Result.SUCCESS, Success: true });

/** Why a call has done nothing. */
export const undone = (code: ResultCode, why: string): Answer => json(200, { Error: why, Result: code, Success: false });

/** What is not there, or not for the viewer to see. */
export const notThere = (): Answer => undone(Result.NOT_THERE, 'There is no such application.');

/** The code of each fault; the most telling of several first. */
const RESULTS: readonly (readonly [ResultCode, readonly (keyof typeof UserErrorCode)[]])[] = [
  [Result.INSUFFICIENT_PRIVILEGES, ['FORBIDDEN']],
  [Result.INVALID_SCOPE, ['INVALID_SCOPE', 'SCOPE_EXCEEDS_MAXIMUM']],
  [Result.FAILURE, ['TAKEN', 'CONFLICT', 'LIMIT_EXCEEDED', 'ALREADY_REVOKED']],
];

/** Says what a service has found wrong, in the names that fields have outside. */
export function refused(resource: Resource, userErrors: readonly UserError[]): Answer {
  if (userErrors.some(({ code, field: [name] }) => code === 'NOT_FOUND' && name === 'id')) return notThere();
  // an organization that one may not read is that of the setting, so what is missing is a right
  const codes = userErrors.map(({ code, field: [name] }) => (name === 'organizationId' ? 'FORBIDDEN' : code));
  const [result] = RESULTS.find(([, own]) => codes.some((code) => own.includes(code))) ?? [Result.INVALID_PARAMETERS];
  const sentences = userErrors.map((error) => [outsideOf(resource, error), error.message].filter(Boolean).join(': '));
  return undone(result, sentences.join(' '));
}

const ERRORS: Readonly<Record<number, string>> = { 404: 'not_found', 429: 'temporarily_unavailable', 503: 'temporarily_unavailable' };

/** `error`, as Venafi tells of what is wrong with a request as a whole. */
export const faultAnswer: Door['faultAnswer'] = ({ code, status, message, headers }) => {
  const said = (status: number, error: string) => json(status, { error, error_description: message }, headers);
  if (code === 'UNAUTHENTICATED')
    return json(401, { error: 'invalid_token', error_description: message }, { 'www-authenticate': 'Bearer', ...headers });
  if (code === 'FORBIDDEN')
    return headers['www-authenticate'] === undefined ? said(401, 'insufficient_rights') : said(403, 'insufficient_scope');
  return said(status, ERRORS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request'));
};
