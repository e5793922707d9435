import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chart } from './chart.ts';
import { CONTESTANTS, type Contestant, POSTGRESQL, Running, SQLITE } from './contestant.ts';
import { BIG, SMALL } from './data.ts';
import { Postgresql, RESULTS, ROOT, sqliteFile } from './databases.ts';
import { measure, type Timing } from './measure.ts';
import { type Measurement, machine, median, type Report, tables } from './report.ts';
import { compare } from './requests.ts';
import { BIG_WORKS, WORKS, type Work } from './work.ts';

const isQuick = process.argv.includes('--quick');
/** Words in the names of the contestants to measure; without any, all. */
const wanted = process.argv
  .find((argument) => argument.startsWith('--only='))
  ?.slice(7)
  .split(',');
const TIMING: Timing = isQuick ? { warmUp: 800, round: 500, rounds: 3 } : { warmUp: 1_500, round: 1_500, rounds: 5 };
const STARTS = isQuick ? 1 : 3;

const started = performance.now();
const say = (text: string) => process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

/** The database of a contestant: a copy of its own, so that none works on what another has written. */
async function databaseOf({ name, engine }: Contestant, directory: string, postgresql: Postgresql): Promise<string> {
  const copy = name.toLowerCase().replaceAll(/\W+/g, '_');
  if (engine === 'postgresql') return postgresql.copy('small', copy);
  const file = join(directory, `${copy}.db`);
  copyFileSync(await sqliteFile('small', SMALL), file);
  return file;
}

async function measureWorks(works: readonly Work[], running: readonly Running[]): Promise<Measurement[]> {
  for (const work of works) await compare(work, running);
  say('all give the same answers');
  const measurements: Measurement[] = [];
  for (const work of works) {
    measurements.push(...(await measure(work, running, TIMING)));
    say(`measured ${work.name}: ${work.title}`);
  }
  return measurements;
}

async function measureAll(directory: string, postgresql: Postgresql): Promise<Report> {
  const running: Running[] = [];
  const firstAnswer: Record<string, number> = {};
  for (const contestant of CONTESTANTS.filter(({ name }) => !wanted || wanted.some((word) => name.includes(word)))) {
    const database = await databaseOf(contestant, directory, postgresql);
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
  const measurements = await measureWorks(WORKS, running);
  const memory = Object.fromEntries(running.map((one) => [one.contestant.name, one.memory]));
  await Promise.all(running.map((one) => one.stop()));
  if (!isQuick) measurements.push(...(await measureBig(postgresql)));
  return { isQuick, date: new Date().toISOString(), measurements, firstAnswer, memory };
}

async function measureBig(postgresql: Postgresql): Promise<Measurement[]> {
  const databases: Record<string, string> = { [SQLITE]: await sqliteFile('big', BIG) };
  say('the big SQLite file is there');
  databases[POSTGRESQL] = await postgresql.fill('big', BIG);
  say('the big PostgreSQL database is there');
  const running: Running[] = [];
  for (const contestant of CONTESTANTS) {
    const database = databases[contestant.name];
    if (database) running.push(await Running.start(contestant, database));
  }
  const measurements = await measureWorks(BIG_WORKS, running);
  await Promise.all(running.map((one) => one.stop()));
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
