import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Store } from '../shared/store.ts';
import { type KeyUse, OauthKey } from './key.entity.ts';
import { type KeySet, keySetOf } from './keys.rules.ts';

/** Milliseconds for which a new key is published before it signs: longer than any process goes without looking. */
const ANNOUNCEMENT = 5 * 60_000;
/** RSA, because every OpenID Connect client knows RS256 (OpenID Connect Core 1.0, section 15.1). */
const RSA_BITS = 2048;

/** The keys of the authorization server at this moment; on the very first start they are made. */
export async function loadKeys(store: Store): Promise<KeySet> {
  const kept = await readKeys(store);
  if (kept.length > 0) return keySetOf(kept, new Date());
  await addKeys(store, 1, new Date());
  return keySetOf(await readKeys(store), new Date());
}

/**
 * Adds a new key for each use. Running gateways publish it within a minute, and sign with it some minutes later; what
 * the keys before it have signed stays valid.
 * @returns when the new keys begin to sign
 */
export async function rotateKeys(store: Store): Promise<Date> {
  const latest = Math.max(0, ...(await readKeys(store)).map(({ generation }) => generation));
  const activeFrom = new Date(Date.now() + (latest === 0 ? 0 : ANNOUNCEMENT));
  await addKeys(store, latest + 1, activeFrom);
  return activeFrom;
}

async function readKeys(store: Store) {
  const table = store.table(OauthKey);
  const found = await store.read(true).selectFrom('oauth_key as x').select(table.select('x')).execute();
  return found.map((raw) => table.row(raw));
}

async function addKeys(store: Store, generation: number, activeFrom: Date): Promise<void> {
  const table = store.table(OauthKey);
  const jwks: Record<KeyUse, Record<string, unknown>> = { signing: await signingKey(), cookies: cookieKey() };
  await store.write(async ({ db }) => {
    for (const [use, jwk] of Object.entries(jwks)) {
      await db
        .insertInto('oauth_key')
        .values(table.values({ use: use as KeyUse, generation, jwk, activeFrom }))
        // another process may be doing the same
        .onConflict((conflict) => conflict.columns(['use', 'generation']).doNothing())
        .execute();
    }
  });
}

async function signingKey(): Promise<Record<string, unknown>> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('base64url'), use: 'sig', alg: 'RS256' };
}

const cookieKey = () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') });
