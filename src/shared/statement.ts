import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { Db } from './tables.ts';

class Slot {
  constructor(readonly name: string) {}
}

/** Stands in a statement for a value that each use of it brings. */
export const slot = <T>(name: string): RawBuilder<T> => sql`${new Slot(name)}`;

/** A statement that is written once for each database, and then only given new values: for what every request asks. */
export class Statement<Values extends Readonly<Record<string, unknown>>, Row> {
  readonly #compiled = new Map<Dialect, CompiledQuery<Row>>();
  readonly #build: (db: Db, dialect: Dialect) => { compile(): unknown };

  /** @param build makes the query, with `slot` where values go */
  constructor(build: (db: Db, dialect: Dialect) => { compile(): unknown }) {
    this.#build = build;
  }

  /** Runs the statement. */
  async rows(db: Db, dialect: Dialect, values: Values): Promise<readonly Row[]> {
    let compiled = this.#compiled.get(dialect);
    if (!compiled) {
      compiled = this.#build(db, dialect).compile() as CompiledQuery<Row>;
      this.#compiled.set(dialect, compiled);
    }
    const parameters = compiled.parameters.map((parameter) => (parameter instanceof Slot ? values[parameter.name] : parameter));
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows;
  }
}
