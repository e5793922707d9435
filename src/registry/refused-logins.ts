import type { Store } from '../query/store.ts';
import { dayOf, LONGEST_SERIES } from './registry.rules.ts';

/** Milliseconds between two writes of what was counted. */
const WRITE_EVERY = 2_000;

/** Counts log-ins that were refused by the day: one row a day, however many there are, and written off the path of requests. */
export class RefusedLogins {
  /** The day of which some are not yet written, and how many. */
  #day = 0;
  #unwritten = 0;
  readonly #store: Store;
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param report told when counts could not be written; they are tried again */
  constructor(store: Store, report: (error: unknown) => void) {
    this.#store = store;
    this.#report = report;
  }

  /** Counts one. */
  note(): void {
    this.#add(dayOf(Date.now()), 1);
  }

  /** Writes what was counted. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [day, count] = [this.#day, this.#unwritten];
    this.#unwritten = 0;
    if (count === 0) return;
    try {
      await this.#store.write(async ({ db }) => {
        await db
          .insertInto('refused_login')
          .values({ day, count })
          .onConflict((conflict) => conflict.column('day').doUpdateSet((eb) => ({ count: eb('refused_login.count', '+', count) })))
          .execute();
        await db
          .deleteFrom('refused_login')
          .where('day', '<=', day - LONGEST_SERIES.others)
          .execute();
      });
    } catch (error) {
      this.#add(day, count);
      this.#report(error);
    }
  }

  /** What is not written when a day ends counts for the next. */
  #add(day: number, count: number): void {
    this.#day = Math.max(this.#day, day);
    this.#unwritten += count;
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY).unref();
  }
}
