import type { Answer } from '../../http/server.ts';
import type { UserError, UserErrorCode } from '../../shared/user-errors.ts';
import { Failure, Instead, json } from '../answers.ts';
import type { Door } from '../door.ts';
import { type Fields, type Misgiven, outsideOf, type Problem, type Resource, taken } from '../resource.ts';

/** One thing that is wrong. */
interface Said {
  readonly message: string;
  readonly code: string;
  readonly field?: string | undefined;
}

const answerOf = (status: number, errors: readonly Said[], headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, { errors }, headers);

/** Ends a request of which something cannot be taken. */
export const invalid = (...errors: readonly Said[]): Instead => new Instead(answerOf(422, errors));

/** Ends a request for what was deleted. */
export const missing = (): Instead => new Instead(answerOf(410, [{ message: 'The application was deleted.', code: 'missing' }]));

const CODES: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'unauthorized',
  404: 'not_found',
  405: 'method_not_allowed',
  429: 'too_many_requests',
  500: 'server_error',
  503: 'unavailable',
};

/** `errors`, as EASI'R tells of what is wrong with a request as a whole. */
export const faultAnswer: Door['faultAnswer'] = ({ status, message, headers }) => {
  const challenge = status === 401 && { 'www-authenticate': 'Bearer' };
  return answerOf(status, [{ message, code: CODES[status] ?? 'bad_request' }], { ...challenge, ...headers });
};

const PROBLEMS: Readonly<Partial<Record<Problem, readonly [code: string, words: string]>>> = {
  required: ['validation.required', 'is required'],
  null: ['validation.required', 'is required'],
};
const OTHER_PROBLEM = ['validation.string', 'must be a string'] as const;

const saidOf = ({ name, problem }: Misgiven): Said => {
  const [code, words] = PROBLEMS[problem] ?? OTHER_PROBLEM;
  return { message: `The ${name} field ${words}.`, code, field: name };
};

/** The input of a service, of the fields of a body. @throws {Instead} with all that cannot be taken */
export function inputOf<Input extends object>(resource: Resource, body: Fields, isNew: boolean): Input {
  // what is missing of a new one, the service tells with all else
  const { input, misgiven } = taken<Input>(resource, body, { isNew, isWhole: !isNew });
  // a number is no string there
  const numbers = Object.keys(resource.fields).filter((name) => Object.hasOwn(body, name) && typeof body[name] === 'number');
  const all = [...misgiven, ...numbers.map((name): Misgiven => ({ name, problem: 'string', given: body[name] }))];
  if (all.length > 0) throw invalid(...all.map(saidOf));
  return input;
}

const VALIDATION: Readonly<Partial<Record<UserErrorCode, string>>> = {
  REQUIRED: 'validation.required',
  BLANK: 'validation.required',
  TOO_LONG: 'validation.max',
  TAKEN: 'validation.unique',
  INVALID_REDIRECT_URI: 'validation.active_url',
};

/** Ends a request of which a service has refused the input. @throws where there are faults */
export function requireDone(resource: Resource, { userErrors }: { readonly userErrors: readonly UserError[] }): void {
  if (userErrors.length === 0) return;
  if (userErrors.some(({ code, field: [name] }) => code === 'NOT_FOUND' && name === 'id')) throw new Failure('NOT_FOUND', 'Not found.');
  // an organization that one may not read is that of the setting, so what is missing is a right
  const forbidden = userErrors.find(({ code, field: [name] }) => code === 'FORBIDDEN' || name === 'organizationId');
  if (forbidden) throw new Failure('FORBIDDEN', forbidden.message);
  const conflict = userErrors.find(({ code }) => code === 'CONFLICT');
  if (conflict) throw new Instead(answerOf(409, [{ message: conflict.message, code: 'conflict' }]));
  throw invalid(
    ...userErrors.map((error) => ({
      message: error.message,
      code: VALIDATION[error.code] ?? 'validation.invalid',
      field: outsideOf(resource, error),
    })),
  );
}
