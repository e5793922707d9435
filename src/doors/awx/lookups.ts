import { charactersOf } from '../../shared/text.ts';
import { badParameter, Failure } from '../answers.ts';
import type { AwxResource, Filterable } from './resource.ts';

/** How a field is compared. */
export const OPERATORS = [
  ...(['exact', 'iexact', 'contains', 'icontains', 'startswith', 'istartswith', 'endswith', 'iendswith'] as const),
  ...(['gt', 'gte', 'lt', 'lte', 'isnull', 'in'] as const),
] as const;
export type Operator = (typeof OPERATORS)[number];

/** What a field is compared with. */
export type Comparand = string | number | boolean | Date | null | readonly (string | number | boolean | Date)[];

/** One condition of a list, as it stands in an address. */
export interface Lookup {
  /** The field, as the table of the resource has it. */
  readonly field: string;
  readonly operator: Operator;
  readonly comparand: Comparand;
  readonly isNegated: boolean;
  /** Whether it is enough that this one holds, or another such. */
  readonly isAlternative: boolean;
}

/** What is asked of a list. */
export interface Asked {
  readonly lookups: readonly Lookup[];
  /** What name or description has to contain; empty for whatever they do. */
  readonly search: string;
  /** The fields to sort by, each with whether it is sorted downwards; none for the order that lists have by themselves. */
  readonly order: readonly { readonly field: string; readonly isDescending: boolean }[];
}

/** What an address may have besides look-ups. */
const RESERVED = ['page', 'page_size', 'format', 'order', 'order_by', 'search', 'type', 'count_disabled', 'no_truncate', 'limit'];
/** How many conditions one list has at most: each is checked for every row. One of what is put together first, or is long, counts as several. */
const MOST_LOOKUPS = 10;
const HEAVY = 3;
/** How many keys the order of a list has at most. */
const MOST_KEYS = 5;
/** How many values all conditions have at most: as many as a page has objects. */
const MOST_VALUES = 200;
/** The most characters of what a field is compared with. */
const LONGEST = 2_048;
/** The operators of what is no text, and has no order either. */
const OF_BOOLEANS: readonly Operator[] = ['exact', 'in', 'isnull'];
const OF_TIMES: readonly Operator[] = [...OF_BOOLEANS, 'gt', 'gte', 'lt', 'lte'];
/** The operators that compare what is no text as a text. */
export const OF_TEXT: readonly Operator[] = OPERATORS.slice(1, 8);

/** Reads what is asked of a list. @throws `BAD_USER_INPUT`, `FORBIDDEN` for what is a secret */
export function askedIn(query: URLSearchParams, resource: AwxResource): Asked {
  const lookups: Lookup[] = [];
  let search = '';
  let order: Asked['order'] = [];
  let weight = 0;
  let values = 0;
  for (const [name, value] of query) {
    if (value.length > LONGEST * 4 || charactersOf(value) > LONGEST)
      throw badParameter(`"${nameIn(name)}": a value may have at most ${LONGEST} characters.`);
    if (name === 'search') search = value;
    else if (name === 'order_by' || name === 'order') order = orderIn(value, resource);
    else if (!RESERVED.includes(name)) {
      const { lookup, filter } = lookupIn(name, value, resource);
      lookups.push(lookup);
      weight += filter.value || filter.isLong ? HEAVY : 1;
      values += Array.isArray(lookup.comparand) ? lookup.comparand.length : 1;
    }
    if (weight > MOST_LOOKUPS)
      throw badParameter(
        `A list may have at most ${MOST_LOOKUPS} conditions; one of a field of several values, or of a description, counts as ${HEAVY}.`,
      );
    if (values > MOST_VALUES) throw badParameter(`A list may be asked for at most ${MOST_VALUES} values.`);
  }
  return { lookups, search, order };
}

