import type { Expression, SqlBool } from 'kysely';
import type { Conditions, Query } from './dialect/dialect.ts';

/** A condition of the rows of a query. */
export type Condition = (eb: Conditions) => Expression<SqlBool>;

/**
 * The rows of a query for which a condition holds. The database checks the condition only for rows that the viewer may read. With
 * `and` it might search an index of all rows first, and the time that this takes would tell how many hidden rows there are.
 * @param isReadable undefined for a viewer who may read everything
 */
export function whereAmong(query: Query, isReadable: Condition | undefined, condition: Condition): Query {
  if (!isReadable) return query.where(condition);
  return query.where((eb) => eb.case().when(isReadable(eb)).then(condition(eb)).else(eb.lit(false)).end() as Expression<SqlBool>);
}
