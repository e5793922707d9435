import { fork } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { comparable, expectSame } from './answers.ts';
import { CONTESTANTS, type Contestant, POSTGRESQL, Running, SQLITE } from './contestant.ts';
import { BEARERS, BIG, SMALL } from './data.ts';
import { Postgresql, RESULTS, sqliteFile } from './databases.ts';
import type { Job, Load } from './load.ts';
import { type Measurement, median, type Report, write } from './report.ts';
import { BIG_WORKS, DOCUMENTS, POSTGRAPHILE_DOCUMENTS, variablesOf, WORKS, type Work } from './work.ts';

const isQuick = process.argv.includes('--quick');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice(7);
const ROUNDS = isQuick ? 3 : 5;
const MILLISECONDS = isQuick ? { warmUp: 800, round: 500 } : { warmUp: 2_000, round: 2_000 };
const STARTS = isQuick ? 1 : 3;
const CONNECTIONS = 16;

const started = performance.now();
const say = (text: string) => process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

const idOf = ({ speaks }: Contestant) =>
  speaks === 'gateway'
    ? (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64url')
    : (type: string, number: number) => Buffer.from(JSON.stringify([type, number])).toString('base64');

/** Where the hundredth row from the end stands: the cursor of it, as the contestant makes them. */
async function deepCursor(running: Running): Promise<string> {
  const { contestant } = running;
  const gateway = 'applications(last: 100, orderBy: { field: NAME })';
  const list =
    contestant.speaks === 'gateway' ? gateway : 'applications: allApplications(last: 100, orderBy: [NAME_KEY_ASC, DATABASE_ID_ASC])';
  const query = `{ ${list} { nodes { name databaseId } pageInfo { startCursor } } }`;
  const { applications } = (await running.ask(BEARERS.superuser, JSON.stringify({ query }))) as {
    applications: { nodes: { name: string; databaseId: number }[]; pageInfo: { startCursor: string } };
  };
  const [first] = applications.nodes;
  handMadeCursor ??= Buffer.from(JSON.stringify([first?.name.toLowerCase(), first?.databaseId])).toString('base64url');
  return applications.pageInfo.startCursor;
}
/** The same for contestants that only page forwards. */
let handMadeCursor: string | undefined;

/** The request bodies of a kind of work, as the contestant understands them. */
async function bodiesOf(work: Work, running: Running): Promise<string[]> {
  const { contestant } = running;
  const pagesBack = contestant.speaks === 'postgraphile' || contestant.name === SQLITE || contestant.name === POSTGRESQL;
  const after = work.depth === undefined ? null : pagesBack ? await deepCursor(running) : (handMadeCursor ?? null);
  const query = (contestant.speaks === 'gateway' ? DOCUMENTS : POSTGRAPHILE_DOCUMENTS)[work.operation];
  const own = ['CreateApplication', 'CreateToken'].includes(work.operation);
  const ids = own ? idOf(CONTESTANTS[0] as Contestant) : idOf(contestant);
  return variablesOf(work, ids, after).map((variables) => JSON.stringify({ query, operationName: work.operation, variables }));
}

/** Makes sure that all contestants give the same answers. */
async function compare(work: Work, running: readonly Running[]): Promise<void> {
  let expected: unknown;
  for (const one of running) {
    const bodies = await bodiesOf(work, one);
    const isMutation = work.operation.startsWith('Create');
    for (const [index, body] of [bodies[0], bodies.at(-1)].entries()) {
      const answer = comparable(await one.ask(BEARERS[work.person], (body as string).replace('@@', `${index}${one.port}`)), isMutation);
      if (index > 0) continue;
      expected ??= answer;
      expectSame(one.contestant.name, answer, expected);
    }
  }
}

const loader = fork(join(import.meta.dirname, 'load.js'));
const load = (job: Job): Promise<Load> =>
  new Promise((resolve) => {
    loader.once('message', (result) => resolve(result as Load));
    loader.send(job);
  });

/** Loads contestants in turn, over several rounds. */
async function measure(work: Work, running: readonly Running[]): Promise<Measurement[]> {
  const jobs = await Promise.all(running.map(async (one) => ({ one, bodies: await bodiesOf(work, one) })));
  const rounds = new Map<Running, { load: Load; processor: number | undefined }[]>(running.map((one) => [one, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    const milliseconds = round === 0 ? MILLISECONDS.warmUp : MILLISECONDS.round;
    for (const { one, bodies } of jobs) {
      const before = one.processorTime;
      const result = await load({ port: one.port, bearer: BEARERS[work.person], bodies, connections: CONNECTIONS, milliseconds });
      if (result.failure) throw new Error(`${one.contestant.name}, ${work.name}: ${result.failure}`);
      const after = one.processorTime;
      if (round > 0) rounds.get(one)?.push({ load: result, processor: before === undefined ? undefined : (after ?? 0) - before });
    }
  }
  return running.map((one) => {
    const own = rounds.get(one) ?? [];
    const requests = own.reduce((sum, { load: { requests } }) => sum + requests, 0);
    const processor = own.reduce((sum, { processor }) => sum + (processor ?? Number.NaN), 0);
    const perSecond = own.map(({ load: { requests, milliseconds } }) => (requests / milliseconds) * 1000);
    return {
      work: work.name,
      contestant: one.contestant.name,
      requestsPerSecond: median(perSecond),
      rounds: perSecond,
      processorMicroseconds: (processor / requests) * 1000,
      medianMilliseconds: median(own.map(({ load }) => load.median)),
      p99Milliseconds: median(own.map(({ load }) => load.p99)),
    };
  });
}

/** The database of a contestant: a copy of its own, so that none works on what another has written. */
async function databaseOf({ name, engine }: Contestant, directory: string, postgresql: Postgresql): Promise<string> {
  const copy = name.toLowerCase().replaceAll(/\W+/g, '_');
  if (engine === 'postgresql') return postgresql.copy('small', copy);
  const file = join(directory, `${copy}.db`);
  copyFileSync(await sqliteFile('small', SMALL), file);
  return file;
}

async function measureAll(directory: string, postgresql: Postgresql): Promise<Report> {
  const report: Report = { ...{ isQuick, measurements: [], firstAnswer: {}, memory: {} }, date: new Date().toISOString() };
  const running: Running[] = [];
  for (const contestant of CONTESTANTS.filter(({ name }) => !only || only.split(',').some((word) => name.includes(word)))) {
    const database = await databaseOf(contestant, directory, postgresql);
    const starts: number[] = [];
    for (let start = 1; start < STARTS; start++) {
      const trial = await Running.start(contestant, database);
      starts.push(trial.firstAnswer);
      await trial.stop();
    }
    const one = await Running.start(contestant, database);
    running.push(one);
    report.firstAnswer[contestant.name] = median([...starts, one.firstAnswer]);
    say(`${contestant.name} serves`);
  }
  for (const work of WORKS) await compare(work, running);
  say('all give the same answers');
  for (const work of WORKS) {
    report.measurements.push(...(await measure(work, running)));
    say(`measured ${work.name}: ${work.title}`);
  }
  for (const one of running) report.memory[one.contestant.name] = one.memory;
  await Promise.all(running.map((one) => one.stop()));
  if (!isQuick) report.measurements.push(...(await measureBig(postgresql)));
  return report;
}

async function measureBig(postgresql: Postgresql): Promise<Measurement[]> {
  const databases: Record<string, string> = { [SQLITE]: await sqliteFile('big', BIG) };
  say('the big SQLite file is there');
  databases[POSTGRESQL] = await postgresql.fill('big', BIG);
  say('the big PostgreSQL database is there');
  const measurements: Measurement[] = [];
  const running: Running[] = [];
  for (const contestant of CONTESTANTS) {
    const database = databases[contestant.name];
    if (database) running.push(await Running.start(contestant, database));
  }
  for (const work of BIG_WORKS) {
    await compare(work, running);
    measurements.push(...(await measure(work, running)));
    say(`measured ${work.name}: ${work.title}`);
  }
  await Promise.all(running.map((one) => one.stop()));
  return measurements;
}

mkdirSync(RESULTS, { recursive: true });
const directory = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
// whoever PostgreSQL runs as must get to its data
chmodSync(directory, 0o755);
let postgresql: Postgresql | undefined;
try {
  await sqliteFile('small', SMALL);
  postgresql = await Postgresql.start(join(directory, 'postgresql'));
  await postgresql.fill('small', SMALL);
  say('the data sets are there');
  write(await measureAll(directory, postgresql));
} finally {
  loader.kill();
  await postgresql?.stop();
  rmSync(directory, { recursive: true, force: true });
}
