import type { CompiledQuery } from 'kysely';
import type { Dialect } from './dialect.ts';
import { filled, type Values } from './slot.ts';
import type { Db } from './tables.ts';

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
