import { hash, verify } from '@node-rs/argon2';

// argon2id with the library's defaults: 19 MiB, 2 passes (OWASP Password Storage Cheat Sheet, first recommendation)
const UNKNOWN_USER = hash('there is no such user');

/** Hashes a password with argon2id, as a PHC string with its own random salt. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Whether the password is the hashed one. Without a hash it takes as long, and is never true. */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await UNKNOWN_USER), password);
  return matches && passwordHash !== null;
}
