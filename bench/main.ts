import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chart } from './chart.ts';
import { CONTESTANTS, type Contestant, ISSUERS, onCores, POSTGRESQL, Running, SERVER_CORE, SQLITE, WORKERS } from './contestant.ts';
import { BIG, SMALL } from './data.ts';
import { bringUpToDate, Postgresql, RESULTS, ROOT, sqliteFile } from './databases.ts';
import { measure, type Task, type Timing } from './measure.ts';
import { type Measurement, machine, median, type Report, tables } from './report.ts';
import { awxPage, compare, comparePages, compareTokens, pageOf25, requestsOf } from './requests.ts';
import { AWX_PAGE, BIG_PAGES, ISSUE, PAGE_OF_25, SMALL_PAGES, WORKERS_DO, WORKS, type Work } from './work.ts';

const isQuick = process.argv.includes('--quick');
/** Words in the names of the contestants to measure; without any, all. */
const wanted = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice(7)
  .split(',');
const isWanted = ({ name }: Contestant): boolean => !wanted || wanted.some((word) => name.includes(word));
/** Many short rounds, because the machine may have other things to do now and then. */
const TIMING: Timing = isQuick ? { warmUp: 1_000, round: 150, rounds: 6 } : { warmUp: 2_000, round: 250, rounds: 16 };
/** Milliseconds of each of the first works before anything is measured: V8 compiles in steps, the last of which comes late. */
const WARM_UP = isQuick ? 1_500 : 3_000;
/** The same where a process does one work only, which is all that has warmed it. */
const FRESH_WARM_UP = isQuick ? 4_000 : 10_000;
const STARTS = isQuick ? 1 : 3;

const started = performance.now();
const say = (text: string) => process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

let copies = 0;

/** A database for a contestant: a copy of its own, so that none works on what another has written. */
async function databaseFor({ engine, isOurs }: Contestant, directory: string, postgresql: Postgresql): Promise<string> {
  if (engine === 'memory') return '';
  const copy = `copy_${++copies}`;
  const file = join(directory, `${copy}.db`);
  if (engine === 'sqlite') copyFileSync(await sqliteFile('small', SMALL), file);
  const database = engine === 'sqlite' ? file : await postgresql.copy('small', copy);
  if (isOurs) await bringUpToDate(database);
  return database;
}

/** Starts those of the contestants that are wanted, each on a database of its own. */
async function startAll(contestants: readonly Contestant[], directory: string, postgresql: Postgresql): Promise<Running[]> {
  const running: Running[] = [];
  for (const contestant of contestants.filter(isWanted))
    running.push(await Running.start(contestant, await databaseFor(contestant, directory, postgresql)));
  return running;
}

const taskOf = async (work: Work, one: Running): Promise<Task> => ({ work: work.name, one, requests: await requestsOf(work, one) });

/** The same work for each of them. */
const tasksOf = (work: Work, running: readonly Running[]) => Promise.all(running.map((one) => taskOf(work, one)));

async function measureAll(directory: string, postgresql: Postgresql): Promise<Report> {
  const running: Running[] = [];
  const firstAnswer: Record<string, number> = {};
  for (const contestant of CONTESTANTS.filter(isWanted)) {
    const database = await databaseFor(contestant, directory, postgresql);
    const starts: number[] = [];
    for (let start = 1; start <= STARTS; start++) {
      const one = await Running.start(contestant, database);
      starts.push(one.firstAnswer);
      if (start < STARTS) await one.stop();
      else running.push(one);
    }
    firstAnswer[contestant.name] = median(starts);
    say(`${contestant.name} serves`);
  }
  for (const work of WORKS) await compare(work, running);
  say('all give the same answers');
  const measurements: Measurement[] = [];
  for (const work of WORKS.slice(0, 2)) await measure(await tasksOf(work, running), { warmUp: WARM_UP, round: 0, rounds: 0 });
  say('all are warm');
  // what members are answered is compared with what one of them is, and so measured in the same rounds
  const turns = Map.groupBy(WORKS, ({ name, person }) => (person === 'superuser' ? name : 'members'));
  for (const works of turns.values()) {
    const tasks = await Promise.all(works.map((work) => tasksOf(work, running)));
    measurements.push(...(await measure(tasks.flat(), TIMING)));
    for (const { name, title } of works) say(`measured ${name}: ${title}`);
  }
  const memory = Object.fromEntries(running.map((one) => [one.contestant.name, one.memory]));
  await Promise.all(running.map((one) => one.stop()));
  measurements.push(...(await measureDoor(directory, postgresql)));
  measurements.push(...(await measureTokens(directory, postgresql)));
  if (!isQuick) {
    measurements.push(...(await measureWorkers(directory, postgresql)));
    measurements.push(...(await measureGrowth(directory, postgresql)));
  }
  return { isQuick, date: new Date().toISOString(), measurements, firstAnswer, memory };
}

