import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Running } from './contestant.ts';
import type { Request } from './http.ts';
import type { Job, Load } from './load.ts';
import { type Measurement, median } from './report.ts';

const CONNECTIONS = 16;

/** How long contestants are loaded, in milliseconds, and how often. */
export interface Timing {
  readonly warmUp: number;
  readonly round: number;
  readonly rounds: number;
}

/** Who is to be asked what. */
export interface Task {
  /** The name of the kind of work. */
  readonly work: string;
  readonly one: Running;
  /** Taken in turn. */
  readonly requests: readonly Request[];
}

const loader = fork(join(import.meta.dirname, 'load.js'));
loader.unref();
loader.channel?.unref();

const load = (job: Job): Promise<Load> =>
  new Promise((resolve) => {
    loader.channel?.ref();
    loader.once('message', (result) => {
      loader.channel?.unref();
      resolve(result as Load);
    });
    loader.send(job);
  });
process.on('exit', () => loader.kill());

interface Round {
  readonly load: Load;
  /** Processor time of the server, in milliseconds. */
  readonly processor: number | undefined;
}

/** Loads contestants in turn, each with its work, over several rounds. */
export async function measure(tasks: readonly Task[], timing: Timing): Promise<Measurement[]> {
  const jobs = tasks.map((task) => ({ ...task, rounds: [] as Round[] }));
  for (let round = 0; round <= timing.rounds; round++) {
    const milliseconds = round === 0 ? timing.warmUp : timing.round;
    for (const { work, one, requests, rounds } of jobs) {
      const before = one.processorTime;
      const result = await load({ port: one.port, requests, connections: CONNECTIONS, milliseconds });
      if (result.failure) throw new Error(`${one.contestant.name}, ${work}: ${result.failure}\n${one.said()}`);
      const after = one.processorTime;
      const processor = before === undefined || after === undefined ? undefined : after - before;
      if (round > 0) rounds.push({ load: result, processor });
    }
  }
  return jobs.map(({ work, one, rounds }) => summed(work, one.contestant.name, rounds));
}

function summed(work: string, contestant: string, rounds: readonly Round[]): Measurement {
  const requests = rounds.reduce((sum, { load }) => sum + load.requests, 0);
  const processor = rounds.reduce((sum, { processor }) => sum + (processor ?? Number.NaN), 0);
  const perSecond = rounds.map(({ load }) => (load.requests / load.milliseconds) * 1000);
  return {
    work,
    contestant,
    requestsPerSecond: median(perSecond),
    rounds: perSecond,
    processorMicroseconds: (processor / requests) * 1000,
    medianMilliseconds: median(rounds.map(({ load }) => load.median)),
    p99Milliseconds: median(rounds.map(({ load }) => load.p99)),
  };
}
