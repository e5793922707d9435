import type { Query } from './dialect/dialect.ts';

/** The rows whose column is the number of the organization that is the gateway's own, or all other rows. */
export const whereBuiltIn = (query: Query, column: string, isBuiltIn: boolean): Query =>
  query.where((eb) => {
    const own = eb.selectFrom('organization as own').where('own.built_in', '=', eb.lit(true)).select('own.id');
    return isBuiltIn ? eb(column, 'in', own) : eb.or([eb(column, 'is', null), eb(column, 'not in', own)]);
  });
