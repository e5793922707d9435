import { READ_ONLY } from '../query/dialect/driver-errors.ts';
import { Connections } from './connections.ts';
import { Probe } from './probe.ts';

/** How many positions are kept: one a second at most, for longer than any replica may lag behind. */
const POSITIONS = 4_000;

/** None of the servers takes writes. */
export class NoPrimaryError extends Error {
  /** What PostgreSQL says of a write to a standby: `read_only_sql_transaction`. */
  readonly code = READ_ONLY;
}

/** The server that takes writes, of one or several. After a failover it is another. */
export class Primary {
  /** The connections to it, which are ended when another server takes its place. */
  readonly connections = new Connections(() => this.url);
  /** Where it is. */
  url: string;
  /** Which history it writes; null where it was not seen, or does not tell. */
  timeline: string | null = null;
  readonly #probes: readonly Probe[];
  /** Where in its write-ahead log it was when, in milliseconds; those alone that differ. */
  #positions: { readonly at: number; readonly position: number }[] = [];

  /**
   * @param servers at least one, the likely one first
   * @param onChange is told host and port of the server that was the primary, and of the one that is; not of the first
   */
  constructor(
    readonly servers: readonly string[],
    readonly onChange: (from: string, to: string) => void,
  ) {
    this.url = servers[0] as string;
    this.#probes = servers.map((url) => new Probe(url, () => this.#choose()));
  }

  /**
   * Seconds for which what is at a position is not all there is: 0 where it is; infinite where it was not even all when this
   * server became the primary, or we began to look.
   */
  lag(position: number): number {
    const missed = this.#positions.findIndex((known) => known.position > position);
    if (missed <= 0) return missed === 0 ? Number.POSITIVE_INFINITY : 0;
    return (performance.now() - (this.#positions[missed]?.at ?? 0)) / 1000;
  }

  /**
   * Goes to the server that takes writes, and from then on looks at all of them every second.
   * @throws {NoPrimaryError} if none of several takes writes
   */
  async start(): Promise<void> {
    await Promise.all(this.#probes.map((probe) => probe.look()));
    if (this.servers.length > 1 && !this.#current?.sight?.takesWrites) {
      const reasons = this.#probes.map(({ name, sight }) => `${name}: ${sight?.fault?.message ?? 'takes none'}`);
      throw new NoPrimaryError(`none of its servers takes writes (${reasons.join('; ')})`);
    }
    for (const probe of this.#probes) void probe.watch();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#probes.map((probe) => probe.stop()));
  }

  get #current(): Probe | undefined {
    return this.#probes.find(({ url }) => url === this.url);
  }

  /** A primary that comes back after another was promoted has the older timeline, and may not know of it: nobody goes there. */
  #choose(): void {
    const [best] = this.#probes
      .filter(({ sight }) => sight?.takesWrites && compare(sight.timeline, this.timeline) >= 0)
      .sort((a, b) => compare(b.sight?.timeline, a.sight?.timeline) || Number(b.url === this.url) - Number(a.url === this.url));
    if (best && best.url !== this.url) this.#become(best);
    const { position = null, timeline = null } = this.#current?.sight ?? {};
    // another server may have taken the same address
    if (timeline !== null && timeline !== this.timeline) this.#positions = [];
    this.timeline = timeline ?? this.timeline;
    if (position !== null && position > (this.#positions.at(-1)?.position ?? -1)) this.#positions.push({ at: performance.now(), position });
    if (this.#positions.length > POSITIONS) this.#positions.shift();
  }

  #become({ url, name }: Probe): void {
    const from = this.#current as Probe;
    this.url = url;
    this.#positions = [];
    this.connections.drop(from.url);
    if (this.timeline !== null) this.onChange(from.name, name);
  }
}

const compare = (a: string | null = '', b: string | null = ''): number => (a ?? '').localeCompare(b ?? '');
