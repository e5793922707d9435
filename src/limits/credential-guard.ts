import { LRUCache } from 'lru-cache';
import type { Subject } from '../shared/limits.ts';
import { networkOf } from '../shared/network.ts';
import { digestOf } from '../shared/secrets.ts';
import type { Limiter } from './limiter.ts';

/** How many credentials that have worked are remembered. */
const KEPT = 10_000;

/**
 * Stands before client secrets and bearer tokens: where many from one network do not work, no further ones are looked up
 * for a while. Those that have worked lately still are, so that nobody is locked out by whoever shares a network.
 */
export class CredentialGuard {
  readonly #limiter: Limiter;
  readonly #working = new LRUCache<string, true>({ max: KEPT });

  constructor(limiter: Limiter) {
    this.#limiter = limiter;
  }

  /** Seconds until the credential is looked up; undefined if it is now. */
  wait(address: string, credential: string): number | undefined {
    const wait = this.#limiter.wait(subjectOf(address));
    return wait !== undefined && !this.#working.has(digestOf(credential)) ? wait : undefined;
  }

  /** Notes whether a credential that was looked up works. */
  note(address: string, credential: string, works: boolean): void {
    if (works) this.#working.set(digestOf(credential), true);
    else this.#limiter.note(subjectOf(address));
  }
}

const subjectOf = (address: string): Subject => ({ limit: 'credential', key: networkOf(address) });
