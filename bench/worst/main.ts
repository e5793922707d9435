import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import pg from 'pg';
import { createRandom } from '../../src/demo/random.ts';
import { startPostgresql } from '../../test/support/postgresql.ts';
import { Gateway } from './gateway.ts';
import { type Asked, Operations } from './operations.ts';
import { ASKING, type Asking } from './people.ts';
import { plantPostgresql, plantSqlite } from './plant.ts';

/** What an operation may cost at most, in milliseconds. */
const [TIME, BLOCKED] = [300, 50];
/** How many of the worst operations are changed further, and shown. */
const KEPT = 12;

interface Tried {
  readonly asking: Asking;
  readonly asked: Asked;
  readonly query: string;
  readonly time: number;
  readonly blocked: number;
  /** What its first use has blocked, at which it is compiled. */
  readonly atFirst: number;
}

const badness = ({ time, blocked }: Pick<Tried, 'time' | 'blocked'>) => Math.max(time / TIME, blocked / BLOCKED);
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
});
const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema.graphql'), 'utf8'));

/** Asks for as much of something as is legal. @returns undefined if not even one of it is */
async function try_(gateway: Gateway, operations: Operations, asking: Asking, asked: Asked): Promise<Tried | undefined> {
  let times = 200;
  while (times >= 1) {
    const query = operations.write(asked, times);
    if (query.length > 200_000) {
      times = Math.floor(times / 2);
      continue;
    }
    const { status, text, time, blocked } = await gateway.ask(asking, query);
    if (status === 200) return { asking, asked, query, time, blocked, atFirst: blocked };
    const [, cost, limit] = /up to (\d+) objects; at most (\d+)/.exec(text) ?? [];
    if (status !== 400) throw new Error(`${status} ${text.slice(0, 500)}\n${query.slice(0, 2_000)}`);
    times = cost ? Math.min(times - 1, Math.floor((times * Number(limit)) / Number(cost))) : Math.floor(times * 0.6);
  }
  return undefined;
}

/** What it takes at best of three times: once, anything may take long on a machine that has other things to do. */
async function confirmed(gateway: Gateway, found: Tried): Promise<Tried> {
  const again = [await gateway.ask(found.asking, found.query), await gateway.ask(found.asking, found.query)];
  const least = (of: 'time' | 'blocked') => Math.min(found[of], ...again.map((answer) => answer[of]));
  return { ...found, time: least('time'), blocked: least('blocked'), atFirst: found.blocked };
}

/** Searches for the worst operations of a gateway on a database: at random first, then by changing the worst. */
async function worstOn(name: string, database: string): Promise<void> {
  const random = createRandom(Number(values.seed));
  const operations = new Operations(schema, random);
  const gateway = await Gateway.start(database);
  const people = Object.keys(ASKING) as Asking[];
  let worst: Tried[] = [];
  let tried = 0;
  const start = performance.now();
  const spent = () => (performance.now() - start) / (Number(values.seconds) * 1000);
  while (spent() < 1) {
    const parent = spent() > 0.4 && worst.length > 0 ? random.pick(worst) : undefined;
    const asked = parent ? operations.changed(parent.asked) : operations.any();
    const found = await try_(gateway, operations, parent && random.chance(70) ? parent.asking : random.pick(people), asked);
    if (!found) continue;
    tried++;
    if (worst.length === KEPT && badness(found) <= badness(worst.at(-1) as Tried)) continue;
    worst = [...worst, await confirmed(gateway, found)].toSorted((a, b) => badness(b) - badness(a)).slice(0, KEPT);
  }
  console.log(
    `\n${name}: the worst of ${tried} legal operations (time to the answer and longest block of the event loop, as medians of 5; the longest block at the first use)`,
  );
  const again: Tried[] = [];
  for (const { asking, asked, query, atFirst } of worst) {
    const answers = [];
    for (let use = 0; use < 5; use++) answers.push(await gateway.ask(asking, query));
    again.push({
      asking,
      asked,
      query,
      atFirst,
      time: median(answers.map(({ time }) => time)),
      blocked: median(answers.map(({ blocked }) => blocked)),
    });
  }
  for (const { asking, asked, query, time, blocked, atFirst } of again.toSorted((a, b) => badness(b) - badness(a))) {
    const one = operations.write(asked, 1);
    const times = query.split(new RegExp(`\\ba\\d+: ${asked.field}\\b`)).length - 1;
    const figures = [time, blocked, atFirst].map((figure) => `${figure.toFixed(0).padStart(5)} ms`).join(' ');
    console.log(`${figures}  ${asking}, ${times} × ${one.slice(0, 600)}`);
  }
  await gateway.stop();
}

console.log(`seed ${values.seed}`);
const directory = mkdtempSync(join(tmpdir(), 'clientele-worst-'));
try {
  if (values.only !== 'postgresql') await worstOn('SQLite', plantSqlite(join(directory, 'worst.db')));
  if (values.only !== 'sqlite') {
    const server = await startPostgresql();
    try {
      const client = new pg.Client({ connectionString: `${server.url}/postgres` });
      await client.connect();
      await client.query('create database worst');
      await client.end();
      await plantPostgresql(`${server.url}/worst`);
      await worstOn('PostgreSQL', `${server.url}/worst`);
    } finally {
      await server.stop();
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
