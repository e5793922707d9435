/** The most jobs in a batch. */
const BATCH = 64;
/** Turns of the event loop: one may pass while all that are about to come wait for the same read. */
const QUIET = 2;
/** Milliseconds after which no more turns are waited for: where there is much to do, one takes longer than a batch. */
const LONGEST = 20;

/** Does jobs together: while one batch is under way, what comes gathers for the next. */
export class Batches<Job> {
  readonly #waiting: Job[] = [];
  readonly #work: (jobs: readonly Job[]) => Promise<void>;
  readonly #size: (waiting: number) => number;
  #isWorking = false;

  /**
   * @param work does jobs; never rejects
   * @param size how many of those that wait make a batch, if not all
   */
  constructor(work: (jobs: readonly Job[]) => Promise<void>, size = (waiting: number) => waiting) {
    this.#work = work;
    this.#size = size;
  }

  /** Has a job done with those that come at the same time. */
  add(job: Job): void {
    this.#waiting.push(job);
    if (!this.#isWorking) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isWorking = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#work(this.#waiting.splice(0, Math.min(BATCH, this.#size(this.#waiting.length))));
    }
    this.#isWorking = false;
  }

  /** Waits until two turns of the event loop have brought no more jobs: a batch costs more than all that is in it. */
  async #gather(): Promise<void> {
    const end = performance.now() + LONGEST;
    for (let quiet = 0, known = this.#waiting.length; quiet < QUIET && this.#waiting.length < BATCH && performance.now() < end; ) {
      await new Promise(setImmediate);
      quiet = this.#waiting.length > known ? 0 : quiet + 1;
      known = this.#waiting.length;
    }
  }
}
