import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PLANTED_ON, plantActivity } from '../support/activity.ts';
import { clienteleHere } from '../support/command.ts';
import { databaseName, lastingDatabase } from '../support/database.ts';
import {
  CLIENTELE,
  clientele,
  type Finished,
  run as runProgram,
  type Serving,
  scratchDirectory,
  serve,
  start,
} from '../support/process.ts';
import { post } from '../support/wire.ts';

const OLD = new Date('2020-01-01T00:00:00Z');
/** After what is planted, and before what the gateway does. */
const SINCE = '2021-01-01';

const scratch = scratchDirectory();
let environment: Record<string, string>;
let gateway: Serving;
let token: string;
let files = 0;
let file: string;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  gateway = await serve(environment);
  token = (await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'admin'], environment)).stdout.trim();
});
afterAll(async () => {
  await gateway?.end();
  scratch.remove();
});
beforeEach(() => {
  file = join(scratch.path, `archive-${++files}.jsonl.gz`);
});

const run = (...args: string[]): Promise<Finished> => clienteleHere(['purge', ...args], environment);
const runBeside = (...args: string[]): Promise<Finished> => clientele(['purge', ...args], environment);
const ask = async (query: string) => (await post(gateway.url, query, { authorization: `Bearer ${token}` })).json.data;
const createOrganization = (name: string) =>
  ask(`mutation { createOrganization(input: { name: "${name}" }) { organization { id } userErrors { code } } }`);
const count = async () => (await ask('{ activity { totalCount } }')).activity.totalCount as number;

interface Line {
  readonly objectName: string;
}
const linesOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
const archived = () => linesOf(gunzipSync(readFileSync(file)).toString());
const namesOf = (lines: readonly Line[]) => lines.map(({ objectName }) => objectName);
const numbered = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, index) => `Planted ${least + index}`);

/** Runs a command of a shell, in which `clientele` is the command line. */
const shell = (script: string): Promise<Finished> =>
  runProgram(['sh', '-c', `clientele() { ${CLIENTELE.map((word) => `'${word}'`).join(' ')} "$@"; }\n${script}`], environment);

