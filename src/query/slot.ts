import { type CompiledQuery, type RawBuilder, sql } from 'kysely';

class Slot {
  constructor(
    readonly name: string,
    readonly encode: (value: unknown) => unknown,
  ) {}
}

/** Stands in a statement for a value that each use of it brings. @param encode makes the value what the database takes */
export const slot = <T>(name: string, encode: (value: never) => unknown = (value) => value): RawBuilder<T> =>
  sql`${new Slot(name, encode as (value: unknown) => unknown)}`;

/** The values of the slots of one use of a statement. */
export type Values = Readonly<Record<string, unknown>>;

/** A compiled query with its slots filled. */
export function filled<Row>(compiled: CompiledQuery<Row>, values: Values): CompiledQuery<Row> {
  const parameters = compiled.parameters.map((parameter) =>
    parameter instanceof Slot ? parameter.encode(values[parameter.name]) : parameter,
  );
  return { ...compiled, parameters };
}

/** What a compiled query says of itself that whoever asks has composed: its text hardly comes again, and is kept prepared by nobody. */
export interface Composed {
  readonly isComposed?: boolean;
}
