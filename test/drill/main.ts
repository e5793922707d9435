import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { pgbouncerVersion, startPgbouncer } from '../support/pgbouncer.ts';
import { startPostgresql } from '../support/postgresql.ts';
import { clientele, serve } from '../support/process.ts';
import { Load, type Reply } from './load.ts';

/*
 * Two gateways of two workers each, on a primary with a synchronous standby, one of them through PgBouncer. While clients
 * write and read through both, each part is killed, frozen, filled, promoted and restarted in turn. Prints a table, and ends
 * with 1 where a write was lost that a gateway had acknowledged, where a reply was neither right nor 503, where a refusal
 * came later than 10 s, or where it took more than 5 s until all was as before.
 */

const { values: options } = parseArgs({
  options: {
    /** Seconds for which each part stays away. */
    seconds: { type: 'string', default: '6' },
    /** Words in the names of the steps to take; all of them if absent. */
    only: { type: 'string' },
  },
});
const HOLD = Number(options.seconds) * 1000;
/** Milliseconds after a step within which all has to be as before. */
const BACK = 5_000;
/** Milliseconds within which who is refused has to be told. */
const REFUSAL = 10_000;
/** Milliseconds for which all must go well before the next step. */
const CALM = 2_000;
/** Milliseconds after which a step has failed for good. */
const NEVER = 30_000;
const isRoot = process.getuid?.() === 0;

if (!pgbouncerVersion) throw new Error('The drill needs PgBouncer: install it, as by "apt-get install pgbouncer".');

// the servers are on a disk of their own, if we may make one: it is small enough to be filled
const disk = mkdtempSync(join(tmpdir(), 'clientele-drill-'));
const hasDisk = isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1g,mode=755', 'tmpfs', disk]).status === 0;
process.on('exit', () => {
  if (hasDisk) spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});
if (hasDisk) process.env.TMPDIR = disk;
const ballast = join(disk, 'ballast');
const fill = () => {
  const { bsize, bavail } = statfsSync(disk);
  spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, `bs=${bsize}`, `count=${bavail}`], { stdio: 'ignore' });
};

async function ask(server: { url: string }, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: `${server.url}/postgres`, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const primary = await startPostgresql();
await ask(primary, 'create database clientele');
const standby = await primary.standby();
await ask(standby, "alter system set wal_retrieve_retry_interval = '500ms'");
await ask(standby, 'select pg_reload_conf()');
const isStreaming = async () => {
  while ((await ask(primary, "select 1 from pg_stat_replication where state = 'streaming'")).length === 0) await sleep(100);
};
/** Whether commits wait for the standby; whoever has a single standby turns it off while that is away. */
const waitForStandby = async (does: boolean) => {
  if (does) await isStreaming();
  await ask(primary, `alter system set synchronous_standby_names = '${does ? '*' : ''}'`);
  await ask(primary, 'select pg_reload_conf()');
};
await waitForStandby(true);

const bouncer = await startPgbouncer(`${primary.url}/clientele`, { default_pool_size: 20, server_login_retry: 1 });
const common = { ADMIN_PASSWORD: 'correct horse battery staple', LOG_LEVEL: 'error', WORKERS: '2', DRAIN_SECONDS: '5' };
const hosts = `postgresql://clientele:clientele@${primary.host},${standby.host}/clientele?target_session_attrs=read-write`;
const pooled = { ...common, DATABASE_URL: `${bouncer.url}?pooler=transaction` };
const direct = { ...common, DATABASE_URL: hosts, DATABASE_REPLICA_URLS: `${standby.url}/clientele` };
const start = async (name: string, environment: Record<string, string>) => {
  const serving = await serve(environment);
  return { name, environment, serving, url: serving.url };
};
const gateways = [await start('through PgBouncer', pooled), await start('with several hosts', direct)] as const;
const [behindPooler, withHosts] = gateways;
type Gateway = typeof behindPooler;

const { stdout } = await clientele(['token', 'create', '--user', 'admin', '--scopes', 'admin'], { DATABASE_URL: hosts });
const token = stdout.trim().split('\n').at(-1) as string;
const found = await fetch(`${withHosts.url}/graphql`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ query: '{ organizations(first: 1) { nodes { id } } }' }),
});
const { data } = (await found.json()) as { data: { organizations: { nodes: { id: string }[] } } };
const organizationId = data.organizations.nodes[0]?.id as string;

const load = new Load();
for (const gateway of gateways) for (const _ of [1, 2, 3]) load.add({ gateway, token, organizationId });

/** Something that happens to a part, until it is over. */
interface Step {
  readonly part: string;
  readonly what: string;
  /** Whether requests to one of the gateways may stay without a reply, because it is that which is away. */
  readonly away?: Gateway;
  readonly begin: () => unknown;
  readonly end: () => unknown;
}

const nothing = () => {};
const restart = async (gateway: Gateway) => {
  const { serving, url } = await start(gateway.name, gateway.environment);
  Object.assign(gateway, { serving, url });
};
const workerOf = ({ serving }: Gateway): string =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(serving.process.pid)], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)[0] as string;

