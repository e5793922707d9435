import { toGlobalId } from '../shared/ids.ts';
import type { UserError } from '../shared/user-errors.ts';

/** The fields of a body, as they were sent. */
export type Fields = Readonly<Record<string, unknown>>;

/** One of the values that a field may have: what is said outside, and what it is inside. */
export interface Choice {
  readonly value: string;
  readonly inner: string;
  readonly label: string;
  /** Whether it is shown alone, and cannot be chosen. */
  readonly isShownOnly?: boolean;
}

/** What there is to know of a field of an object of another system. */
export interface Field<View = unknown> {
  readonly type: 'string' | 'integer' | 'boolean' | 'id' | 'choice' | 'datetime' | 'object' | 'list';
  readonly label: string;
  /** What it means, for people. */
  readonly help: string;
  /** Whether it is shown, or taken, or both; with `create` it is shown, and taken when the object is made and ignored later. */
  readonly direction: 'out' | 'in' | 'both' | 'create';
  readonly isRequired?: boolean;
  readonly isNullable?: boolean;
  readonly choices?: readonly Choice[];
  /** Of an object or a list: what it, or each in it, is. */
  readonly holds?: Resource;
  /** Of an id: of which type of object. */
  readonly of?: 'Organization' | 'Application' | 'User' | 'Token';
  /** Its name in the input of the service; its own if absent. */
  readonly inner?: string;
  /** What is shown of an object; undefined leaves the field out. */
  show?(view: View): unknown;
  /** Makes what the service takes of a text. */
  readonly take?: (text: string) => unknown;
}

/** An object of another system as a table: one row a field. Answers, inputs and descriptions are made of it. */
export interface Resource<View = unknown> {
  /** What it is called in descriptions. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Field<View>>>;
}

/** What stands where a secret is. */
export const MASK = '************';

/** Why a field cannot be taken as it was given. */
export type Problem = 'required' | 'null' | 'string' | 'integer' | 'boolean' | 'id' | 'choice' | 'list';

/** A field that cannot be taken. */
export interface Misgiven {
  readonly name: string;
  readonly problem: Problem;
  readonly given: unknown;
}

/** What is shown of an object. */
export function shown<View>({ fields }: Resource<View>, view: View): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name]?.show?.(view);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** Whether a field is taken: when an object is made, or later. */
export const isTaken = ({ direction }: Pick<Field, 'direction'>, isNew: boolean): boolean =>
  direction === 'in' || direction === 'both' || (direction === 'create' && isNew);

/**
 * Makes the input of a service of the fields of a body. What the table has not is ignored, as those systems do.
 * @param wants whether an object is made, whether all that is required must be there
 * @returns the input, and what cannot be taken, all of it
 */
export function taken<Input extends object>(
  { fields }: Resource,
  body: Fields,
  wants: { readonly isNew: boolean; readonly isWhole: boolean },
): { input: Input; misgiven: readonly Misgiven[] } {
  const input: Record<string, unknown> = {};
  const misgiven: Misgiven[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (!isTaken(field, wants.isNew)) continue;
    const given = Object.hasOwn(body, name) ? body[name] : undefined;
    const problem = given === undefined ? whyMissing(field, wants) : put(input, field.inner ?? name, field, given);
    if (problem) misgiven.push({ name, problem, given });
  }
  return { input: input as Input, misgiven };
}

const whyMissing = ({ isRequired }: Field, { isWhole }: { readonly isWhole: boolean }): Problem | undefined =>
  isRequired && isWhole ? 'required' : undefined;

/** Puts a value into an input. @returns why it cannot be taken */
function put(input: Record<string, unknown>, inner: string, field: Field, given: unknown): Problem | undefined {
  if (given === null || (given === '' && field.type !== 'string')) {
    if (!field.isNullable) return given === null ? 'null' : problemOf(field);
    input[inner] = null;
    return undefined;
  }
  const value = translated(field, given);
  if (value === undefined) return problemOf(field);
  input[inner] = value;
  return undefined;
}

const problemOf = ({ type }: Field): Problem =>
  type === 'choice' || type === 'id' || type === 'boolean' || type === 'integer' || type === 'list' ? type : 'string';

const WHOLE_NUMBER = /^-?\d{1,15}$/;
/** Words for yes and no, as programs write them into forms. */
const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...[true, 1, '1', 'true', 'True', 'TRUE', 't', 'yes', 'on'].map((word): [unknown, boolean] => [word, true]),
  ...[false, 0, '0', 'false', 'False', 'FALSE', 'f', 'no', 'off'].map((word): [unknown, boolean] => [word, false]),
]);

/** What a service takes of a value; undefined for one that is not of the type. */
function translated(field: Field, given: unknown): unknown {
  if (field.type === 'boolean') return BOOLEANS.get(given);
  if (field.type === 'choice') return field.choices?.find(({ value, isShownOnly }) => value === given && !isShownOnly)?.inner;
  if (field.type === 'id' || field.type === 'integer') {
    const number = numberIn(given);
    return number !== undefined && field.type === 'id' ? toGlobalId(field.of ?? '', Math.max(number, 0)) : number;
  }
  if (field.type === 'list') return Array.isArray(given) && given.every((item) => typeof item === 'string') ? given : undefined;
  if (typeof given !== 'string' && typeof given !== 'number') return undefined;
  return field.take ? field.take(String(given)) : String(given);
}

/** The whole number that a value is, also as a text. */
function numberIn(given: unknown): number | undefined {
  if (typeof given === 'number') return Number.isSafeInteger(given) ? given : undefined;
  return typeof given === 'string' && WHOLE_NUMBER.test(given) ? Number(given) : undefined;
}

/** The name that a field of an input has outside; undefined where no field is behind it. */
export const outsideOf = ({ fields }: Resource, { field: [inner] }: Pick<UserError, 'field'>): string | undefined =>
  inner === undefined ? undefined : Object.keys(fields).find((name) => (fields[name]?.inner ?? name) === inner);

/** The outer word of a choice; the inner one where there is none. */
export const outerOf = (choices: readonly Choice[], inner: string): string =>
  choices.find((choice) => choice.inner === inner)?.value ?? inner;
