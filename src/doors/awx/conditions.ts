import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Condition, whereAmong } from '../../query/among.ts';
import type { Conditions, Dialect, Query } from '../../query/dialect/dialect.ts';
import type { FilterContext } from '../../query/rights.ts';
import { fold } from '../../shared/text.ts';
import { type Asked, type Comparand, type Lookup, OF_TEXT, type Operator } from './lookups.ts';
import type { AwxResource, Filterable } from './resource.ts';

/** Follows a folded name where it is kept apart from that of a namesake; no name has such a character. */
const BEHIND_NAME = '\u0002';

/** The rows `x` of a list that are asked for. Conditions are checked only for rows that the viewer may read. */
export function matching(
  rows: Query,
  context: FilterContext,
  resource: AwxResource,
  asked: Asked,
  isReadable: Condition | undefined,
): Query {
  const conditions = asked.lookups.map((lookup) => ({ lookup, condition: conditionOf(resource, lookup, context) }));
  const [alternatives, others] = [conditions.filter(isAlternative), conditions.filter((one) => !isAlternative(one))];
  // by number a row is sought first, whoever may read it, as it is by its address
  const direct = others.filter(({ lookup }) => isDirect(lookup));
  const among = others.filter(({ lookup }) => !isDirect(lookup)).map(({ condition }) => condition);
  if (alternatives.length > 0) among.push((eb) => eb.or(alternatives.map(({ condition }) => condition(eb))));
  if (asked.search !== '' && resource.searched.length > 0) among.push(containsOf(resource, asked.search, context));
  const sought = direct.reduce((query, { condition }) => query.where(condition), rows);
  return among.length === 0 ? sought : whereAmong(sought, isReadable, (eb) => eb.and(among.map((condition) => condition(eb))));
}

const isAlternative = ({ lookup }: { readonly lookup: Lookup }) => lookup.isAlternative;
const isDirect = ({ field, operator, isNegated }: Lookup) =>
  (field === 'id' || field.startsWith('organization')) && (operator === 'exact' || operator === 'in') && !isNegated;

/** Whether what is asked for is so little that it is sooner found and sorted than met on a walk through the list. */
export function isNarrow({ lookups }: Asked, resource: AwxResource): boolean {
  const finds = ({ field, operator, isNegated }: Lookup) =>
    !isNegated && ['exact', 'iexact', 'in'].includes(operator) && Boolean(filterIn(resource, field).isNarrow);
  const alternatives = lookups.filter(({ isAlternative }) => isAlternative);
  return lookups.some((lookup) => !lookup.isAlternative && finds(lookup)) || (alternatives.length > 0 && alternatives.every(finds));
}

/** How rows are found by a field that the resource has. */
export function filterIn(resource: AwxResource, field: string): Filterable {
  const filter = resource.fields[field]?.filter ?? resource.further?.[field];
  if (!filter) throw new Error(`nothing is found by ${field}`);
  return filter;
}

const containsOf =
  (resource: AwxResource, search: string, context: FilterContext): Condition =>
  (eb) =>
    eb.or(resource.searched.map((field) => comparison(filterIn(resource, field), 'icontains', search, context)(eb)));

function conditionOf(resource: AwxResource, { field, operator, comparand, isNegated }: Lookup, context: FilterContext): Condition {
  const filter = filterIn(resource, field);
  const holds = filter.through ? ofRelated(filter, operator, comparand, context) : comparison(filter, operator, comparand, context);
  if (!isNegated) return holds;
  // of what is missing nothing is said but the opposite
  return (eb) => eb.case().when(holds(eb)).then(eb.lit(false)).else(eb.lit(true)).end() as Expression<SqlBool>;
}

/** Whether the row that a row refers to is one of which something holds, of those that the viewer may read. */
function ofRelated({ through, ...filter }: Filterable, operator: Operator, comparand: Comparand, context: FilterContext): Condition {
  if (!through) throw new Error('nothing is referred to');
  const { column, table, rights, isReadable } = through;
  const isMissing = operator === 'isnull' ? comparand === true : comparand === null;
  const isAbout = operator !== 'isnull' && comparand !== null;
  const found = (eb: Conditions) => {
    const related = rights(eb.selectFrom(`${table} as x`) as unknown as Query, context);
    const rows = isAbout ? whereAmong(related, isReadable(context), comparison(filter, operator, comparand, context)) : related;
    return rows.select('x.id');
  };
  return (eb) => {
    const isOne = eb(column, 'in', found(eb));
    return isMissing ? (eb.case().when(isOne).then(eb.lit(false)).else(eb.lit(true)).end() as Expression<SqlBool>) : isOne;
  };
}

