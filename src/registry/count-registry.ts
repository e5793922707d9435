import { setTimeout } from 'node:timers/promises';
import { expressionBuilder, type RawBuilder, sql } from 'kysely';
import { hasLiveTokens } from '../access/live-tokens.ts';
import { anyTable, type Conditions, type Query } from '../query/dialect/dialect.ts';
import { dateOf } from '../query/dialect/times.ts';
import { read } from '../query/read.ts';
import { slot, type Values } from '../query/slot.ts';
import type { Store } from '../query/store.ts';
import type { Db } from '../query/tables.ts';
import { add, type Counts, EXPIRED, kindOf, MUCH_LATER, noCounts, noWholeCounts, REVOKED } from './counts.ts';
import { TURN, WHOLE } from './kept-counts.loaders.ts';
import { DAY, dayOf, LARGE, LONGEST_SERIES, MINUTE } from './registry.rules.ts';

/** How many rows one statement counts: on SQLite they take a few milliseconds, in which nothing else is done. */
const ROWS = { sqlite: 500, postgresql: 20_000 };
/** How many rows of counts one transaction writes. */
const WRITTEN_TOGETHER = 100;
/** How many times as long as a step has taken others have before the next one. */
const OTHERS = 4;
/** Milliseconds between two counts, at least, and how many times as long as one has taken. */
const BETWEEN = 600_000;
const TIMES_AS_LONG = 20;
/** Milliseconds for which nobody else counts. */
const TURN_LASTS = 3_600_000;
/** How long before their expiry tokens are told apart by the minute. */
const SOON = DAY;

const TABLES = ['application', 'token', 'user', 'organization'] as const;
type Table = (typeof TABLES)[number];

/** How a registry is counted. */
interface Counting {
  /** With how many rows in a table it is large, and counted in the background. */
  readonly large?: number;
  /** How many rows one statement counts. */
  readonly rows?: number;
  /** Milliseconds from the beginning of one count to that of the next. @param work milliseconds that it took */
  readonly between?: (work: number) => number;
  /** Asked before each step. */
  readonly goesOn?: () => boolean;
}

/** Milliseconds from one count to the next, of which counting takes no more than a small part. */
const seldom = (work: number): number => Math.max(BETWEEN, TIMES_AS_LONG * work);

class Stopped extends Error {}

/**
 * Counts a large registry, if nobody has done that for a while, and keeps what was counted; of one that is not large nothing is kept.
 * Tables are read in small steps, and nothing is locked. Of several processes one counts.
 * @returns whether it has counted
 */
export async function countRegistry(store: Store, { large = LARGE, between = seldom, ...how }: Counting = {}): Promise<boolean> {
  const begin = new Date();
  if (!(await isDue(store, begin))) return false;
  if (!(await isLarge(store, large))) {
    await forgetCounts(store);
    return false;
  }
  if (!(await takeTurn(store, begin))) return false;
  const count = new Count(store, begin, how);
  let next = begin.getTime();
  try {
    await count.all();
    await count.keep();
    next += between(count.work);
    return true;
  } catch (error) {
    if (error instanceof Stopped) return false;
    next += BETWEEN;
    throw error;
  } finally {
    await setTurn(store, new Date(next));
  }
}

async function isDue(store: Store, now: Date): Promise<boolean> {
  const turn = await store
    .read(true)
    .selectFrom('registry_count')
    .where('organization_id', '=', TURN)
    .select('counted_at')
    .executeTakeFirst();
  return turn === undefined || dateOf(turn.counted_at) <= now;
}

async function isLarge(store: Store, large: number): Promise<boolean> {
  for (const table of TABLES) {
    const next = store.read(true).selectFrom(table).select('id').limit(1).offset(large);
    if (await next.executeTakeFirst()) return true;
  }
  return false;
}

/** @returns whether nobody else has it */
async function takeTurn(store: Store, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + TURN_LASTS);
  const taken = await store.write(({ db }) =>
    db
      .insertInto('registry_count')
      .values({ organization_id: TURN, counted_at: until, counts: '' })
      .onConflict((conflict) =>
        conflict.column('organization_id').doUpdateSet({ counted_at: until }).where('registry_count.counted_at', '<=', now),
      )
      .returning('organization_id')
      .executeTakeFirst(),
  );
  return taken !== undefined;
}