/** Measures the page of AWX beside the same page by GraphQL, in turn and in fresh processes. */
async function measureDoor(directory: string, postgresql: Postgresql): Promise<Measurement[]> {
  const gateways = CONTESTANTS.filter(({ name }) => name === SQLITE || name === POSTGRESQL);
  // doors open a little after GraphQL is served
  const running = await startAll(
    gateways.map((gateway) => ({ ...gateway, opening: awxPage })),
    directory,
    postgresql,
  );
  for (const one of running) await comparePages(one);
  const tasks = running.flatMap((one) => [
    { work: PAGE_OF_25.name, one, requests: [pageOf25] },
    { work: AWX_PAGE.name, one, requests: [awxPage] },
  ]);
  const measurements = await measure(tasks, { ...TIMING, warmUp: FRESH_WARM_UP });
  for (const { name, title } of [PAGE_OF_25, AWX_PAGE]) say(`measured ${name}: ${title}`);
  await Promise.all(running.map((one) => one.stop()));
  return measurements;
}

/** Measures the issue of tokens, in fresh processes: the others do nothing else, and no other load is in the gateway's. */
async function measureTokens(directory: string, postgresql: Postgresql): Promise<Measurement[]> {
  const running = await startAll(ISSUERS, directory, postgresql);
  await compareTokens(running);
  const tasks = running.map((one) => ({ work: ISSUE.name, one, requests: [one.contestant.opening] }));
  const measurements = await measure(tasks, { ...TIMING, warmUp: FRESH_WARM_UP });
  say(`measured ${ISSUE.name}: ${ISSUE.title}`);
  await Promise.all(running.map((one) => one.stop()));
  return measurements;
}

/** Measures what a second process gains. */
async function measureWorkers(directory: string, postgresql: Postgresql): Promise<Measurement[]> {
  const contestants = WORKERS.flatMap(({ one, two }) => [one, two]);
  const running = await startAll(contestants, directory, postgresql);
  const measurements: Measurement[] = [];
  for (const work of WORKS.filter(({ name }) => WORKERS_DO.includes(name)))
    measurements.push(...(await measure(await tasksOf(work, running), TIMING)));
  say('measured WORKERS=2');
  await Promise.all(running.map((one) => one.stop()));
  return measurements;
}

/** Measures pages of the big data set and of the small one in turn: what was measured minutes apart does not compare. */
async function measureGrowth(directory: string, postgresql: Postgresql): Promise<Measurement[]> {
  const [prefix = '', ...rest] = onCores(SERVER_CORE, process.execPath, join(import.meta.dirname, 'fill.js'));
  const [, bigUrl] = await Promise.all([promisify(execFile)(prefix, rest), postgresql.fill('big', BIG)]);
  say('the big data sets are there');
  const small = join(directory, 'small.db');
  copyFileSync(await sqliteFile('small', SMALL), small);
  const databases = {
    [SQLITE]: { small, big: await sqliteFile('big', BIG) },
    [POSTGRESQL]: { small: postgresql.url('small'), big: bigUrl },
  };
  const tasks: Task[] = [];
  for (const [name, { small, big }] of Object.entries(databases)) {
    const contestant = CONTESTANTS.find((one) => one.name === name) as Contestant;
    for (const database of [small, big]) await bringUpToDate(database);
    for (const [database, works] of [
      [small, SMALL_PAGES],
      [big, BIG_PAGES],
    ] as const) {
      const one = await Running.start(contestant, database);
      for (const work of works) tasks.push(await taskOf(work, one));
    }
  }
  const measurements = await measure(tasks, TIMING);
  say('measured growth');
  await Promise.all(tasks.map(({ one }) => one.stop()));
  return measurements;
}

/** Prints what was found and keeps it; the chart shows full runs of all only. */
function keep(report: Report): void {
  const file = join(RESULTS, isQuick ? 'quick.json' : 'full.json');
  writeFileSync(file, JSON.stringify({ machine: machine(), ...report }, null, 2));
  if (!isQuick && !wanted) writeFileSync(join(ROOT, 'bench/chart.svg'), chart(report));
  process.stdout.write(tables(report));
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
  keep(await measureAll(directory, postgresql));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await postgresql?.stop();
  rmSync(directory, { recursive: true, force: true });
}
// whatever still serves after a fault ends with us
process.exit();
