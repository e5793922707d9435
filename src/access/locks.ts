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
 * Whoever issues and whoever revokes locks rows in this one order, so that revocation is final and nobody waits in a
 * circle: organization, application, user, secret, then grants and codes, then tokens by ascending number.
 *
 * - Who issues from something (a code, a refresh token) first holds application, user and secret by a shared lock, and then
 *   looks whether that something still works, and the user may use the application. The foreign keys of the new token take
 *   the same locks, but too late. A client that acts for itself has nothing but its secret, held while the token is inserted.
 * - Who mints inserts, and looks afterwards whether the token that asks still works, holding it by a shared lock for that
 *   moment; the new token is shown only then.
 * - Who revokes first locks the user, or where all users of an application are meant that application, for themself. So
 *   whatever was under way is done, and is found; what comes later finds what it would be made from revoked.
 *
 * On SQLite there is one writer at a time, and no lock is needed.
 */

/** For whom a token is issued, and where; with the secret that the client has shown, if it has one. */
export interface Issue {
  readonly applicationId: number;
  readonly userId: number;
  readonly secretId?: number | undefined;
}

/**
 * Holds an application, a user and a secret for a token to be issued.
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

/** What a token depends on that a client gets for itself: the secret that it has shown works, of an application that is enabled. */
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

/** Waits until nobody is about to revoke a token, all of its user's tokens or all of its application's. */
export async function awaitRevocation(
  { db, store }: Pick<Context, 'db' | 'store'>,
  { tokenId, applicationId }: { tokenId: number; applicationId: number | null },
): Promise<void> {
  const { dialect } = store;
  if (!dialect.locksRows) return;
  const isOfApplication = applicationId !== null;
  await read({ db, store }, `token ${isOfApplication ? 'of application' : ''} once it is not being revoked`, { tokenId }, () => {
    const token = (db.selectFrom('token as t') as Query).innerJoin('user as u', 'u.id', 't.user_id').where('t.id', '=', slot('tokenId'));
    const held = isOfApplication
      ? dialect.locked(token.innerJoin('application as a', 'a.id', 't.application_id'), 'key share', 'a', 'u')
      : dialect.locked(token, 'key share', 'u');
    return dialect.locked(held.select('t.id'), 'share', 't');
  });
}
