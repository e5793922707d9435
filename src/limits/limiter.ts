import type { Store } from '../query/store.ts';
import type { Db } from '../query/tables.ts';
import { boundedCache } from '../shared/bounded-cache.ts';
import type { Attempts, Limit, LimitName, Limits, Refused, Subject } from '../shared/limits.ts';
import { digestOf } from '../shared/secrets.ts';
import { LimitCount } from './limit-count.entity.ts';

/** A count that this process has kept, and how much of it the database does not know yet. */
interface Note {
  readonly limit: Limit;
  count: number;
  /** Milliseconds since 1970. */
  until: number;
  unwritten: number;
}

/** How many keys are kept in memory, of each sort; the least recently used make way. */
const KEPT = 10_000;
/** Milliseconds for which a refusal is believed without asking the database. */
const BELIEVED = 5_000;
/** Milliseconds between two writes of what was noted. */
const WRITE_EVERY = 1_000;
/** How many keys one such write has at most. */
const WRITTEN_TOGETHER = 1_000;

/** Thrown inside a transaction, so that a refused attempt leaves nothing. */
class Full extends Error {}

/**
 * Counts what is limited, by key and window, for all processes on the database. Two ways: `take` counts before something
 * is tried, exactly; `note` counts afterwards in memory, and writes once a second for all keys together, so that no number
 * of requests makes more writes. What is refused is remembered, and costs neither. Of our own, because rate-limiter-flexible
 * writes to the database at every attempt.
 */
export class Limiter implements Attempts {
  readonly #store: Store;
  readonly #limits: Limits;
  readonly #report: (error: unknown) => void;
  readonly #now: () => number;
  readonly #refused = boundedCache<{ readonly until: number; readonly believedUntil: number }>(KEPT);
  readonly #notes = boundedCache<Note>(KEPT);
  readonly #unwritten = new Map<string, Note>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param report told when notes could not be written; they are tried again
   * @param now the time in milliseconds since 1970
   */
  constructor(store: Store, limits: Limits, report: (error: unknown) => void, now: () => number = Date.now) {
    this.#store = store;
    this.#limits = limits;
    this.#report = report;
    this.#now = now;
  }

