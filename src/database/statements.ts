import { LRUCache } from 'lru-cache';

/** How many statements are kept prepared; texts are few, because lists are bound as one parameter. */
export const PREPARED_STATEMENTS = 500;

/** Remembers what was made for a statement, by its text, so that it is prepared once. */
export class Statements<Prepared extends object> {
  readonly #prepared = new LRUCache<string, Prepared>({ max: PREPARED_STATEMENTS });

  of(text: string, prepare: () => Prepared): Prepared {
    let prepared = this.#prepared.get(text);
    if (!prepared) {
      prepared = prepare();
      this.#prepared.set(text, prepared);
    }
    return prepared;
  }
}
