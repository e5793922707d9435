import type { Socket } from 'node:net';

/** Refusals a second for which nobody has to wait. */
const PER_SECOND = 1_000;
/** How many more come at once before anybody has to wait. */
const BURST = 100;
/** Milliseconds that a client waits at most: what it is told by `Retry-After`. */
const LONGEST = 1_000;

/**
 * Hears those whose requests are refused at a pace. Each has its refusal at once; but where many ask again as soon as they have
 * it, refusing them would take more of the gateway than its work. Then nothing is read of a connection before its turn.
 */
export class Pace {
  /** Until when the turns are taken, by `performance.now()`. */
  #taken = Number.NEGATIVE_INFINITY;

  /** Takes the next turn for a connection on which a request has been refused. */
  refused(socket: Socket): void {
    const now = performance.now();
    const next = Math.max(this.#taken, now - (BURST * 1_000) / PER_SECOND) + 1_000 / PER_SECOND;
    this.#taken = Math.min(next, now + LONGEST);
    const wait = this.#taken - now;
    if (wait <= 0 || socket.destroyed) return;
    // Node's server reads on at the end of this turn, whatever is said before
    setImmediate(() => {
      socket.pause();
      setTimeout(() => socket.resume(), wait).unref();
    });
  }
}