function comparison(filter: Filterable, operator: Operator, comparand: Comparand, { store: { dialect } }: FilterContext): Condition {
  const { kind, column } = filter;
  if (operator === 'isnull' || comparand === null) {
    return (eb) => eb(sql.ref(column), comparand === false ? 'is not' : 'is', null);
  }
  if (kind === 'text') return ofText(filter, operator, comparand, dialect);
  if (kind === 'choice') return ofChoice(filter, operator, comparand, dialect);
  if (OF_TEXT.includes(operator))
    return ofText({ ...filter, value: () => sql`cast(${sql.ref(column)} as text)` }, operator, comparand, dialect);
  if (operator === 'in') return isOneOf(kind, column, comparand as readonly (number | boolean | Date)[], dialect);
  return (eb) => eb(column, SIGNS[operator as keyof typeof SIGNS], comparand);
}

const SIGNS = { exact: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function isOneOf(kind: Filterable['kind'], column: string, values: readonly (number | boolean | Date)[], dialect: Dialect): Condition {
  if (kind === 'number') return () => dialect.isOneOf(column, values as readonly number[]);
  return (eb) => eb.or(values.map((value) => eb(column, '=', value)));
}

function ofText(filter: Filterable, operator: Operator, comparand: Comparand, dialect: Dialect): Condition {
  const text = filter.value?.(dialect) ?? sql.ref<string>(filter.column);
  if (operator === 'in') {
    const values = comparand as readonly string[];
    if (filter.key) return (eb) => eb.or(values.map((value) => named(filter, 'exact', value)(eb)));
    return (eb) => eb(text, 'in', [...values]);
  }
  const value = comparand as string;
  if (filter.key && (operator === 'exact' || operator === 'iexact')) return named(filter, operator, value);
  const isCaseless = operator.startsWith('i');
  const whole = isCaseless ? (filter.folded?.(dialect) ?? dialect.lower(text)) : text;
  const sought = isCaseless ? (filter.folded ? fold(value) : asciiLower(value)) : value;
  return compare(whole, (isCaseless ? operator.slice(1) : operator) as Operator, sought, dialect);
}

/** ASCII alone, as databases do it that know nothing of languages. */
const asciiLower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** A name, found by its key: also that of a namesake, which is kept apart. */
function named({ key = '', column }: Filterable, operator: 'exact' | 'iexact', value: string): Condition {
  const folded = fold(value);
  return (eb) => {
    const range = [eb(key, '>=', folded), eb(key, '<', folded + BEHIND_NAME)];
    return eb.and(operator === 'exact' ? [...range, eb(column, '=', value)] : range);
  };
}

function compare(text: RawBuilder<string>, operator: Operator, sought: string, dialect: Dialect): Condition {
  if (operator === 'exact') return (eb) => eb(text, '=', sought);
  if (operator === 'contains') return (eb) => eb(dialect.position(text, sought), '>', 0);
  if (operator === 'startswith') return (eb) => eb(dialect.position(text, sought), '=', 1);
  if (operator === 'endswith') return (eb) => (sought === '' ? eb.lit(true) : dialect.endsWith(text, sought));
  return (eb) => eb(dialect.bytewise(text), SIGNS[operator as keyof typeof SIGNS], sought);
}

function ofChoice(filter: Filterable, operator: Operator, comparand: Comparand, dialect: Dialect): Condition {
  const { column, choices = [] } = filter;
  if (operator === 'exact' || operator === 'in') {
    const inner = [comparand].flat().flatMap((value) => choices.find((choice) => choice.value === value)?.inner ?? []);
    return (eb) => (inner.length === 0 ? eb.lit(false) : eb(column, 'in', inner));
  }
  const whens = choices.map(({ value, inner }) => sql`when ${inner} then ${value}`);
  const value = () => sql<string>`case ${sql.ref(column)} ${sql.join(whens, sql` `)} else ${sql.ref(column)} end`;
  return ofText({ kind: 'text', column, value }, operator, comparand, dialect);
}
