import type { IncomingMessage, ServerResponse } from 'node:http';
import { networkOf } from '../shared/network.ts';

/** Milliseconds after which a client that is still sending its request, or still taking its answer, gives way to another. */
const PATIENCE = 1_000;
/** Bytes of answers that clients may leave untaken, all together, before the slowest of them are ended. */
const UNTAKEN = 32_000_000;
/** Milliseconds for which half of the places are given, once somebody was refused because all were taken by work. */
const OVERLOADED = 10_000;

interface Place {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly network: string;
  /** Since when the client sends or takes. */
  since: number;
  isAnswered: boolean;
  /** Where it is among all of them. */
  index: number;
}

/**
 * Bounds the requests under way: those that are taken on are answered soon, because all others are refused at once. A
 * request is under way until its answer has left. Nobody takes all places, or all memory, by sending or taking slowly, nor
 * all places from one address, if that is not of this machine, as a proxy's would be.
 */
export class Admission {
  // no Set: V8 chains the tables that a Set outgrows, and so keeps what has left (docs/memory.md)
  readonly #places: Place[] = [];
  readonly #byNetwork = new Map<string, number>();
  readonly #limit: number;
  /** When a request was refused last because all places were taken by work. */
  #fullAt = Number.NEGATIVE_INFINITY;

  /** @param limit how many requests may be under way */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a place. @returns what to call when the work is done; undefined if there is none */
  enter(incoming: IncomingMessage, outgoing: ServerResponse, address: string): (() => void) | undefined {
    this.#endWhereMuchIsUntaken();
    const network = networkOf(address);
    const bound = this.#bound();
    if (this.#heldBy(network) >= bound / 2 && !isOfThisMachine(address)) return undefined;
    if (this.#places.length >= bound && !this.#endSlowest()) {
      if (this.#places.length >= this.#limit && this.#isBusy()) this.#fullAt = performance.now();
      return undefined;
    }
    const place = { incoming, outgoing, network, since: performance.now(), isAnswered: false, index: this.#places.length };
    this.#places.push(place);
    this.#byNetwork.set(network, this.#heldBy(network) + 1);
    return () => this.#answered(place);
  }

  /**
   * How many may be under way. Under overload, each waits for all others and for what is refused meanwhile: half as many are
   * answered in half of the time.
   */
  #bound(): number {
    return performance.now() - this.#fullAt < OVERLOADED ? Math.ceil(this.#limit / 2) : this.#limit;
  }

  /** Whether it is work that takes the places, and not clients who send or take slowly. */
  #isBusy(): boolean {
    let slow = 0;
    for (const place of this.#places) if (isTheirTurn(place)) slow += 1;
    return slow < this.#places.length / 2;
  }

  #heldBy(network: string): number {
    return this.#byNetwork.get(network) ?? 0;
  }

  #answered(place: Place): void {
    place.isAnswered = true;
    place.since = performance.now();
    if (place.outgoing.closed) this.#leave(place);
    else place.outgoing.once('close', () => this.#leave(place));
  }

  #endWhereMuchIsUntaken(): void {
    let untaken = 0;
    for (const { outgoing, isAnswered } of this.#places) if (isAnswered) untaken += outgoing.writableLength;
    while (untaken > UNTAKEN) {
      const ended = this.#endSlowest(({ isAnswered }) => isAnswered);
      if (!ended) return;
      untaken -= ended;
    }
  }

  /** Ends the request whose client has been slow for longest. @returns how many bytes of its answer were left, at least 1; 0 if there is none */
  #endSlowest(only: (place: Place) => boolean = () => true): number {
    let slowest: Place | undefined;
    const before = performance.now() - PATIENCE;
    for (const place of this.#places) {
      if (isTheirTurn(place) && only(place) && place.since < (slowest?.since ?? before)) slowest = place;
    }
    if (!slowest) return 0;
    const left = slowest.outgoing.writableLength;
    slowest.incoming.socket.destroy();
    this.#leave(slowest);
    return Math.max(1, left);
  }

  #leave(place: Place): void {
    if (this.#places[place.index] !== place) return;
    const last = this.#places.pop() as Place;
    if (last !== place) {
      last.index = place.index;
      this.#places[last.index] = last;
    }
    const held = this.#heldBy(place.network) - 1;
    if (held > 0) this.#byNetwork.set(place.network, held);
    else this.#byNetwork.delete(place.network);
  }
}

/** Whether it is the client who is to go on. */
const isTheirTurn = ({ isAnswered, incoming }: Place): boolean => isAnswered || !incoming.complete;

const isOfThisMachine = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** Tells of what comes often: at most once a second, and then how often it has come since. */
export function everySecond(report: (count: number) => void): () => void {
  let count = 0;
  let told = Number.NEGATIVE_INFINITY;
  return () => {
    count += 1;
    const now = performance.now();
    if (now - told < 1_000) return;
    report(count);
    [count, told] = [0, now];
  };
}
