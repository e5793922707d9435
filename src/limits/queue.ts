import { apiError } from '../shared/errors.ts';

/** How much a queue takes. */
export interface Bounds {
  /** How much is done at once. */
  readonly parallel: number;
  /** How much waits for a turn, in all. */
  readonly waiting: number;
  /** How much of one key is done or waits. */
  readonly ofOne: number;
}

/** Does so much at once; more waits for its turn, of which every key has one after the other; what is too much is refused. */
export class Queue {
  readonly #bounds: Bounds;
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #present = new Map<string, number>();
  #running = 0;
  #length = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * Does something when it is its turn.
   * @param key whose it is
   * @throws `SERVICE_UNAVAILABLE`, at once, if too much waits
   */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const { parallel, waiting, ofOne } = this.#bounds;
    const own = this.#present.get(key) ?? 0;
    const mustWait = this.#running >= parallel;
    if (own >= ofOne || (mustWait && this.#length >= waiting)) {
      throw apiError('SERVICE_UNAVAILABLE', 'Too much of this is asked for at the moment. Try again in a moment.');
    }
    this.#present.set(key, own + 1);
    if (mustWait) await this.#turn(key);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const left = (this.#present.get(key) ?? 1) - 1;
      if (left > 0) this.#present.set(key, left);
      else this.#present.delete(key);
      this.#next();
    }
  }

  /** Whether nothing is done and nothing waits. */
  get isEmpty(): boolean {
    return this.#running === 0;
  }

  #turn(key: string): Promise<void> {
    return new Promise((start) => {
      this.#length += 1;
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), start]);
    });
  }

  /** Hands the place of what is done to the key that has waited longest. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#running -= 1;
      return;
    }
    const [key, [start, ...others]] = first;
    this.#waiting.delete(key);
    if (others.length > 0) this.#waiting.set(key, others);
    this.#length -= 1;
    start?.();
  }
}

/** Does the work of each key one after the other, and that of different keys at once. */
export class Turns {
  readonly #queues = new Map<string, Queue>();
  readonly #ofOne: number;

  /** @param ofOne how much of one key is done or waits */
  constructor(ofOne: number) {
    this.#ofOne = ofOne;
  }

  /** Does something when it is its turn among those of its key. @throws `SERVICE_UNAVAILABLE`, at once, if too much waits */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(key) ?? new Queue({ parallel: 1, waiting: this.#ofOne, ofOne: this.#ofOne });
    this.#queues.set(key, queue);
    try {
      return await queue.run(key, work);
    } finally {
      if (queue.isEmpty) this.#queues.delete(key);
    }
  }
}

/** Whether an error says that a queue, or whatever is behind it, has no room. */
export const isBusy = (error: unknown): boolean => (error as { extensions?: { code?: string } }).extensions?.code === 'SERVICE_UNAVAILABLE';