function lookupIn(parameter: string, value: string, resource: AwxResource): { lookup: Lookup; filter: Filterable } {
  let rest = parameter;
  const begins = (prefix: string) => {
    if (!rest.startsWith(prefix)) return false;
    rest = rest.slice(prefix.length);
    return true;
  };
  const isAlternative = begins('or__');
  // several conditions on one related object: there are none that have several
  if (!isAlternative) begins('chain__');
  const isNegated = begins('not__');
  const found = OPERATORS.find((operator) => rest.endsWith(`__${operator}`));
  const name = found ? rest.slice(0, -found.length - 2) : rest;
  const { field, filter } = filterOf(resource, name);
  const operator = found ?? 'exact';
  return { lookup: { field, operator, comparand: comparandOf(field, filter, operator, value), isNegated, isAlternative }, filter };
}

/** The field of a name, and how it is found by that. @throws where there is none */
function filterOf(resource: AwxResource, name: string): { field: string; filter: Filterable } {
  const field = name === 'pk' ? 'id' : name.replace(/__(?:id|pk)$/, '');
  const [first = ''] = name.split('__', 1);
  if (Object.hasOwn(resource.fields, first) && resource.fields[first]?.isSecret) throw forbidden(first);
  const filter = Object.hasOwn(resource.fields, field) ? resource.fields[field]?.filter : own(resource.further ?? {}, field);
  if (!filter) throw badParameter(`${resource.model} has no field named '${nameIn(name)}'`);
  return { field, filter };
}

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const forbidden = (field: string) => new Failure('FORBIDDEN', `Filtering on ${field} is not allowed.`);

/** What of a name from outside is repeated. */
const nameIn = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);

function comparandOf(field: string, filter: Filterable, operator: Operator, value: string): Comparand {
  const { kind } = filter;
  const fits = kind === 'boolean' ? OF_BOOLEANS : kind === 'time' ? OF_TIMES : OPERATORS;
  if (!fits.includes(operator)) throw badParameter(`Unsupported lookup '${operator}' for ${field}: use one of ${fits.join(', ')}.`);
  if (operator === 'isnull') return booleanIn(value);
  if (operator === 'in') {
    if (value === '') throw badParameter(`${field}: cannot provide empty value for __in`);
    const values = value.split(',');
    if (values.length > MOST_VALUES) throw badParameter(`${field}: a list may be asked for at most ${MOST_VALUES} values.`);
    return values.map((one) => valueIn(field, kind, one));
  }
  if (OF_TEXT.includes(operator)) return value;
  if (filter.isNullable && /^(?:none|null)$/i.test(value) && operator === 'exact') return null;
  return valueIn(field, kind, value);
}

function valueIn(field: string, kind: Filterable['kind'], value: string): string | number | boolean | Date {
  if (kind === 'text' || kind === 'choice') return value;
  if (kind === 'boolean') return booleanIn(value);
  if (kind === 'time') return timeIn(field, value);
  // what is larger than any number of an object is a number still, and finds nothing
  if (!/^-?\d{1,30}$/.test(value)) throw badParameter(`Field '${field}' expected a number but got '${nameIn(value)}'.`);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Math.sign(number) * Number.MAX_SAFE_INTEGER;
}

function booleanIn(value: string): boolean {
  if (/^(?:true|1|t)$/i.test(value)) return true;
  if (/^(?:false|0|f)$/i.test(value)) return false;
  throw badParameter(`Unable to convert "${nameIn(value)}" to boolean`);
}

/** A time in ISO 8601, to the day at least; in UTC where it does not say. */
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function timeIn(field: string, value: string): Date {
  const [, date, time = '00:00', zone = 'Z'] = TIME.exec(value) ?? [];
  const parsed = new Date(`${date}T${time}${zone}`);
  if (date === undefined || Number.isNaN(parsed.getTime()))
    throw badParameter(`'${nameIn(value)}' has an invalid format for ${field}. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.`);
  return parsed;
}

function orderIn(value: string, resource: AwxResource): Asked['order'] {
  const names = value.split(',').filter(Boolean);
  if (names.length > MOST_KEYS) throw badParameter(`A list may be sorted by at most ${MOST_KEYS} fields.`);
  return names.map((given) => {
    const isDescending = given.startsWith('-');
    const { field, filter } = filterOf(resource, isDescending ? given.slice(1) : given);
    if (filter.order === undefined) throw badParameter(`This list cannot be sorted by '${nameIn(given)}'.`);
    return { field, isDescending };
  });
}
