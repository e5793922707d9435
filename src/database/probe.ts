import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { streamOf } from './connections.ts';
import { nameOf } from './servers.ts';

/** Milliseconds between an answer and the next question. */
const PERIOD = 1_000;
/** Milliseconds for which an answer is waited for. */
const PATIENCE = 2_000;

/** One statement without parameters, which poolers pass on as it is. */
const QUESTION = `
  select current_setting('transaction_read_only') = 'off' as "takesWrites",
    case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end - '0/0' as position,
    case when pg_is_in_recovery() then null else left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`;

/** What a server said of itself. */
export interface Sight {
  /** Why it said nothing. */
  readonly fault?: Error & { readonly code?: string };
  readonly takesWrites: boolean;
  /** How far in the write-ahead log it has written, or replayed what its primary has; null where it does not tell. */
  readonly position: number | null;
  /** Which history it writes, and replays no more: a promoted standby begins a new one, with a greater name. */
  readonly timeline: string | null;
}

/** Asks one server every second how it is, by a connection of its own, so that no request has to find out. */
export class Probe {
  /** Host and port. */
  readonly name: string;
  /** What it said last; undefined if it was not asked yet. */
  sight: Sight | undefined;
  #client: Client | undefined;
  #looking: Promise<void> | undefined;
  readonly #stopping = new AbortController();

  /** @param tell is told of every sight */
  constructor(
    readonly url: string,
    readonly onChange: () => void,
  ) {
    this.name = nameOf(url);
  }

  /** Asks now; never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#ask()
      .catch((fault: Error) => {
        this.#client = undefined;
        return { fault, takesWrites: false, position: null, timeline: null };
      })
      .then((sight) => {
        this.#looking = undefined;
        if (this.#stopping.signal.aborted) return;
        this.sight = sight;
        this.onChange();
      });
    return this.#looking;
  }

  /** Asks again and again, until it is stopped. Keeps no process from ending. */
  async watch(): Promise<void> {
    try {
      for (;;) {
        await setTimeout(PERIOD, undefined, { ref: false, signal: this.#stopping.signal });
        await this.look();
      }
    } catch (error) {
      if (!this.#stopping.signal.aborted) throw error;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    if (this.#client) streamOf(this.#client).destroy();
    await this.#looking;
  }

  /** A server that ends a connection ends or goes away, mostly. */
  #lose(client: Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (!this.#stopping.signal.aborted) void this.look();
  }

  async #ask(): Promise<Sight> {
    const isNew = this.#client === undefined;
    this.#client ??= new Client({ connectionString: this.url, application_name: 'clientele' });
    const client = this.#client;
    let isAnswered = false;
    // an answer that came while the process was busy is looked at first
    const giveUp = () => setImmediate(() => isAnswered || streamOf(client).destroy(new Error(`no answer for ${PATIENCE / 1000} seconds`)));
    const timer = globalThis.setTimeout(giveUp, PATIENCE);
    try {
      if (isNew) client.on('error', () => this.#lose(client));
      if (isNew) await client.connect();
      const { rows } = await client.query(QUESTION);
      const [{ takesWrites, position, timeline }] = rows;
      return { takesWrites, position: position === null ? null : Number(position), timeline };
    } catch (error) {
      streamOf(client).destroy();
      throw error;
    } finally {
      isAnswered = true;
      clearTimeout(timer);
    }
  }
}
