import type { RawBuilder } from 'kysely';
import type { Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { read } from '../query/read.ts';
import { slot } from '../query/slot.ts';
import type { Precondition } from '../query/store.ts';
import type { Db } from '../query/tables.ts';

/** Whose tokens: of an application, of a user, of a user at an application, of all applications of an organization. */
export interface TokenHolder {
  readonly applicationId?: number;
  readonly userId?: number;
  readonly organizationId?: number;
}

/*
 * Issuing and revoking lock rows in one order, so that a revocation is final and there is no deadlock: organization, application,
 * user, secret, then grants and codes, then tokens by ascending number.
 *
 * - Issuing from a code or a refresh token first takes shared locks of application, user and secret. Then it checks that the code or
 *   token still works, and that the user may use the application. The foreign keys of the new token take the same locks, but only
 *   after these checks. For a client that acts for itself, the statement that inserts the token locks its secret.
 * - Minting inserts the new token first. Then it checks that the token that asks still works, under a shared lock of that, and
 *   shows the new token only if so.
 * - Revoking first takes an exclusive lock of the user, or of the application if the tokens of all its users are meant. This waits
 *   for whoever is issuing, so their tokens are found. Who issues later waits for the lock, and then finds the code or token revoked.
 *
 * On SQLite there is one writer at a time, and no lock is needed.
 */

/** The application and the user of a token to be issued, and the secret that the client has shown, if it has one. */
export interface Issue {
  readonly applicationId: number;
  readonly userId: number;
  readonly secretId?: number | undefined;
}

/**
 * Locks an application, a user and a secret, so that nobody revokes while a token is issued.
 * @returns whether there are all of them, the application is enabled, and the secret works
 */
export async function lockToIssue({ db, store }: Writing, { applicationId, userId, secretId }: Issue): Promise<boolean> {
  const applications = secretId === undefined ? enabled(db) : withSecret(db, new Date()).where('x.id', '=', secretId);
  const all = applications
    .innerJoin('user as u', (join) => join.on('u.id', '=', userId))
    .where('a.id', '=', applicationId)
    .select('a.id');
  const locks = secretId === undefined ? ['a', 'u'] : ['a', 'u', 'x'];
  return (await store.dialect.locked(all, 'key share', ...locks).execute()).length > 0;
}

/** The precondition of a token that a client gets for itself: its application is enabled, and the secret that it has shown works. */
export const secretWorks = (secretId: number): Precondition => ({
  name: 'secret works',
  rows: (db) => withSecret(db, slot<Date>('now')),
  locks: ['a', 'x'],
  number: secretId,
});

const enabled = (db: Db): Query => (db.selectFrom('application as a') as Query).where('a.enabled', '=', true);

const withSecret = (db: Db, now: Date | RawBuilder<Date>): Query =>
  enabled(db)
    .innerJoin('client_secret as x', 'x.application_id', 'a.id')
    .where((eb) => eb.or([eb('x.expires_at', 'is', null), eb('x.expires_at', '>', now)]));

/** Keeps everybody from issuing tokens of a holder until the end of the transaction. */
export async function lockToRevoke({ db, store }: Writing, { applicationId, userId, organizationId }: TokenHolder): Promise<void> {
  const rows = (): Query => {
    if (userId !== undefined) return (db.selectFrom('user as x') as Query).where('x.id', '=', userId);
    const applications: Query = db.selectFrom('application as x');
    if (applicationId !== undefined) return applications.where('x.id', '=', applicationId);
    return applications.where('x.organization_id', '=', organizationId);
  };
  await store.dialect.locked(rows().orderBy('x.id').select('x.id'), 'update', 'x').execute();
}

/** Waits for whoever is revoking a token, all tokens of its user, or all tokens of its application. */
export async function awaitRevocation(
  { db, store }: Pick<Context, 'db' | 'store'>,
  { tokenId, isOfApplication }: { tokenId: number; isOfApplication: boolean },
): Promise<void> {
  const { dialect } = store;
  if (!dialect.locksRows) return;
  await read(
    { db, store },
    `token ${isOfApplication ? 'of application' : ''} once it is not being revoked`,
    { tokenId },
    ({ db, store: { dialect } }) => {
      const token = (db.selectFrom('token as t') as Query).innerJoin('user as u', 'u.id', 't.user_id').where('t.id', '=', slot('tokenId'));
      const held = isOfApplication
        ? dialect.locked(token.innerJoin('application as a', 'a.id', 't.application_id'), 'key share', 'a', 'u')
        : dialect.locked(token, 'key share', 'u');
      return dialect.locked(held.select('t.id'), 'share', 't');
    },
  );
}
