import { hash, randomFillSync, timingSafeEqual } from 'node:crypto';

/** What our random values begin with, so that scanners find leaked ones. */
export type SecretPrefix = 'clt_sec_' | 'clt_at_' | 'clt_rt_';

/** A fresh random value, shown once, with what is kept of it. */
export interface NewSecret {
  /** The value: prefix and 256 random bits in base64url. */
  readonly value: string;
  readonly digest: string;
  /** The last four characters. */
  readonly hint: string;
}

/** Makes a random secret of 256 bits (RFC 6749, section 10.10, asks for 160). */
export function newSecret(prefix: SecretPrefix): NewSecret {
  return secretOf(prefix + random(32));
}

/** What is kept of a value that was made before. */
export function secretOf(value: string): NewSecret {
  return { value, digest: digestOf(value), hint: value.slice(-4) };
}

/**
 * SHA-256, base64url: enough for values of 256 random bits, which no dictionary holds; passwords get argon2id. Client secrets that
 * were made elsewhere have it too, because a client shows its secret with every request: so they are taken from superusers alone.
 */
export function digestOf(value: string): string {
  return hash('sha256', value, 'base64url');
}

/** Whether a secret has this digest, in a time that says nothing of either. */
export function matchesDigest(value: string, digest: string): boolean {
  const [given, kept] = [Buffer.from(digestOf(value)), Buffer.from(digest)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** A random client identifier of 40 URL-safe characters. */
export function newClientId(): string {
  return random(30);
}

/** Random bytes that are nobody's yet, made many at once: to make those of each value by themselves takes ten times as long. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/** Takes random bytes, in base64url; nobody else gets them, and they are not kept. */
function random(bytes: number): string {
  const end = used + bytes <= pool.length ? used + bytes : bytes;
  if (end === bytes) randomFillSync(pool);
  const text = pool.toString('base64url', end - bytes, end);
  pool.fill(0, end - bytes, end);
  used = end;
  return text;
}
