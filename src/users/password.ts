import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { Queue } from '../limits/queue.ts';
import type { Viewer } from '../shared/viewer.ts';
import { lengthOfPassword, MAXIMUM_PASSWORD_LENGTH, normalized } from './password.rules.ts';

/** Threads that Node has for all that takes long: files, names of hosts, compression, and passwords. */
const THREADS = 4;
/** How many passwords are hashed at once: everything else keeps half of the cores and of those threads, and each takes 19 MiB. */
const PARALLEL = Math.max(1, Math.floor(Math.min(availableParallelism(), THREADS) / 2));
/** How many more wait for it: those at the end do so for a second or two, and others than logins still find places. */
const WAITING = 32;
/** How many of them may be of one network, or of one user. */
const OF_ONE = 16;

const queue = new Queue({ parallel: PARALLEL, waiting: WAITING, ofOne: OF_ONE });

// argon2id with the library's defaults: 19 MiB, 2 passes (OWASP Password Storage Cheat Sheet, first recommendation)
const UNKNOWN_USER = hash('there is no such user');

/** Whose turn it is to have a password hashed: that of whoever asks. */
export const asker = ({ viewer }: { readonly viewer: Viewer }): string => `user ${viewer.userId}`;

/**
 * Hashes a password with argon2id, as a PHC string with its own random salt.
 * @param whose who asks for it; none may take all turns
 * @throws `SERVICE_UNAVAILABLE` if too many wait
 */
export const hashPassword = (password: string, whose: string): Promise<string> => queue.run(whose, () => hash(normalized(password)));

/**
 * Whether the password is the hashed one, also if it was hashed as it had been typed. Without a hash it takes as long, and
 * is never true.
 * @param whose who asks for it; none may take all turns
 * @throws `SERVICE_UNAVAILABLE` if too many wait
 */
export async function verifyPassword(password: string, passwordHash: string | null, whose: string): Promise<boolean> {
  const isPossible = passwordHash !== null && lengthOfPassword(password) <= MAXIMUM_PASSWORD_LENGTH;
  const compared = isPossible ? passwordHash : await UNKNOWN_USER;
  return queue.run(whose, async () => {
    for (const form of new Set([normalized(password), password])) {
      if ((await verify(compared, form)) && isPossible) return true;
    }
    return false;
  });
}
