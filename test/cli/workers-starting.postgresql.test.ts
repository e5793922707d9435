import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { clienteleHere } from '../support/command.ts';
import { emptyLastingDatabase, query } from '../support/database.ts';
import { CLIENTELE, scratchDirectory, start } from '../support/process.ts';
import { post } from '../support/wire.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const WORKERS = 2;
const WAITING = `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

const workersOf = (leader: number): number[] =>
  spawnSync('pgrep', ['-P', String(leader)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number);

/** Starts a gateway whose workers listen and do not serve yet, until they are let go on. */
async function listening() {
  const environment = { DATABASE_URL: await emptyLastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse', WORKERS: String(WORKERS) };
  const { code: made } = await clienteleHere(['migrate'], environment);
  expect(made).toBe(0);
  // the last thing that a start does is to make keys where there are none, once it listens
  const other = new Client({ connectionString: environment.DATABASE_URL });
  await other.connect();
  await other.query('delete from oauth_key');
  await other.query('begin; lock table oauth_key in share mode');
  const { child, output, finished } = start([...CLIENTELE, 'serve'], { ...environment, PORT: '0', DRAIN_SECONDS: '0' });
  const untimely = finished.then(({ stderr }) => Promise.reject(new Error(`the gateway has ended: ${stderr}`)));
  untimely.catch(() => {});
  for (let waiting = 0; waiting < WORKERS; ) {
    const [row] = await Promise.race([query(environment.DATABASE_URL, WAITING), untimely]);
    waiting = row?.waiting as number;
  }
  const goOn = async () => {
    await other.query('commit');
    await other.end();
  };
  /** Waits until the leader says that it serves. */
  const serving = async () => {
    while (!output.stderr.includes('Clientele serves')) {
      await Promise.race([once(child.stderr, 'data'), untimely]);
    }
    return /serves (http\S+)\/graphql/.exec(output.stderr)?.[1] as string;
  };
  return { child, leader: child.pid as number, output, finished, goOn, serving };
}

describe.each(['SIGTERM', 'SIGKILL'] as const)('a worker that %s ends when it listens and does not serve yet', (signal) => {
  it('is replaced, and the leader says that it serves once all others and its successor do', async () => {
    const { child, leader, output, finished, goOn, serving } = await listening();
    const [ended, ...others] = workersOf(leader) as [number, ...number[]];
    expect(output.stderr).not.toContain('Clientele serves');
    process.kill(ended, signal);
    await goOn();
    const url = await serving();
    const workers = workersOf(leader);
    expect(workers).toEqual(expect.arrayContaining(others));
    expect(workers).not.toContain(ended);
    expect(workers).toHaveLength(WORKERS);
    expect((await post(url, '{ __typename }')).status).toBe(200);
    child.kill('SIGTERM');
    const { code, stderr } = await finished;
    expect(code).toBe(0);
    expect(stderr.match(/Clientele serves/g)).toHaveLength(1);
  });
});
