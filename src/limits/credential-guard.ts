import { boundedCache } from '../shared/bounded-cache.ts';
import type { Subject } from '../shared/limits.ts';
import { networkOf } from '../shared/network.ts';
import type { Limiter } from './limiter.ts';

/** How many credentials that have worked are remembered. */
const KEPT = 10_000;

/**
 * Stands before client secrets and bearer tokens: where many from one network do not work, no further ones are looked up
 * for a while. Those that have worked lately still are, so that nobody is locked out by whoever shares a network.
 */
export class CredentialGuard {
  readonly #limiter: Limiter;
  readonly #working = boundedCache<true>(KEPT);

  constructor(limiter: Limiter) {
    this.#limiter = limiter;
  }

  /** Seconds until a credential is looked up; undefined if it is now. @param digest of the credential, by `digestOf` */
  wait(address: string, digest: string): number | undefined {
    const wait = this.#limiter.wait(subjectOf(address));
    return wait !== undefined && !this.#working.has(digest) ? wait : undefined;
  }

  /** Notes whether a credential that was looked up works. @param digest of the credential, by `digestOf` */
  note(address: string, digest: string, works: boolean): void {
    if (!works) this.#limiter.note(subjectOf(address));
    else if (!this.#working.get(digest)) this.#working.set(digest, true);
  }
}

const subjectOf = (address: string): Subject => ({ limit: 'credential', key: networkOf(address) });
