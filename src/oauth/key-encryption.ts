import { createCipheriv, createDecipheriv, createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto';

/** A key that keys are encrypted with. */
export interface EncryptionKey {
  /** Tells it from others, and nothing else about it. */
  readonly kid: string;
  readonly secret: KeyObject;
}

/** A JSON Web Key (RFC 7517). */
export type Jwk = Record<string, unknown>;

/** A JSON Web Key as a JSON Web Encryption in its flattened form (RFC 7516, section 7.2.2). */
interface Encrypted {
  readonly protected: string;
  readonly iv: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** Stored keys that cannot be decrypted; its message is one line for whoever starts the gateway. */
export class KeyEncryptionError extends Error {}

const BYTES = 32;
const CIPHER = 'aes-256-gcm';
/** Bits that no two encryptions by one key share (RFC 7518, section 5.3). */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Whether a text is a key: 32 bytes in base64 or base64url. */
export const isEncryptionKey = (text: string): boolean => /^[\w+/-]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === BYTES;

/** Reads a key. @param text 32 bytes in base64 or base64url */
export function encryptionKeyOf(text: string): EncryptionKey {
  const bytes = Buffer.from(text, 'base64');
  return { kid: hash('sha256', bytes, 'base64url').slice(0, 8), secret: createSecretKey(bytes) };
}

/** Encrypts a key by AES-256-GCM, with the other key used directly (RFC 7518, sections 4.5 and 5.3). */
export function encrypt(jwk: Jwk, { kid, secret }: EncryptionKey): Jwk {
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid })).toString('base64url');
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, secret, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(header));
  const ciphertext = Buffer.concat([cipher.update(JSON.stringify(jwk), 'utf8'), cipher.final()]).toString('base64url');
  const encrypted: Encrypted = {
    protected: header,
    iv: iv.toString('base64url'),
    ciphertext,
    tag: cipher.getAuthTag().toString('base64url'),
  };
  return { ...encrypted };
}

/** The key with which a stored key is encrypted; undefined for one that is stored as it is. */
export function kidOf(stored: Jwk): string | undefined {
  if (!isEncrypted(stored)) return undefined;
  return String(JSON.parse(Buffer.from(stored.protected, 'base64url').toString()).kid);
}

/** The key that is stored, be it encrypted or not. @throws {KeyEncryptionError} */
export function decrypt(stored: Jwk, keys: readonly EncryptionKey[]): Jwk {
  if (!isEncrypted(stored)) return stored;
  const kid = kidOf(stored);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (!key) {
    const given = keys.length === 0 ? 'it is not set' : `it has ${keys.map((candidate) => candidate.kid).join(', ')}`;
    throw new KeyEncryptionError(
      `KEY_ENCRYPTION_KEY: the keys in the database are encrypted with the key ${kid}, and ${given}. Set it to that key; if it is lost, ` +
        'make new keys with "clientele keys rotate --discard-earlier".',
    );
  }
  try {
    const [iv, tag] = [Buffer.from(stored.iv, 'base64url'), Buffer.from(stored.tag, 'base64url')];
    const decipher = createDecipheriv(CIPHER, key.secret, iv, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(stored.protected))
      .setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(stored.ciphertext, 'base64url'), decipher.final()]).toString());
  } catch {
    throw new KeyEncryptionError(
      'KEY_ENCRYPTION_KEY: a key in the database was changed since it was encrypted. Restore a backup, or make new keys with ' +
        '"clientele keys rotate --discard-earlier".',
    );
  }
}

const isEncrypted = (stored: Jwk): stored is Jwk & Encrypted => typeof stored.ciphertext === 'string';