describe('"purge" of activity', () => {
  const ENTRIES = `{ activity(first: 100) { nodes {
    id databaseId createdAt operation actor { id } objectType objectId objectName changes { field before after }
  } } }`;

  it('archives what was done before a time as the API tells it, in a file for its owner alone, and deletes that', async () => {
    const { organization } = (await createOrganization('Archived')).createOrganization;
    const { createApplication } = await ask(`mutation { createApplication(input: {
      name: "Secretive", organizationId: "${organization.id}", clientType: CONFIDENTIAL,
      authorizationGrantType: CLIENT_CREDENTIALS }) { clientSecret } }`);
    await createOrganization('The first one left');
    const { nodes } = (await ask(ENTRIES)).activity;
    const boundary = nodes[0].createdAt as string;
    const before = nodes.filter(({ createdAt }: { createdAt: string }) => createdAt < boundary).reverse();
    const { code, stdout, stderr } = await run('--activity-before', boundary, '--to', file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`${before.length} activity entries archived to ${file} and deleted\n`);
    expect(archived()).toMatchObject(
      before.map(({ actor, ...entry }: { actor: { id: string } | null }) => ({ ...entry, actorId: actor?.id ?? null })),
    );
    expect(archived()).toContainEqual(
      expect.objectContaining({ objectName: 'Secretive', organizationId: organization.id, subjectId: null }),
    );
    expect(JSON.stringify(archived())).not.toContain(createApplication.clientSecret);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await ask(ENTRIES)).activity.nodes).toEqual(nodes.filter(({ createdAt }: { createdAt: string }) => createdAt >= boundary));
  });

  it('lets whoever pages meanwhile go on, and counts what is left', async () => {
    for (let index = 0; index < 6; index++) await createOrganization(`Page ${index}`);
    const { nodes } = (await ask(ENTRIES)).activity;
    const boundary = nodes[2].createdAt as string;
    const left = nodes.filter(({ createdAt }: { createdAt: string }) => createdAt >= boundary).length;
    const page = async (args: string) =>
      (await ask(`{ activity(${args}) { totalCount nodes { id objectName } pageInfo { endCursor } } }`)).activity;
    const seen = await page(`first: ${left + 1}`);
    await run('--activity-before', boundary, '--to', file);
    expect(await page(`first: 100, after: "${seen.pageInfo.endCursor}"`)).toMatchObject({ totalCount: left, nodes: [] });
    expect((await page(`last: 100, before: "${seen.pageInfo.endCursor}"`)).nodes).toEqual(seen.nodes.slice(0, left));
    expect((await ask(`{ node(id: "${seen.nodes[left].id}") { id } }`)).node).toBeNull();
  });

  it('writes an archive of nothing where there is nothing', async () => {
    const { code, stdout } = await run('--activity-before', '1999-12-31T23:59:59+01:00', '--to', file);
    expect(code).toBe(0);
    expect(stdout).toContain(`0 activity entries archived to ${file} and deleted\n`);
    expect(archived()).toEqual([]);
  });

  it('writes to stdout for whoever reads it, and says the rest on stderr', async () => {
    await plantActivity(environment.DATABASE_URL as string, 2_500, OLD);
    const { code, stdout, stderr } = await shell(`clientele purge --activity-before ${SINCE} --to - | gunzip -c`);
    expect(code).toBe(0);
    expect(namesOf(linesOf(stdout))).toEqual(numbered(1, 2_500));
    expect(stderr).toMatch(/^2500 activity entries archived to stdout and deleted\n/);
  });

  it('says as JSON what is gone', async () => {
    await plantActivity(environment.DATABASE_URL as string, 3, OLD);
    const made = await clienteleHere(['token', 'create', '--user', 'admin', '--scopes', 'read', '--json'], environment);
    await clienteleHere(['token', 'revoke', JSON.parse(made.stdout).token.id], environment);
    const { code, stdout, stderr } = await run('--activity-before', SINCE, '--to', file, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ activityEntries: 3, tokens: 1, expired: expect.any(Number) });
    expect(namesOf(archived())).toEqual(numbered(1, 3));
    expect(JSON.parse((await run('--json')).stdout)).toEqual({ activityEntries: null, tokens: 0, expired: 0 });
  });

  it('says it on stderr where the archive goes to stdout', async () => {
    await plantActivity(environment.DATABASE_URL as string, 3, OLD);
    const { stdout, stderr } = await shell(`clientele purge --activity-before ${SINCE} --to - --json | gunzip -c`);
    expect(namesOf(linesOf(stdout))).toEqual(numbered(1, 3));
    expect(JSON.parse(stderr)).toEqual({ activityEntries: 3, tokens: 0, expired: 0 });
  });

  it('keeps nobody from writing', async () => {
    await plantActivity(environment.DATABASE_URL as string, 5_000, OLD);
    const [purged, ...made] = await Promise.all([
      runBeside('--activity-before', SINCE, '--to', file),
      ...Array.from({ length: 20 }, (_, index) => createOrganization(`Meanwhile ${index}`)),
    ]);
    expect(purged.code).toBe(0);
    for (const { createOrganization } of made) expect(createOrganization.userErrors).toEqual([]);
    expect(namesOf(archived())).toEqual(numbered(1, 5_000));
  });
});

