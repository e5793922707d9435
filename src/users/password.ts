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

/** Of nobody; made with the first password that is verified, because few commands verify one. */
let unknownUser: string | undefined;

/** Whose turn it is to have a password hashed: that of whoever asks. */
export const asker = ({ viewer }: { readonly viewer: Viewer }): string => `user ${viewer.userId}`;

/**
 * Hashes a password with argon2id, as a PHC string with its own random salt. 19 MiB and 2 passes are the library's defaults, and the
 * first recommendation of the OWASP Password Storage Cheat Sheet.
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
  return queue.run(whose, async () => {
    // in either case: the first answer of a process must not tell a user from nobody by its time
    unknownUser ??= await hash('there is no such user');
    const compared = isPossible ? passwordHash : unknownUser;
    for (const form of new Set([normalized(password), password])) {
      if ((await verify(compared, form)) && isPossible) return true;
    }
    return false;
  });
}
