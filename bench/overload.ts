import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/** Asks a gateway for four times what it can do, and says how those fare that it takes on, and when it is itself again. */
const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '32' },
    times: { type: 'string', default: '4' },
    crowd: { type: 'string', default: '512' },
    database: { type: 'string' },
  },
});
const [seconds = 0, connections = 0, times = 0, crowd = 0] = [options.seconds, options.connections, options.times, options.crowd].map(
  Number,
);
const main = join(import.meta.dirname, '../dist/main.js');

const WORKS: Readonly<Record<string, string>> = {
  'one application': '{ applications(first: 1) { nodes { name } } }',
  'a page of 50':
    '{ applications(first: 50) { nodes { name organization { name } tokens(first: 10) { totalCount nodes { name: id } } } } }',
  'a token': 'mutation { createToken(input: { scopes: ["read"] }) { accessToken userErrors { message } } }',
};

/** What came of a load: milliseconds to an answer of success, and how many others there were. */
interface Outcome {
  readonly latencies: number[];
  readonly statuses: Map<number, number>;
}

const noOutcome = (): Outcome => ({ latencies: [], statuses: new Map() });

/** Connections that each wait for their answer before they ask again. */
class Client {
  readonly #idle: Socket[] = [];
  readonly #open: Socket[] = [];
  readonly #text: string;

  private constructor(token: string, query: string) {
    const body = JSON.stringify({ query });
    this.#text =
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  static async open(count: number, port: number, token: string, query: string): Promise<Client> {
    const client = new Client(token, query);
    for (let index = 0; index < count; index++) {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay(true);
      await once(socket, 'connect');
      socket.on('error', () => {});
      client.#open.push(socket);
    }
    client.#idle.push(...client.#open);
    return client;
  }

  get isBusy(): boolean {
    return this.#idle.length === 0;
  }

  /** Sends the request on a connection that is idle. @returns the status of the answer, once all of it has come; 0 if it does not */
  ask(): Promise<number> {
    const socket = this.#idle.pop() as Socket;
    return new Promise((resolve) => {
      let [answer, length] = ['', Number.POSITIVE_INFINITY];
      const done = (status: number) => {
        socket.removeAllListeners('data').removeAllListeners('close');
        if (status > 0) this.#idle.push(socket);
        resolve(status);
      };
      socket.on('close', () => done(0));
      socket.on('data', (part: string) => {
        answer += part;
        const end = answer.indexOf('\r\n\r\n');
        if (length === Number.POSITIVE_INFINITY && end > 0) length = end + 4 + Number(/content-length: (\d+)/i.exec(answer)?.[1]);
        if (answer.length >= length) done(Number(answer.slice(9, 12)));
      });
      socket.write(this.#text);
    });
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

async function asked(client: Client, outcome: Outcome): Promise<void> {
  const started = performance.now();
  const status = await client.ask();
  if (status === 200) outcome.latencies.push(performance.now() - started);
  outcome.statuses.set(status, (outcome.statuses.get(status) ?? 0) + 1);
}

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
    LOG_LEVEL: 'warn',
  };
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--disable-proto=delete', main, ...args], { env: { ...process.env, ...environment } }).toString();
  run('seed', '--applications', '1000', '--tokens', '5000');
  const token = run('token', 'create', '--user', 'admin', '--scopes', 'admin').trim().split('\n').at(-1) as string;
  const { port, gateway } = await startGateway(environment);
  for (const [name, query] of Object.entries(WORKS)) {
    const [usual, loaded] = [noOutcome(), noOutcome()];
    const few = await Client.open(connections, port, token, query);
    await saturate(few, noOutcome());
    await saturate(few, usual);
    const rate = usual.latencies.length / seconds;
    process.stdout.write(`${name}, as fast as it can on ${connections} connections: ${rate.toFixed(0)}/s, ${inWords(usual)}\n`);
    await overload(await Client.open(crowd, port, token, query), rate * times, loaded);
    process.stdout.write(`${name}, ${times} times as fast: ${inWords(loaded)}\n`);
    const back = await recovery(few, at(usual.latencies, 0.99));
    process.stdout.write(`${name}, back to normal after ${(back / 1000).toFixed(1)} s\n`);
  }
  gateway.kill();
  await once(gateway, 'exit');
} finally {
  rmSync(directory, { recursive: true });
}
