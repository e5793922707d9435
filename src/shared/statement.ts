import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { Db } from './tables.ts';

class Slot {
  constructor(
    readonly name: string,
    readonly encode: (value: never) => unknown,
  ) {}
}

/** Stands in a statement for a value that each use of it brings. @param encode makes the value what the database takes */
export const slot = <T>(name: string, encode: (value: never) => unknown = (value) => value): RawBuilder<T> =>
  sql`${new Slot(name, encode)}`;

/** The values of the slots of one use of a statement. */
export type Values = Readonly<Record<string, unknown>>;

/** A compiled query with its slots filled. */
export function filled<Row>(compiled: CompiledQuery<Row>, values: Values): CompiledQuery<Row> {
  const parameters = compiled.parameters.map((parameter) =>
    parameter instanceof Slot ? parameter.encode(values[parameter.name] as never) : parameter,
  );
  return { ...compiled, parameters };
}

/** A statement that is written once for each database, and then only given new values: for what every request asks. */
export class Statement<Given extends Values, Row> {
  readonly #compiled = new Map<Dialect, CompiledQuery<Row>>();
  readonly #build: (db: Db, dialect: Dialect) => { compile(): unknown };

  /** @param build makes the query, with `slot` where values go */
  constructor(build: (db: Db, dialect: Dialect) => { compile(): unknown }) {
    this.#build = build;
  }

  /** Runs the statement. */
  async rows(db: Db, dialect: Dialect, values: Given): Promise<readonly Row[]> {
    let compiled = this.#compiled.get(dialect);
    if (!compiled) {
      compiled = this.#build(db, dialect).compile() as CompiledQuery<Row>;
      this.#compiled.set(dialect, compiled);
    }
    return (await db.executeQuery<Row>(filled(compiled, values))).rows;
  }
}
