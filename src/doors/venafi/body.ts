import { badParameter } from '../answers.ts';
import { type Fields, type Problem, type Resource, taken } from '../resource.ts';

/** Fields by these names, whatever their case, as Venafi reads them; null says as much as nothing. */
export function named(fields: Fields, names: readonly string[]): Fields {
  const given = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
  const value = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : given.get(name.toLowerCase()));
  return Object.fromEntries(names.map((name) => [name, value(name)]).filter(([, value]) => value != null));
}

const WORDS: Readonly<Record<Problem, string>> = {
  required: 'is required',
  null: 'must not be null',
  string: 'must be a string',
  integer: 'must be an integer',
  boolean: 'must be true or false',
  id: 'must be an id',
  choice: 'is none of the values that there are',
  list: 'must be a list of strings',
};

/** The input of a service, of the fields of a body. @throws `BAD_USER_INPUT` with all that is missing or of another type */
export function inputOf<Input extends object>(resource: Resource, fields: Fields): Input {
  const { input, misgiven } = taken<Input>(resource, fields, { isNew: true, isWhole: true });
  if (misgiven.length > 0) throw badParameter(misgiven.map(({ name, problem }) => `${name} ${WORDS[problem]}.`).join(' '));
  return input;
}
