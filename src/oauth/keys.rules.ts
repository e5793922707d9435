import type { JWKS } from 'oidc-provider';
import type { Row } from '../query/tables.ts';
import type { KeyUse, OauthKey } from './key.entity.ts';

/** How many generations of a key work: what an earlier one has signed outlives its rotation. */
const KEPT_GENERATIONS = 3;

/** The keys of the authorization server, those that sign first. */
export interface KeySet {
  readonly jwks: JWKS;
  readonly cookieKeys: string[];
  /** Differs whenever the keys or their order do. */
  readonly fingerprint: string;
}

type Key = Pick<Row<OauthKey>, 'use' | 'generation' | 'jwk' | 'activeFrom'>;

/** Orders the keys as they work at a time: the latest active one signs, the others verify. */
export function keySetOf(keys: readonly Key[], now: Date): KeySet {
  const of = (use: KeyUse) => {
    const latest = keys
      .filter((key) => key.use === use)
      .sort((one, other) => other.generation - one.generation)
      .slice(0, KEPT_GENERATIONS);
    return [...latest.filter(({ activeFrom }) => activeFrom <= now), ...latest.filter(({ activeFrom }) => activeFrom > now)];
  };
  const [signing, cookies] = [of('signing'), of('cookies')];
  return {
    jwks: { keys: signing.map(({ jwk }) => jwk) } as JWKS,
    cookieKeys: cookies.map(({ jwk }) => String(jwk.k)),
    fingerprint: [signing, cookies].map((line) => line.map(({ generation }) => generation).join('.')).join(' '),
  };
}
