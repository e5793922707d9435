import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { scratchDirectory, serve } from '../support/process.ts';
import { ask } from '../support/wire.ts';

const scratch = scratchDirectory();
let environment: Record<string, string>;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
});
afterAll(scratch.remove);

/** Has a timer of so many milliseconds do something else. @param instead an expression that has its `work` and what is given to it, `more` */
const withTimer = (milliseconds: number, instead: string) => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`
    const { setTimeout } = globalThis;
    globalThis.setTimeout = Object.assign(
      (work, milliseconds, ...more) => milliseconds === ${milliseconds} ? ${instead} : setTimeout(work, milliseconds, ...more),
      setTimeout,
    );
  `)}`,
});

/** Has the time between telling /readyz and refusing connections end by a signal, however fast the machine is. */
const DRAINING = { DRAIN_SECONDS: '600', ...withTimer(600_000, 'process.once("SIGUSR2", work)') };

/** Begins a request whose body ends later. */
function begin(url: string, token: string): ClientRequest {
  const outgoing = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection: 'keep-alive' },
  });
  outgoing.write('{"query":');
  return outgoing;
}

async function finish(outgoing: ClientRequest, name = 'At the last moment') {
  outgoing.end(`"mutation { createOrganization(input: { name: \\"${name}\\" }) { userErrors { message } } }"}`);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of answer) text += part;
  return { status: answer.statusCode, connection: answer.headers.connection, body: JSON.parse(text) };
}

async function becomesUnready(url: string) {
  for (;;) {
    const { status, text, headers } = await ask(`${url}/readyz`);
    if (status !== 200) return { status, text, connection: headers.connection };
  }
}

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s', (signal) => {
  it('is told to /readyz first, lets what is under way be answered, and ends with exit code 0 and nothing left behind', async () => {
    const gateway = await serve({ ...environment, ...DRAINING });
    const token = (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment)).stdout.trim();
    const outgoing = begin(gateway.url, token);
    await once(outgoing, 'socket');
    const ended = gateway.end(signal);
    expect(await becomesUnready(gateway.url)).toEqual({ status: 503, text: 'draining', connection: 'close' });
    expect((await ask(`${gateway.url}/livez`)).status).toBe(200);
    const answer = await finish(outgoing);
    expect(answer).toMatchObject({ status: 200, connection: 'close', body: { data: expect.anything() } });
    gateway.process.kill('SIGUSR2');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/error/i);
    for (const line of stdout.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
    if (environment.DATABASE_URL?.startsWith('sqlite:')) {
      const file = environment.DATABASE_URL.slice('sqlite:'.length);
      expect([existsSync(file), existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([true, false, false]);
    }
  });
});

it.each(['1', '2'])('with WORKERS=%s, writers whom nobody has taken yet get their answers, however often it is told', async (WORKERS) => {
  const gateway = await serve({ ...environment, WORKERS });
  const token = (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment)).stdout.trim();
  const { pid } = gateway.process;
  const workers = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .filter(Boolean)
    .map(Number);
  expect(workers).toHaveLength(WORKERS === '1' ? 0 : Number(WORKERS));
  // while it stands still, the system accepts connections for it
  gateway.process.kill('SIGSTOP');
  const writers = Array.from({ length: 8 }, () => begin(gateway.url, token));
  for (const writer of writers) {
    const [socket] = writer.socket ? [writer.socket] : await once(writer, 'socket');
    if (socket.connecting) await once(socket, 'connect');
  }
  // as a service manager tells all processes, and then whoever has started them tells them once more
  for (const told of [...workers, Number(pid)]) process.kill(told, 'SIGTERM');
  gateway.process.kill('SIGCONT');
  const ended = gateway.end('SIGTERM');
  const answers = await Promise.all(writers.map((writer, index) => finish(writer, `Writer ${index} of ${WORKERS}`)));
  for (const { status, body } of answers) {
    expect({ status, body }).toEqual({ status: 200, body: { data: { createOrganization: { userErrors: [] } } } });
  }
  expect((await ended).code).toBe(0);
});

it('a request that ends after the drain time is still answered', async () => {
  const gateway = await serve(environment);
  const token = (await clienteleHere(['token', 'create', '--user', 'admin'], environment)).stdout.trim();
  const outgoing = begin(gateway.url, token);
  await once(outgoing, 'socket');
  // the gateway has the head of the request before it is told to stop
  await ask(`${gateway.url}/livez`);
  const ended = gateway.end();
  await expect(
    (async () => {
      for (;;) await ask(`${gateway.url}/livez`);
    })(),
  ).rejects.toThrow();
  expect((await finish(outgoing)).status).toBe(200);
  expect((await ended).code).toBe(0);
});

it('a request that never ends does not keep the gateway from ending, and the log says that it was waited for', async () => {
  const soon = withTimer(10_000, 'setTimeout(work, 100, ...more)');
  const gateway = await serve({ ...environment, ...soon, LIMIT_REQUEST_SECONDS: '1', LIMIT_HEADER_SECONDS: '1' });
  const outgoing = begin(gateway.url, 'unfinished');
  outgoing.on('error', () => {});
  await once(outgoing, 'socket');
  await ask(`${gateway.url}/livez`);
  const { code, stdout } = await gateway.end();
  expect(code).toBe(0);
  expect(stdout).toContain('"waitsFor":"requests under way","msg":"takes long to stop"');
});