  async check(subjects: readonly Subject[]): Promise<Refused | undefined> {
    const keys = new Map(subjects.map((subject) => [digest(subject), subject.limit]));
    const refusals: Refused[] = [];
    for (const [key, by] of keys) {
      const { believedUntil = 0, until = 0 } = this.#refused.get(key) ?? {};
      if (believedUntil > this.#now()) refusals.push({ by, wait: this.#secondsUntil(until) });
    }
    if (refusals.length > 0) return longest(refusals);
    const table = this.#store.table(LimitCount);
    const found = await this.#store
      .read(true)
      .selectFrom('limit_count as x')
      .where('x.key', 'in', [...keys.keys()])
      .where('x.until', '>', this.#date(0))
      .select(table.select('x'))
      .execute();
    for (const { key, count, until } of found.map((raw) => table.row(raw))) {
      const by = keys.get(key) as LimitName;
      if (count < this.#limits[by].most) continue;
      this.#refused.set(key, { until: until.getTime(), believedUntil: Math.min(until.getTime(), this.#now() + BELIEVED) });
      refusals.push({ by, wait: this.#secondsUntil(until.getTime()) });
    }
    return longest(refusals);
  }

  async take(subjects: readonly Subject[]): Promise<readonly number[] | Refused> {
    const refused = await this.check(subjects);
    if (refused) return refused;
    try {
      return await this.#store.write(async ({ db }) => {
        const counts: number[] = [];
        for (const subject of subjects) {
          const counted = await this.#count(db, digest(subject), this.#limits[subject.limit], 1, true);
          if (!counted) throw new Full();
          counts.push(counted.count);
        }
        return counts;
      });
    } catch (error) {
      if (!(error instanceof Full)) throw error;
      return (await this.check(subjects)) ?? { by: subjects[0]?.limit ?? 'password', wait: 1 };
    }
  }

  async giveBack(subjects: readonly Subject[], forgotten: readonly Subject[] = []): Promise<void> {
    await this.#store.write(async ({ db }) => {
      for (const subject of forgotten) await db.deleteFrom('limit_count').where('key', '=', digest(subject)).execute();
      for (const subject of subjects) {
        const less = db.updateTable('limit_count').set((eb) => ({ count: eb('count', '-', 1) }));
        await less.where('key', '=', digest(subject)).where('count', '>', 0).execute();
      }
    });
    for (const subject of [...subjects, ...forgotten]) this.#refused.delete(digest(subject));
  }

  /** Seconds until a subject that is noted is let through again; undefined if it is. Costs nothing. */
  wait(subject: Subject): number | undefined {
    if (this.#notes.size === 0) return undefined;
    const note = this.#notes.get(digest(subject));
    return note && note.until > this.#now() && note.count >= note.limit.most ? this.#secondsUntil(note.until) : undefined;
  }

  /** Counts one that has happened. @returns what `wait` said before */
  note(subject: Subject): number | undefined {
    const wait = this.wait(subject);
    if (wait !== undefined) return wait;
    const key = digest(subject);
    const limit = this.#limits[subject.limit];
    const known = this.#notes.get(key);
    const until = this.#now() + limit.seconds * 1000;
    const note = known && known.until > this.#now() ? known : { limit, count: 0, until, unwritten: 0 };
    note.count += 1;
    note.unwritten += 1;
    if (note.count >= limit.most) note.until = until;
    this.#notes.set(key, note);
    if (this.#unwritten.size < KEPT) this.#unwritten.set(key, note);
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY).unref();
    return undefined;
  }

  /** Writes what was noted, and learns what other processes have. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // in one order, so that no two processes wait for each other
    const notes = [...this.#unwritten].slice(0, WRITTEN_TOGETHER).sort(([one], [other]) => (one < other ? -1 : 1));
    const amounts = notes.map(([key, note]) => {
      this.#unwritten.delete(key);
      const amount = note.unwritten;
      // what is noted while this is being written is written by the next
      note.unwritten = 0;
      return { key, note, amount };
    });
    if (amounts.length === 0) return;
    try {
      const counts = await this.#store.write(async ({ db }) => {
        const written = [];
        for (const { key, note, amount } of amounts) written.push(await this.#count(db, key, note.limit, amount, false));
        return written;
      });
      for (const [index, { note }] of amounts.entries()) {
        note.count = (counts[index]?.count ?? 0) + note.unwritten;
        note.until = counts[index]?.until.getTime() ?? note.until;
      }
    } catch (error) {
      for (const { key, note, amount } of amounts) {
        note.unwritten += amount;
        this.#unwritten.set(key, note);
      }
      this.#report(error);
    }
    if (this.#unwritten.size > 0) this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY).unref();
  }

  /** @returns the row, or undefined where it is at its limit and may not go beyond */
  async #count(db: Db, key: string, { most, seconds }: Limit, amount: number, isBounded: boolean) {
    const table = this.#store.table(LimitCount);
    const until = this.#date(seconds * 1000);
    const raw = await db
      .insertInto('limit_count')
      .values({ key, count: amount, until })
      .onConflict((conflict) => {
        const counted = conflict.column('key').doUpdateSet((eb) => {
          const isOver = eb('limit_count.until', '<=', this.#date(0));
          const isLast = eb.and([eb('limit_count.count', '<', most), eb('limit_count.count', '>=', most - amount)]);
          return {
            count: eb
              .case()
              .when(isOver)
              .then(amount)
              .else(eb('limit_count.count', '+', amount))
              .end(),
            until: eb
              .case()
              .when(eb.or([isOver, isLast]))
              .then(until)
              .else(eb.ref('limit_count.until'))
              .end(),
          };
        });
        if (!isBounded) return counted;
        return counted.where((eb) => eb.or([eb('limit_count.until', '<=', this.#date(0)), eb('limit_count.count', '<', most)]));
      })
      .returning(table.select('limit_count'))
      .executeTakeFirst();
    return raw && table.row(raw);
  }

  /** The time so many milliseconds from now, as a column has it. */
  #date(milliseconds: number): Date {
    return new Date(this.#now() + milliseconds);
  }

  #secondsUntil(time: number): number {
    return Math.max(1, Math.ceil((time - this.#now()) / 1000));
  }
}

const digest = ({ limit, key }: Subject): string => digestOf(`${limit} ${key}`);

const longest = (refusals: readonly Refused[]): Refused | undefined =>
  refusals.reduce<Refused | undefined>((one, other) => (one && one.wait >= other.wait ? one : other), undefined);
