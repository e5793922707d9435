import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Asking, asked, Client, noOutcome, type Outcome } from './overload-client.ts';

/**
 * Asks a gateway for four times what it can do, and says how those of the crowd fare whom it takes on, how others fare who ask
 * seldom and from elsewhere, and when it is itself again.
 */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '32' },
    times: { type: 'string', default: '4' },
    crowd: { type: 'string', default: '512' },
    others: { type: 'string', default: '4' },
    pause: { type: 'string', default: '50' },
    works: { type: 'string', default: '' },
    alike: { type: 'boolean', default: false },
    main: { type: 'string', default: join(import.meta.dirname, '../dist/main.js') },
    database: { type: 'string' },
  },
});
const numbers = [options.seconds, options.connections, options.times, options.crowd, options.others, options.pause];
const [seconds = 0, connections = 0, times = 0, crowd = 0, others = 0, pause = 0] = numbers.map(Number);
const { main } = options;
/** The addresses of the crowd and of all others; none where a proxy does not tell them. */
const [HERE, ELSEWHERE] = options.alike ? [] : ['203.0.113.1', '198.51.100.1'];

const WORKS: Readonly<Record<string, string>> = {
  'one application': '{ applications(first: 1) { nodes { name } } }',
  'a page of 50':
    '{ applications(first: 50) { nodes { name organization { name } tokens(first: 10) { totalCount nodes { name: id } } } } }',
  'a token': 'mutation { createToken(input: { scopes: ["read"] }) { accessToken userErrors { message } } }',
};

/** Asks on so many connections as soon as each has its answer: so fast as the gateway can. */
async function saturate(client: Client, outcome: Outcome): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const converse = async () => {
    while (performance.now() < end) await asked(client, outcome);
  };
  await Promise.all(Array.from({ length: connections }, converse));
}

/** Asks at a rate, whether there are answers or not, as long as the crowd lasts; then whoever still waits goes away. */
async function overload(client: Client, rate: number, outcome: Outcome): Promise<void> {
  const started = performance.now();
  let sent = 0;
  while (performance.now() - started < seconds * 1000) {
    const due = Math.floor(((performance.now() - started) / 1000) * rate);
    for (; sent < due; sent++) if (!client.isBusy) void asked(client, outcome);
    await sleep(1);
  }
  client.close();
}

/** Milliseconds until ten answers in a row took no longer than usual. */
async function recovery(client: Client, usual: number): Promise<number> {
  const started = performance.now();
  for (let inRow = 0; inRow < 10; ) {
    const asked = performance.now();
    inRow = (await client.ask()) === 200 && performance.now() - asked < usual ? inRow + 1 : 0;
  }
  return performance.now() - started;
}

const at = (latencies: number[], share: number) => latencies.sort((a, b) => a - b)[Math.floor(latencies.length * share)] ?? Number.NaN;
const inWords = ({ latencies, statuses }: Outcome) =>
  `median ${at(latencies, 0.5).toFixed(0)} ms, p99 ${at(latencies, 0.99).toFixed(0)} ms (${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')})`;

function say(work: string, load: string, ofCrowd: Outcome, ofOthers: Outcome): void {
  process.stdout.write(`${work}, ${load}: ${inWords(ofCrowd)}; others: ${inWords(ofOthers)}\n`);
}

/** How others have fared since this was asked last. */
async function ofOthers(worker: Worker): Promise<Outcome> {
  worker.postMessage('tell');
  const [outcome] = await once(worker, 'message');
  return outcome;
}

async function startGateway(environment: Record<string, string>): Promise<{ port: number; gateway: ChildProcess }> {
  const gateway = spawn(process.execPath, ['--disable-proto=delete', main, 'serve'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const text of gateway.stderr ?? []) {
    const port = /:(\d+)\/graphql/.exec(String(text))?.[1];
    if (port) return { port: Number(port), gateway };
  }
  throw new Error('the gateway did not start');
}

const directory = mkdtempSync(join(tmpdir(), 'clientele-overload-'));
try {
  const environment = {
    DATABASE_URL: options.database ?? `sqlite:${directory}/overload.db`,
    PORT: '0',
    ADMIN_PASSWORD: 'correct horse',
    DRAIN_SECONDS: '0',
    CONSOLE: 'false',
    TRUST_PROXY: 'true',
    LOG_LEVEL: 'warn',
  };
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--disable-proto=delete', main, ...args], { env: { ...process.env, ...environment } }).toString();
  run('seed', '--applications', '1000', '--tokens', '5000');
  const token = run('token', 'create', '--user', 'admin', '--scopes', 'admin').trim().split('\n').at(-1) as string;
  const { port, gateway } = await startGateway(environment);
  for (const [name, query] of Object.entries(WORKS).filter(([name]) => name.includes(options.works))) {
    const asking: Asking = { port, token, query, address: HERE };
    const [usual, loaded] = [noOutcome(), noOutcome()];
    const few = await Client.open(connections, asking);
    const worker = new Worker(join(import.meta.dirname, 'overload-others.ts'), {
      workerData: { asking: { ...asking, address: ELSEWHERE }, count: others, pause },
    });
    await once(worker, 'message');
    await saturate(few, noOutcome());
    await ofOthers(worker);
    await saturate(few, usual);
    const usualOfOthers = await ofOthers(worker);
    const rate = usual.latencies.length / seconds;
    say(name, `as fast as it can on ${connections} connections (${rate.toFixed(0)}/s)`, usual, usualOfOthers);
    const many = await Client.open(crowd, asking);
    await ofOthers(worker);
    await overload(many, rate * times, loaded);
    say(name, `${times} times as fast`, loaded, await ofOthers(worker));
    const back = await recovery(few, at(usual.latencies, 0.99));
    process.stdout.write(`${name}, back to normal after ${(back / 1000).toFixed(1)} s\n`);
    few.close();
    await worker.terminate();
  }
  gateway.kill();
  await once(gateway, 'exit');
} finally {
  rmSync(directory, { recursive: true });
}
