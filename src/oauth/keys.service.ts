import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Store } from '../query/store.ts';
import { type KeyUse, OauthKey } from './key.entity.ts';
import { decrypt, type EncryptionKey, encrypt, type Jwk, kidOf } from './key-encryption.ts';
import { type KeySet, keySetOf } from './keys.rules.ts';

/** Milliseconds for which a new key is published before it signs: longer than any process goes without looking. */
const ANNOUNCEMENT = 5 * 60_000;
/** RSA, because every OpenID Connect client knows RS256 (OpenID Connect Core 1.0, section 15.1). */
const RSA_BITS = 2048;

/**
 * The keys of the authorization server at this moment; on the very first start they are made.
 * @param encryptionKeys the first encrypts what is made, each of them decrypts
 * @throws {KeyEncryptionError}
 */
export async function loadKeys(store: Store, encryptionKeys: readonly EncryptionKey[] = []): Promise<KeySet> {
  if ((await readKeys(store)).length === 0) await addKeys(store, 1, new Date(), encryptionKeys);
  const kept = await readKeys(store);
  return keySetOf(
    kept.map((key) => ({ ...key, jwk: decrypt(key.jwk, encryptionKeys) })),
    new Date(),
  );
}

/**
 * Adds a new key for each use. Running gateways publish it within a minute, and sign with it some minutes later; what
 * the keys before it have signed stays valid, unless they are discarded.
 * @param discardEarlier whether they go, and the new ones sign at once: they have leaked, or cannot be decrypted any more
 * @returns when the new keys begin to sign
 * @throws {KeyEncryptionError} where earlier ones stay that running gateways could not decrypt together with the new ones
 */
export async function rotateKeys(store: Store, encryptionKeys: readonly EncryptionKey[], discardEarlier = false): Promise<Date> {
  const earlier = await readKeys(store);
  if (!discardEarlier) for (const { jwk } of earlier) decrypt(jwk, encryptionKeys);
  const latest = Math.max(0, ...earlier.map(({ generation }) => generation));
  const activeFrom = new Date(Date.now() + (latest === 0 || discardEarlier ? 0 : ANNOUNCEMENT));
  await addKeys(store, latest + 1, activeFrom, encryptionKeys);
  if (discardEarlier) await store.write(({ db }) => db.deleteFrom('oauth_key').where('generation', '<=', latest).execute());
  return activeFrom;
}

/**
 * Encrypts those keys with the first of the given keys that are not yet, such as those of earlier versions.
 * @returns how many
 * @throws {KeyEncryptionError} if one cannot be decrypted
 */
export async function encryptKeys(store: Store, encryptionKeys: readonly EncryptionKey[]): Promise<number> {
  const kept = (await readKeys(store)).map((key) => ({ ...key, plain: decrypt(key.jwk, encryptionKeys) }));
  const [first] = encryptionKeys;
  const others = first ? kept.filter(({ jwk }) => kidOf(jwk) !== first.kid) : [];
  if (!first || others.length === 0) return 0;
  const table = store.table(OauthKey);
  await store.write(async ({ db }) => {
    for (const { databaseId, plain } of others)
      await db
        .updateTable('oauth_key')
        .set(table.values({ jwk: encrypt(plain, first) }))
        .where('id', '=', databaseId)
        .execute();
  });
  return others.length;
}

async function readKeys(store: Store) {
  const table = store.table(OauthKey);
  const found = await store.read(true).selectFrom('oauth_key as x').select(table.select('x')).execute();
  return found.map((raw) => table.row(raw));
}

async function addKeys(store: Store, generation: number, activeFrom: Date, [first]: readonly EncryptionKey[]): Promise<void> {
  const table = store.table(OauthKey);
  const jwks: Record<KeyUse, Jwk> = { signing: await signingKey(), cookies: cookieKey() };
  await store.write(async ({ db }) => {
    for (const [use, jwk] of Object.entries(jwks)) {
      await db
        .insertInto('oauth_key')
        .values(table.values({ use: use as KeyUse, generation, jwk: first ? encrypt(jwk, first) : jwk, activeFrom }))
        // another process may be doing the same
        .onConflict((conflict) => conflict.columns(['use', 'generation']).doNothing())
        .execute();
    }
  });
}

async function signingKey(): Promise<Jwk> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: RSA_BITS });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('base64url'), use: 'sig', alg: 'RS256' };
}

const cookieKey = () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') });