const steps: Step[] = [
  { part: 'PgBouncer', what: 'killed', begin: () => bouncer.kill(), end: () => bouncer.resume() },
  { part: 'PgBouncer', what: 'frozen', begin: () => bouncer.freeze(), end: () => bouncer.thaw() },
  {
    part: 'standby',
    what: 'killed',
    begin: () => waitForStandby(false).then(() => standby.kill()),
    end: () => standby.resume().then(() => waitForStandby(true)),
  },
  {
    part: 'standby',
    what: 'frozen',
    begin: () => waitForStandby(false).then(() => standby.freeze()),
    end: async () => {
      standby.thaw();
      await waitForStandby(true);
    },
  },
  { part: 'primary', what: 'frozen', begin: () => primary.freeze(), end: () => primary.thaw() },
  { part: 'primary', what: 'restarted', begin: () => primary.pause(), end: () => primary.resume() },
  { part: 'primary', what: 'killed', begin: () => primary.kill(), end: () => primary.resume() },
  ...(hasDisk ? [{ part: 'disk', what: 'filled', begin: fill, end: () => rmSync(ballast, { force: true }) }] : []),
  {
    part: 'gateway',
    what: 'worker killed',
    away: withHosts,
    begin: () => spawnSync('kill', ['-9', workerOf(withHosts)]),
    end: nothing,
  },
  {
    part: 'gateway',
    what: 'restarted',
    away: behindPooler,
    begin: () => behindPooler.serving.end('SIGTERM'),
    end: () => restart(behindPooler),
  },
  {
    part: 'primary',
    what: 'lost, standby promoted',
    begin: async () => {
      await primary.kill();
      await sleep(1_000);
    },
    end: async () => {
      await ask(standby, 'select pg_promote()');
      await bouncer.resume(`${standby.url}/clientele`);
    },
  },
];

/** Waits until every gateway has been right for a while. @returns milliseconds until it was; undefined if it never is */
async function untilCalm(since: number): Promise<number | undefined> {
  while (load.now - since < NEVER + CALM) {
    await sleep(100);
    const bad = load.replies.findLast(({ outcome, at }) => outcome !== 'right' && at > since);
    const quietSince = Math.max(since, bad?.at ?? since);
    const answers = gateways.every(({ name }) =>
      [true, false].every((writes) =>
        load.replies.some(({ gateway, isWrite, at }) => gateway === name && isWrite === writes && at > quietSince),
      ),
    );
    if (answers && load.now - quietSince >= CALM) return quietSince - since;
  }
  return undefined;
}

const seconds = (milliseconds: number | undefined) => (milliseconds === undefined ? 'never' : (milliseconds / 1000).toFixed(1));
const columns = ['right', '503', 'no reply', 'wrong', 'longest refusal', 'back after'];
const line = (first: string, cells: readonly (string | number)[]) =>
  process.stdout.write(`${first.padEnd(34)}${cells.map((cell) => String(cell).padStart(16)).join('')}\n`);

const faults: string[] = [];
await untilCalm(load.now);
line('', columns);
for (const { part, what, away, begin, end } of steps.filter(
  ({ part, what }) => !options.only || `${part} ${what}`.includes(options.only),
)) {
  const name = `${part} ${what}`;
  const first = load.replies.length;
  await begin();
  await sleep(HOLD);
  await end();
  const over = load.now;
  const back = await untilCalm(over);
  const replies = load.replies.slice(first);
  const count = (outcome: Reply['outcome']) => replies.filter((reply) => reply.outcome === outcome).length;
  const unanswered = replies.filter(({ outcome, gateway }) => outcome === 'unanswered' && gateway !== away?.name);
  const refusal = Math.max(0, ...replies.filter(({ outcome }) => outcome === 'refused').map(({ milliseconds }) => milliseconds));
  line(name, [count('right'), count('refused'), count('unanswered'), count('wrong'), `${seconds(refusal)} s`, `${seconds(back)} s`]);
  for (const { gateway, text } of replies.filter(({ outcome }) => outcome === 'wrong').slice(0, 3))
    faults.push(`${name}: ${gateway}: ${text}`);
  if (unanswered.length > 0) faults.push(`${name}: ${unanswered.length} requests without a reply`);
  if (refusal > REFUSAL) faults.push(`${name}: a refusal after ${seconds(refusal)} s`);
  if (back === undefined || back > BACK) faults.push(`${name}: back after ${seconds(back)} s`);
}
await load.stop();

const survivor = options.only && !'primary lost, standby promoted'.includes(options.only) ? primary : standby;
const client = new Client({ connectionString: `${survivor.url}/clientele` });
await client.connect();
const stored = new Set((await client.query<{ name: string }>('select name from application')).rows.map(({ name }) => name));
await client.end();
const lost = load.acknowledged.filter((name) => !stored.has(name));
if (lost.length > 0) faults.push(`${lost.length} acknowledged writes lost`);

process.stdout.write(
  `\n${load.acknowledged.length} writes acknowledged, ${lost.length} lost; ${load.replies.length} replies in ${seconds(load.now)} s\n`,
);
if (!hasDisk) process.stdout.write('disk filled: not tried, it needs the rights to mount one\n');
// what was behind replies that were wrong
const logged = gateways.flatMap(({ serving }) => serving.output.stdout.split('\n').filter((text) => text.includes('"fault"')));
const messages = new Set(logged.map((text) => (JSON.parse(text) as { err: { message: string } }).err.message));
for (const message of [...messages].slice(0, 20)) process.stdout.write(`FAULT   ${message}\n`);
for (const fault of faults) process.stdout.write(`MISSED  ${fault}\n`);
for (const { serving } of gateways) await serving.end('SIGTERM');
await bouncer.stop();
await primary.stop();
process.exit(faults.length > 0 ? 1 : 0);
