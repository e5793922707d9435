import type { Store, Transaction } from '../../src/query/store.ts';

/** What a store does: each is a moment right before which something else can happen. */
export type Moment = 'read' | 'write' | 'commit';

/** Has something happen between what a gateway does with its store. */
export class Moments {
  readonly #store: Store;
  readonly #own: Pick<Store, 'read' | 'write' | 'insert'>;

  constructor(store: Store) {
    this.#store = store;
    this.#own = { read: store.read.bind(store), write: store.write.bind(store), insert: store.insert.bind(store) };
  }

  /**
   * Has something done right before the nth moment of a kind from now on, which can be one off the path of any request.
   * @returns ends that, and tells whether the moment has come
   */
  before(nth: number, moment: Moment, happens: () => Promise<unknown>): () => Promise<boolean> {
    this.letBe();
    let moments = 0;
    let happening: Promise<unknown> | undefined;
    const held = async <T>(go: () => Promise<T>): Promise<T> => {
      if (happening || moments++ < nth) return go();
      happening = Promise.resolve().then(happens);
      await happening;
      return go();
    };
    const { read, write, insert } = this.#own;
    const passing: Readonly<Record<Moment, Partial<Store>>> = {
      write: { write: (work) => held(() => write(work)), insert: (...rows) => held(() => insert(...rows)) },
      commit: { write: (work) => write((transaction) => beforeCommit(work(transaction), transaction)) },
      read: {
        read: (fresh) =>
          new Proxy(read(fresh), {
            get: (db, name) => {
              if (name === 'executeQuery') return (query: never) => held(() => db.executeQuery(query));
              const member = db[name as keyof typeof db] as unknown;
              return typeof member === 'function' ? member.bind(db) : member;
            },
          }),
      },
    };
    const beforeCommit = async <T>(work: Promise<T>, { em }: Transaction): Promise<T> => {
      const result = await work;
      await em.flush();
      return held(async () => result);
    };
    Object.assign(this.#store, passing[moment]);
    return async () => {
      this.letBe();
      await happening;
      return happening !== undefined;
    };
  }

  /** Has nothing happen any more. */
  letBe(): void {
    Object.assign(this.#store, this.#own);
  }
}
