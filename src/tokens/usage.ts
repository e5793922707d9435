import type { Query } from '../query/dialect/dialect.ts';
import type { Store } from '../query/store.ts';

/** Milliseconds after which a use of a token is worth stamping again. */
const STAMP_EVERY = 60_000;
/** Milliseconds between two writes of stamps. */
const WRITE_EVERY = 2_000;

interface Use {
  readonly tokenId: number;
  readonly applicationId: number | null;
  readonly at: Date;
}

/** Stamps tokens and their applications with their last use: at most once a minute each, off the path of requests. */
export class TokenUsage {
  readonly #uses = new Map<number, Use>();
  readonly #store: Store;
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param report told when stamps could not be written; they are tried again */
  constructor(store: Store, report: (error: unknown) => void) {
    this.#store = store;
    this.#report = report;
  }

  /** Notes a use. @param lastUsedAt the last stamp of the token */
  note(tokenId: number, applicationId: number | null, lastUsedAt: Date | null): void {
    const at = new Date();
    if (lastUsedAt && at.getTime() - lastUsedAt.getTime() < STAMP_EVERY) return;
    this.#uses.set(tokenId, { tokenId, applicationId, at });
    this.#timer ??= setTimeout(() => void this.flush(), WRITE_EVERY).unref();
  }

  /** Writes the stamps. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uses = [...this.#uses.values()];
    this.#uses.clear();
    if (uses.length === 0) return;
    const { dialect } = this.#store;
    try {
      await this.#store.write(async ({ db }) => {
        const at = new Date(Math.max(...uses.map((use) => use.at.getTime())));
        const stamp = async (table: 'application' | 'token', ids: readonly number[]) => {
          const rows = (db.selectFrom(`${table} as x`) as Query).where(dialect.isOneOf('x.id', ids)).orderBy('x.id').select('x.id');
          const inOrder = dialect.locked(rows, 'no key update', 'x');
          await db.updateTable(table).set({ last_used_at: at }).where('id', 'in', inOrder).execute();
        };
        const applicationIds = uses.flatMap(({ applicationId }) => applicationId ?? []);
        if (applicationIds.length > 0) await stamp('application', applicationIds);
        await stamp(
          'token',
          uses.map(({ tokenId }) => tokenId),
        );
      });
    } catch (error) {
      for (const use of uses) if (!this.#uses.has(use.tokenId)) this.#uses.set(use.tokenId, use);
      this.#report(error);
    }
  }
}