const setTurn = (store: Store, next: Date): Promise<unknown> =>
  store.write(({ db }) => db.updateTable('registry_count').set({ counted_at: next }).where('organization_id', '=', TURN).execute());

/** Deletes all that was kept; that of the whole first, without which the rest is not told. */
async function forgetCounts(store: Store): Promise<void> {
  const some = (db: Db) => db.selectFrom('registry_count').select('organization_id').orderBy('organization_id').limit(WRITTEN_TOGETHER);
  while (await some(store.read(true)).executeTakeFirst())
    await store.write(({ db }) => db.deleteFrom('registry_count').where('organization_id', 'in', some(db)).execute());
}

/** What a step finds of the rows that are alike. */
type Found = Readonly<Record<string, unknown>> & { readonly count: number; readonly last: number };

/** One count of everything. */
class Count {
  /** Milliseconds that it has taken. */
  work = 0;
  readonly #whole = noWholeCounts();
  readonly #organizations = new Map<number, Counts>();
  readonly #store: Store;
  readonly #begin: Date;
  readonly #rows: number;
  readonly #goesOn: () => boolean;

  constructor(store: Store, begin: Date, { rows, goesOn = () => true }: Pick<Counting, 'rows' | 'goesOn'>) {
    this.#store = store;
    this.#begin = begin;
    this.#rows = rows ?? ROWS[store.dialect.name];
    this.#goesOn = goesOn;
  }

  /** Reads the tables. */
  async all(): Promise<void> {
    const whole = this.#whole;
    whole.organizations = await this.#countRows('organization');
    whole.users = await this.#countRows('user');
    await this.#countApplications();
    await this.#countTokens();
  }

  /** Writes what was counted, and deletes what was kept of organizations of which there is nothing to count any more. */
  async keep(): Promise<void> {
    const inOrder = [...this.#organizations.keys()].sort((one, other) => one - other);
    for (let start = 0, after = 0; start <= inOrder.length; start += WRITTEN_TOGETHER) {
      const some = inOrder.slice(start, start + WRITTEN_TOGETHER);
      const isLast = start + WRITTEN_TOGETHER > inOrder.length;
      const last = isLast ? Number.MAX_SAFE_INTEGER : (some.at(-1) as number);
      const from = after;
      await this.#step(() =>
        this.#store.write(async ({ db }) => {
          await this.#write(
            db,
            some.map((id) => [id, this.#organizations.get(id) as Counts]),
          );
          const gone = db.deleteFrom('registry_count').where('organization_id', '>', from).where('organization_id', '<=', last);
          await gone.where('counted_at', '<', this.#begin).execute();
        }),
      );
      after = last;
    }
    await this.#store.write(({ db }) => this.#write(db, [[WHOLE, this.#whole]]));
  }

  async #write(db: Db, counts: readonly (readonly [number, Counts])[]): Promise<void> {
    if (counts.length === 0) return;
    const rows = counts.map(([id, counts]) => ({ organization_id: id, counted_at: this.#begin, counts: JSON.stringify(counts) }));
    await db
      .insertInto('registry_count')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('organization_id')
          .doUpdateSet((eb) => ({ counted_at: eb.ref('excluded.counted_at'), counts: eb.ref('excluded.counts') }))
          // somebody whose turn was over may have been faster
          .whereRef('registry_count.counted_at', '<=', 'excluded.counted_at'),
      )
      .execute();
  }

  async #countRows(table: 'organization' | 'user'): Promise<number> {
    let sum = 0;
    for await (const found of this.#steps(table, {})) for (const { count } of found) sum += Number(count);
    return sum;
  }

  async #countApplications(): Promise<void> {
    const first = dayOf(this.#begin.getTime()) - LONGEST_SERIES.others + 1;
    const steps = this.#steps('application', {
      organization: sql.ref('x.organization_id'),
      enabled: sql.ref('x.enabled'),
      type: sql.ref('x.client_type'),
      // asked of those alone that are disabled
      live: sql`case when x.enabled then 0 when ${hasLiveTokens(expressionBuilder() as Conditions)} then 1 else 0 end`,
      day: this.#store.dialect.unitsUntil('x.created_at', DAY),
    });
    for await (const found of steps) {
      for (const { organization, enabled, type, live, day, count } of found) {
        for (const counts of [this.#whole, this.#of(Number(organization))]) {
          add(counts.applications, kindOf(Boolean(enabled), type as string, Number(live) === 1), Number(count));
          if (Number(day) >= first) add(counts.registered, Number(day), Number(count));
        }
      }
    }
  }

