import type { Answer } from '../../http/server.ts';
import { type UserError, UserErrorCode } from '../../shared/user-errors.ts';
import { Failure, Instead, json } from '../answers.ts';
import type { Door } from '../door.ts';
import { type Fields, type Misgiven, outsideOf, type Problem, taken } from '../resource.ts';
import type { AwxResource } from './resource.ts';

const NOT_PROVIDED = 'Authentication credentials were not provided.';
const VISIT_LOGIN = 'To establish a login session, visit /api/login/.';

/** `detail`, as AWX tells of what is wrong with a request as a whole. */
export const faultAnswer: Door['faultAnswer'] = ({ code, status, message, headers }) => {
  if (code === 'UNAUTHENTICATED') {
    const isPassword = /password/i.test(message);
    const detail = `${isPassword ? 'Invalid username/password.' : NOT_PROVIDED} ${VISIT_LOGIN}`;
    return json(401, { detail }, { 'www-authenticate': 'Bearer realm=api' });
  }
  if (code === 'NOT_FOUND') return json(404, { detail: message === 'Invalid page.' ? message : 'Not found.' });
  return json(status, { detail: message }, headers);
};

/** What AWX says of a field that cannot be taken. */
const WORDS: Readonly<Record<Problem, (given: unknown) => string>> = {
  required: () => 'This field is required.',
  null: () => 'This field may not be null.',
  string: () => 'Not a valid string.',
  integer: () => 'A valid integer is required.',
  boolean: () => 'Must be a valid boolean.',
  id: (given) => `Incorrect type. Expected pk value, received ${typeIn(given)}.`,
  list: (given) => `Expected a list of items but got type "${typeIn(given)}".`,
  choice: (given) => `"${textOf(given)}" is not a valid choice.`,
};

/** What Python calls the type of a value. */
function typeIn(given: unknown): string {
  if (Array.isArray(given)) return 'list';
  const names: Readonly<Record<string, string>> = { string: 'str', number: 'float', boolean: 'bool', object: 'dict' };
  return names[typeof given] ?? typeof given;
}

/** What of a value is repeated. */
function textOf(given: unknown): string {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/**
 * The input of a service, of the fields of a body.
 * @param wants whether an object is made, and whether all that is required must be there (PUT, against PATCH)
 * @throws {Instead} with all that cannot be taken
 */
export function inputOf<Input extends object>(
  resource: AwxResource,
  body: Fields,
  wants: { readonly isNew: boolean; readonly isWhole: boolean },
): Input {
  const { input, misgiven } = taken<Input>(resource, body, wants);
  if (misgiven.length > 0) throw new Instead(json(400, Object.fromEntries(misgiven.map(saidOf))));
  return input;
}

const saidOf = ({ name, problem, given }: Misgiven): [string, string[]] => [name, [WORDS[problem](given)]];

/** What of a payload is wrong with the object as a whole, and what AWX answers then. */
const STATUSES: Readonly<Partial<Record<UserErrorCode, number>>> = { FORBIDDEN: 403, CONFLICT: 409 };

/** Ends a request of which a service has refused the input. @throws where there are faults */
export function requireDone(resource: AwxResource, body: Fields, { userErrors }: { readonly userErrors: readonly UserError[] }): void {
  if (userErrors.length > 0) throw new Instead(refusal(resource, body, userErrors));
}

function refusal(resource: AwxResource, body: Fields, userErrors: readonly UserError[]): Answer {
  const isGone = userErrors.some(({ code, field }) => field[0] === 'id' && ['NOT_FOUND', 'ALREADY_REVOKED'].includes(code));
  if (isGone) throw new Failure('NOT_FOUND', 'Not found.');
  for (const { code, message } of userErrors) {
    const status = STATUSES[code];
    if (status !== undefined) return json(status, { detail: message });
  }
  const said: Record<string, string[]> = {};
  for (const error of userErrors) {
    const name = isTakenName(resource, error) ? '__all__' : (outsideOf(resource, error) ?? '__all__');
    said[name] = [...(said[name] ?? []), sentenceOf(resource, body, name, error)];
  }
  return json(400, said);
}

/** An application's name is taken in its organization: AWX tells that of the two together. */
const isTakenName = ({ name }: AwxResource, { code, field }: UserError) =>
  code === UserErrorCode.TAKEN && name === 'Application' && field[0] === 'name';

function sentenceOf(resource: AwxResource, body: Fields, name: string, { code, message }: UserError): string {
  if (code === 'TAKEN')
    return `${resource.title} with this ${name === '__all__' ? 'Name and Organization' : (resource.fields[name]?.label ?? name)} already exists.`;
  if (code === 'REQUIRED') return WORDS.required(undefined);
  if (code === 'BLANK') return 'This field may not be blank.';
  if (code === 'NOT_FOUND') return `Invalid pk "${textOf(body[name])}" - object does not exist.`;
  return message;
}
