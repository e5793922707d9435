import { hash, verify } from '@node-rs/argon2';
import { charactersOf } from '../shared/text.ts';

/** The least characters that a password has (NIST SP 800-63B, section 5.1.1.2). */
export const MINIMUM_PASSWORD_LENGTH = 8;
/** The most: longer ones only cost time. */
export const MAXIMUM_PASSWORD_LENGTH = 1024;

// argon2id with the library's defaults: 19 MiB, 2 passes (OWASP Password Storage Cheat Sheet, first recommendation)
const UNKNOWN_USER = hash('there is no such user');

/** A password as it is counted, hashed and compared: the same, however a keyboard composes it (NIST SP 800-63B, section 5.1.1.2). */
export const normalized = (password: string): string => password.normalize('NFKC');

/** How many characters a password has. */
export const lengthOfPassword = (password: string): number => charactersOf(normalized(password));

/** Hashes a password with argon2id, as a PHC string with its own random salt. */
export const hashPassword = (password: string): Promise<string> => hash(normalized(password));

/**
 * Whether the password is the hashed one, also if it was hashed as it had been typed. Without a hash it takes as long, and
 * is never true.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const isPossible = passwordHash !== null && lengthOfPassword(password) <= MAXIMUM_PASSWORD_LENGTH;
  const compared = isPossible ? passwordHash : await UNKNOWN_USER;
  for (const form of new Set([normalized(password), password])) {
    if ((await verify(compared, form)) && isPossible) return true;
  }
  return false;
}