  async #countTokens(): Promise<void> {
    const state = sql`case
      when x.revoked_at is not null then ${sql.lit(REVOKED)}
      when x.expires_at < ${slot('minute')} then ${sql.lit(EXPIRED)}
      when x.expires_at > ${slot('soon')} then ${sql.lit(MUCH_LATER)}
      else ${this.#store.dialect.unitsUntil('x.expires_at', MINUTE)} end`;
    const minute = new Date(Math.floor(this.#begin.getTime() / MINUTE) * MINUTE);
    const values = { minute, soon: new Date(this.#begin.getTime() + SOON) };
    let after = 0;
    for await (const found of this.#steps('token', { personal: sql`x.application_id is null`, state }, values)) {
      for (const { personal, state, count } of found)
        add(personal ? this.#whole.personal.states : this.#whole.states, Number(state), Number(count));
      const last = lastOf(found);
      await this.#countIssued(after, last);
      after = last;
    }
  }

  /** Counts the tokens with these numbers by organization and day. */
  async #countIssued(after: number, last: number): Promise<void> {
    const { unitsUntil } = this.#store.dialect;
    const first = dayOf(this.#begin.getTime()) - LONGEST_SERIES.tokens + 1;
    const values = { after, last, first: new Date(first * DAY) };
    const found = await this.#step(() =>
      read<Found>(this.#reading, 'issued by day', values, ({ db }) => {
        // no join, for which PostgreSQL might read all applications
        const organization = (db.selectFrom('application as a') as Query)
          .whereRef('a.id', '=', 'x.application_id')
          .select('a.organization_id');
        return (db.selectFrom('token as x') as Query)
          .where('x.id', '>', slot('after'))
          .where('x.id', '<=', slot('last'))
          .where('x.created_at', '>=', slot('first'))
          .select(({ fn }) => [organization.as('organization'), unitsUntil('x.created_at', DAY).as('day'), fn.countAll().as('count')])
          .groupBy(['organization', 'day']);
      }),
    );
    for (const { organization, day, count } of found) {
      const counted = organization === null ? [this.#whole.personal] : [this.#whole, this.#of(Number(organization))];
      for (const { issued } of counted) add(issued, Number(day), Number(count));
    }
  }

  #of(organization: number): Counts {
    const known = this.#organizations.get(organization);
    if (known) return known;
    const counts = noCounts();
    this.#organizations.set(organization, counts);
    return counts;
  }

  /**
   * Goes through a table by its numbers, a few rows `x` at a time.
   * @param apart what rows are told apart by
   */
  async *#steps(table: Table, apart: Readonly<Record<string, RawBuilder<unknown>>>, values: Values = {}): AsyncGenerator<readonly Found[]> {
    const names = Object.keys(apart);
    for (let after = 0; ; ) {
      const found = await this.#step(() =>
        read<Found>(this.#reading, `count ${table} by ${this.#rows}`, { ...values, after }, ({ db }) => {
          const some = (db.selectFrom(`${table} as x`) as Query)
            .where('x.id', '>', slot('after'))
            .orderBy('x.id')
            .limit(sql.lit(this.#rows));
          const rows = some.select(['x.id as number', ...names.map((name) => (apart[name] as RawBuilder<unknown>).as(name))]);
          const groups = anyTable(db)
            .selectFrom(rows.as('some'))
            .select(({ fn }) => [...names, fn.countAll().as('count'), fn.max('number').as('last')]);
          return names.length > 0 ? groups.groupBy(names) : groups;
        }),
      );
      yield found;
      if (found.reduce((sum, { count }) => sum + Number(count), 0) < this.#rows) return;
      after = lastOf(found);
    }
  }

  get #reading() {
    return { store: this.#store, db: this.#store.read(false) };
  }

  /** Does a part, after which others have their time. @throws {Stopped} */
  async #step<T>(part: () => Promise<T>): Promise<T> {
    if (!this.#goesOn()) throw new Stopped();
    const start = performance.now();
    const result = await part();
    const took = performance.now() - start;
    this.work += took;
    await setTimeout(took * OTHERS);
    return result;
  }
}

const lastOf = (found: readonly Found[]): number => found.reduce((last, group) => Math.max(last, Number(group.last)), 0);
