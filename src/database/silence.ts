import type { Client, Pool, PoolClient } from 'pg';
import { isConnectionRefused } from '../query/dialect/driver-errors.ts';
import { streamOf } from './connections.ts';
import type { Ask, Way } from './session.ts';
import { UNLIMITED } from './statements.ts';

/** How often within the timeout it is looked whether connections are silent. */
const LOOKS = 35;
/** After how many looks a connection that owes an answer is asked about. */
const SILENT_LOOKS = 2.5;
/** Milliseconds that the answer about them may take. */
const CHECK_TIMEOUT = 4_000;

/** The numbers of our sessions that PostgreSQL is at work for; not of one whose answer it cannot get rid of. */
const AT_WORK = `select pid from pg_stat_activity where state in ('active', 'disabled') and wait_event is distinct from 'ClientWrite'
  and usename = current_user and datname = current_database() and pid <> pg_backend_pid()`;
/** Behind a pooler they have other numbers. */
const AT_WORK_FOR_LONG = `${AT_WORK} and query_start < clock_timestamp() - interval '1 second'`;

/** What ends a transaction. */
const ENDS = new Set(['commit', 'rollback']);

/** Which sessions are worked for, as far as that can be told. */
type Working = ReadonlySet<number> | 'unknown' | 'unreachable';

/** What is known of a connection. */
interface Watch {
  /** Since when it owes an answer; undefined where it owes none. */
  since: number | undefined;
  /** The last time that it was seen at work, and how many bytes had come from it by then. */
  seen: number;
  bytes: number;
  /** The `since` of the answer that PostgreSQL was found not to be working on, once. */
  doubted: number | undefined;
  /** Whether answers may take any time, until the transaction ends. */
  isUnlimited: boolean;
}

/** How to watch connections. */
export interface Watching {
  readonly way: Way;
  /** Milliseconds for which an answer is waited for at most, but in a transaction that is `UNLIMITED`. */
  readonly answerTimeout: number;
  /** Makes another connection, to ask about those that are silent. */
  readonly dial: () => Client;
}

/**
 * Ends connections that have died without a word, so that the pool replaces them. Where an answer is overdue, the server is
 * asked through another connection whether it works on it: it may take its time, but if it knows nothing of it, or cannot be
 * reached at all, what was asked or answered is lost. One timer looks at all of them: the timer that pg itself makes for each
 * statement keeps what it answers alive until the next full collection (docs/memory.md).
 */
export function watched(pool: Pool, ask: Ask, { way, answerTimeout, dial }: Watching): Ask {
  const every = answerTimeout / LOOKS;
  const clients = new Map<PoolClient, Watch>();

  const giveUp = (client: PoolClient) => {
    streamOf(client).destroy(new Error('Connection terminated'));
    // those that nothing was asked on are no better
    for (let idle = pool.idleCount; idle > 0; idle--) {
      pool.connect((_, other, release) => {
        if (other) streamOf(other).destroy();
        release(true);
      });
    }
  };

  const judge = (silent: ReadonlyMap<PoolClient, number>, working: Working) => {
    for (const [client, since] of silent) {
      const watch = clients.get(client);
      // an answer that has come meanwhile is none that is missing
      if (!watch || watch.since !== since || streamOf(client).bytesRead !== watch.bytes) continue;
      if (isWorkedFor(client, working, way)) watch.seen = performance.now();
      else if (working === 'unreachable' || watch.doubted === since) giveUp(client);
      // it may be on its way at this moment
      else watch.doubted = since;
    }
  };

  let isChecking = false;
  const look = () => {
    const now = performance.now();
    const silent = new Map<PoolClient, number>();
    for (const [client, watch] of clients) {
      const { bytesRead } = streamOf(client);
      if (bytesRead !== watch.bytes) Object.assign(watch, { bytes: bytesRead, seen: now });
      if (watch.since === undefined) continue;
      if (now - watch.since > answerTimeout && !watch.isUnlimited) giveUp(client);
      else if (now - Math.max(watch.since, watch.seen) > SILENT_LOOKS * every) silent.set(client, watch.since);
    }
    if (silent.size === 0 || isChecking) return;
    isChecking = true;
    void workingOf(dial(), way).then((working) => {
      isChecking = false;
      judge(silent, working);
    });
  };

  let timer: NodeJS.Timeout | undefined;
  pool.on('connect', (client) => {
    clients.set(client, { since: undefined, seen: 0, bytes: 0, doubted: undefined, isUnlimited: false });
    timer ??= setInterval(look, every).unref();
  });
  pool.on('remove', (client) => {
    clients.delete(client);
    if (clients.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  });
  return (client, statement, done) => {
    const watch = clients.get(client);
    if (!watch) return ask(client, statement, done);
    watch.since = performance.now();
    if (statement.text === UNLIMITED) watch.isUnlimited = true;
    else if (watch.isUnlimited && ENDS.has(statement.text)) watch.isUnlimited = false;
    ask(client, statement, (error, result) => {
      watch.since = undefined;
      done(error, result);
    });
  };
}

function isWorkedFor(client: PoolClient, working: Working, { isPooled }: Way): boolean {
  if (typeof working === 'string') return working === 'unknown';
  return isPooled ? working.size > 0 : working.has(client.processID);
}

/** Asks a server, by a connection of its own, for which sessions it works. Never rejects. */
async function workingOf(client: Client, { isPooled }: Way): Promise<Working> {
  const timer = setTimeout(() => streamOf(client).destroy(), CHECK_TIMEOUT);
  client.once('end', () => clearTimeout(timer)).on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(isPooled ? AT_WORK_FOR_LONG : AT_WORK);
    return new Set(rows.map(({ pid }) => pid));
  } catch (error) {
    // who answers so says nothing of what is done for others
    return isConnectionRefused(error) ? 'unknown' : 'unreachable';
  } finally {
    client.end(() => {});
  }
}