describe('"purge" of activity that does not come to its end', () => {
  /** How much is still in the database of what was planted. */
  const countPlanted = async (): Promise<number> =>
    (await ask(`{ activity(filter: { objectId: "${PLANTED_ON}" }) { totalCount } }`)).activity.totalCount;

  /** What is still in the database of what was planted, when nobody deletes it any more. */
  const survivors = async (total: number) => {
    const { activity } = await ask(`{ activity(last: 1, filter: { objectId: "${PLANTED_ON}" }) { totalCount nodes { objectName } } }`);
    const [oldest] = namesOf(activity.nodes);
    const left = numbered(total - activity.totalCount + 1, total);
    expect(oldest).toBe(left[0]);
    return left;
  };

  it('has deleted nothing that cannot be read in the file, also when it is killed', async () => {
    const total = 30_000;
    await plantActivity(environment.DATABASE_URL as string, total, OLD);
    const { child, finished } = start([...CLIENTELE, 'purge', '--activity-before', SINCE, '--to', file], environment);
    // some batches are gone, and one is under way
    while (child.exitCode === null && (await countPlanted()) === total) await setImmediate();
    child.kill('SIGKILL');
    expect((await finished).code).toBeNull();
    const left = await survivors(total);
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(total);
    // what was being written is torn
    const readable = spawnSync('gunzip', ['-c', file], { maxBuffer: 2 ** 30 }).stdout.toString();
    const kept = namesOf(linesOf(readable.slice(0, readable.lastIndexOf('\n') + 1)));
    expect(kept.slice(0, total - left.length)).toEqual(numbered(1, total - left.length));

    file = `${file}.second`;
    expect((await run('--activity-before', SINCE, '--to', file)).code).toBe(0);
    expect(namesOf(archived())).toEqual(left);
    expect(await survivors(total)).toEqual([]);
  });

  it.each([
    ['a disk that is full', '> /dev/full', 'ENOSPC: no space left on device'],
    ['a reader that has gone', '| true', 'EPIPE: broken pipe'],
  ])('deletes nothing because of %s', async (_, where, why) => {
    await plantActivity(environment.DATABASE_URL as string, 1_500, OLD);
    const { stderr } = await shell(`clientele purge --activity-before ${SINCE} --to - ${where}`);
    expect(stderr).toContain(`clientele: --to: stdout cannot be written: ${why}`);
    expect(await survivors(1_500)).toHaveLength(1_500);
    await run('--activity-before', SINCE, '--to', file);
  });

  if (databaseName === 'postgresql')
    it('leaves a whole archive of what it has deleted when the disk is full later', async () => {
      const total = 30_000;
      await plantActivity(environment.DATABASE_URL as string, total, OLD);
      const { code, stderr } = await shell(`ulimit -f 256; clientele purge --activity-before ${SINCE} --to ${file}`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^clientele: --to: \S+ cannot be written: EFBIG: .*\. What is not in it was not deleted\.\n$/);
      const left = await survivors(total);
      expect(left.length).toBeGreaterThan(0);
      expect(namesOf(archived())).toEqual(numbered(1, total - left.length));
      await run('--activity-before', SINCE, '--to', `${file}.second`);
    });

  it('leaves the rest to one when two run at once, and loses nothing', async () => {
    const total = 10_000;
    await plantActivity(environment.DATABASE_URL as string, total, OLD);
    const own = [`${file}.one`, `${file}.two`];
    const runs = await Promise.all(own.map((to) => runBeside('--activity-before', SINCE, '--to', to)));
    expect(runs.map(({ code }) => code)).toContain(0);
    for (const { code, stderr } of runs)
      expect({ code, stderr }).toEqual(
        code === 0
          ? { code: 0, stderr: '' }
          : { code: 1, stderr: expect.stringMatching(/^clientele: Somebody else deletes the same activity/) },
      );
    const kept = own.flatMap((to) => linesOf(gunzipSync(readFileSync(to)).toString()));
    expect(new Set(namesOf(kept))).toEqual(new Set(numbered(1, total)));
    expect(await survivors(total)).toEqual([]);
  });
});

describe('"purge" of activity that cannot be', () => {
  const there = join(scratch.path, 'there');
  writeFileSync(there, 'precious');

  it.each([
    ['a file that exists', ['--activity-before', SINCE, '--to', there], 1, `--to: ${there} exists already. Give a new file.`],
    [
      'a directory that does not exist',
      ['--activity-before', SINCE, '--to', '/none/x.gz'],
      1,
      /^--to: \/none\/x\.gz cannot be written: ENOENT/,
    ],
    ['no file', ['--activity-before', SINCE], 2, /^--activity-before: say by --to where/],
    ['a file alone', ['--to', join(scratch.path, 'unused')], 2, /^--to: say by --activity-before which/],
    ['no time', ['--activity-before', 'yesterday', '--to', 'x'], 2, /Must be a date, such as "2030-01-31"/],
    ['a day that there is not', ['--activity-before', '2021-02-29', '--to', 'x'], 2, /Must be a date/],
    ['a time without a zone', ['--activity-before', '2021-02-28T12:00:00', '--to', 'x'], 2, /a date and time with a zone/],
    ['the future', ['--activity-before', '2999-01-01', '--to', 'x'], 2, /Must not be in the future/],
  ])('says so in one line: %s', async (_, args, expected, why) => {
    const before = await count();
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toMatch(/^clientele: .*\n$/);
    expect(stderr.slice('clientele: '.length, -1)).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
    expect(await count()).toBe(before);
    expect(readFileSync(there, 'utf8')).toBe('precious');
    expect(existsSync(join(scratch.path, 'unused'))).toBe(false);
  });
});
