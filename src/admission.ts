import type { IncomingMessage } from 'node:http';

/** Milliseconds after which a request that is still being sent gives its place to another. */
const PATIENCE = 1_000;

interface Place {
  readonly incoming: IncomingMessage;
  readonly address: string;
  readonly since: number;
}

/**
 * Bounds the requests under way: those that are taken on are answered soon, because all others are refused at once. Nobody
 * takes all places by sending slowly, nor from one address, if that is not of this machine, as a proxy's would be.
 */
export class Admission {
  /** From the oldest on. */
  readonly #places = new Set<Place>();
  readonly #byAddress = new Map<string, number>();
  readonly #limit: number;

  /** @param limit how many requests may be under way */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a place. @returns how to leave it when the work is done; undefined if there is none */
  enter(incoming: IncomingMessage, address: string): (() => void) | undefined {
    if (this.#places.size >= this.#limit && !this.#endSlowest()) return undefined;
    const held = this.#byAddress.get(address) ?? 0;
    if (held >= this.#limit / 2 && !isOfThisMachine(address)) return undefined;
    const place = { incoming, address, since: performance.now() };
    this.#places.add(place);
    this.#byAddress.set(address, held + 1);
    return () => this.#leave(place);
  }

  /** Ends the oldest request that has been sent for too long. @returns whether there is one */
  #endSlowest(): boolean {
    const before = performance.now() - PATIENCE;
    for (const place of this.#places) {
      if (place.since > before) return false;
      if (place.incoming.complete) continue;
      place.incoming.destroy();
      this.#leave(place);
      return true;
    }
    return false;
  }

  #leave(place: Place): void {
    if (!this.#places.delete(place)) return;
    const held = (this.#byAddress.get(place.address) ?? 0) - 1;
    if (held > 0) this.#byAddress.set(place.address, held);
    else this.#byAddress.delete(place.address);
  }
}

const isOfThisMachine = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** Tells of what comes often: at most once a second, and then how often it has come since. */
export function everySecond(tell: (count: number) => void): () => void {
  let count = 0;
  let told = Number.NEGATIVE_INFINITY;
  return () => {
    count += 1;
    const now = performance.now();
    if (now - told < 1_000) return;
    tell(count);
    [count, told] = [0, now];
  };
}
