import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { CLIENTELE, clientele, type Serving, scratchDirectory, serveBy } from '../support/process.ts';
import { ask, post, type WireAnswer } from '../support/wire.ts';

const DAY = 86_400_000;
const ACCOUNT = /as a (superuser|member): +username (\S+), password (\S+)/g;

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** A directory for what is temporary, in which nothing is yet. */
function temporary(name: string): string {
  const path = join(scratch.path, name);
  mkdirSync(path);
  return path;
}

interface Demo extends Serving {
  readonly directory: string;
  /** The headers of who signs in as that. */
  readonly as: Readonly<Record<string, { authorization: string }>>;
}

async function startDemo(name: string, environment: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const directory = temporary(name);
  const gateway = await serveBy([...CLIENTELE, 'serve', '--demo'], { TMPDIR: directory, DOORS: 'awx', ...environment });
  while (!gateway.output.stderr.includes('Nothing is kept')) await once(gateway.process.stderr as Readable, 'data');
  const as = Object.fromEntries(
    [...gateway.output.stderr.matchAll(ACCOUNT)].map(([, who = '', ...pair]) => [
      who,
      { authorization: `Basic ${Buffer.from(pair.join(':')).toString('base64')}` },
    ]),
  );
  return { ...gateway, directory, as };
}

describe('"serve --demo"', () => {
  let demo: Demo;
  let query: (text: string) => Promise<WireAnswer['json']>;
  beforeAll(async () => {
    demo = await startDemo('lively');
    const token = await ask(`${demo.url}/api/v2/tokens/`, {
      method: 'POST',
      headers: { ...demo.as.superuser, 'content-type': 'application/json' },
      body: '{"scope": "write"}',
    });
    query = async (text) => {
      const { json } = await post(demo.url, text, { authorization: `Bearer ${token.json.token}` });
      expect(json.errors).toBeUndefined();
      return json.data;
    };
  });
  afterAll(async () => void (await demo.end()));

  it('says where it is, and with which passwords a superuser and a member come in', async () => {
    const { port } = new URL(demo.url);
    expect(demo.output.stderr).toContain(`Open http://localhost:${port}/ and sign in`);
    for (const [who, isSuperuser] of [
      ['superuser', true],
      ['member', false],
    ] as const) {
      const answer = await ask(`${demo.url}/api/v2/me/`, { headers: demo.as[who] });
      expect(answer.json).toMatchObject({ count: 1, results: [{ is_superuser: isSuperuser }] });
    }
  });

  it('has applications, of which some want to be looked at', async () => {
    const [soon, since] = [30, -90].map((days) => new Date(Date.now() + days * DAY).toISOString());
    const found = await query(`{
      applications(first: 100) { totalCount nodes { name enabled tokenCounts { active } } }
      expiring: applications(filter: { secretExpiresBefore: "${soon}" }) { totalCount }
      unused: applications(filter: { unusedSince: "${since}" }) { nodes { createdAt } }
      organizations { totalCount }
    }`);
    expect(found.applications.totalCount).toBeGreaterThanOrEqual(60);
    expect(found.expiring.totalCount).toBeGreaterThan(0);
    expect(found.unused.nodes.some(({ createdAt }: { createdAt: string }) => createdAt < (since as string))).toBe(true);
    const isDisabledAndLive = (application: { enabled: boolean; tokenCounts: { active: number } }) =>
      !application.enabled && application.tokenCounts.active > 0;
    expect(found.applications.nodes.some(isDisabledAndLive)).toBe(true);
  });

  it('has a past: tokens of ninety days, and activity of weeks, the latest of which comes first', async () => {
    const days = new Set<string>();
    for (let after: string | null = null, isMore = true; isMore; ) {
      const { tokens } = await query(
        `{ tokens(first: 100, after: ${JSON.stringify(after)}) { nodes { createdAt } pageInfo { hasNextPage endCursor } } }`,
      );
      for (const { createdAt } of tokens.nodes) days.add(createdAt.slice(0, 10));
      [after, isMore] = [tokens.pageInfo.endCursor, tokens.pageInfo.hasNextPage];
    }
    const since = new Date(Date.now() - 90 * DAY).toISOString();
    expect([...days].filter((day) => day > since).length).toBeGreaterThan(80);
    const { activity } = await query('{ activity(first: 100) { nodes { createdAt operation } } }');
    const times: string[] = activity.nodes.map(({ createdAt }: { createdAt: string }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(times.map((time) => time.slice(0, 10))).size).toBeGreaterThan(30);
    expect(new Set(activity.nodes.map(({ operation }: { operation: string }) => operation)).size).toBeGreaterThan(3);
  });
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('"serve --demo" leaves nothing behind when it ends by %s', async (signal) => {
  const demo = await startDemo(signal);
  expect(readdirSync(demo.directory)).toEqual([expect.stringMatching(/^clientele-demo-/)]);
  expect(await demo.end(signal)).toMatchObject({ code: 0 });
  expect(readdirSync(demo.directory)).toEqual([]);
});

it('"serve --demo" leaves nothing behind when it cannot start', async () => {
  const demo = await startDemo('first');
  const directory = temporary('second');
  const { port } = new URL(demo.url);
  const { code, stderr } = await clientele(['serve', '--demo'], { TMPDIR: directory, PORT: port });
  await demo.end();
  expect({ code, stderr }).toEqual({ code: 1, stderr: `clientele: PORT: ${port} is in use. Set PORT to another one.\n` });
  expect(readdirSync(directory)).toEqual([]);
});

it.each([
  ['DATABASE_URL', `sqlite:${join(scratch.path, 'real.db')}`],
  ['DATABASE_REPLICA_URLS', 'postgresql://user@127.0.0.1/real'],
  ['ADMIN_PASSWORD', 'correct horse'],
  ['WORKERS', '2'],
])('"serve --demo" is refused beside %s', async (name, value) => {
  const directory = temporary(name);
  const { code, stderr } = await clienteleHere(['serve', '--demo'], { TMPDIR: directory, [name]: value });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `clientele: ${name}: does not go with --demo, which makes a database of its own and deletes it at the end. Unset it.\n`,
  });
  expect(readdirSync(directory)).toEqual([]);
  expect(existsSync(join(scratch.path, 'real.db'))).toBe(false);
});

it('"serve --demo" says what to do where nothing temporary can be written', async () => {
  const { code, stderr } = await clientele(['serve', '--demo'], { TMPDIR: join(scratch.path, 'missing') });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^clientele: TMPDIR: there can be no database in .*missing: ENOENT.*\. Set it to another directory\.\n$/);
});
