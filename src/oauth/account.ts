import { NoResultError } from 'kysely';
import type { Account } from 'oidc-provider';
import { mayUse, sparesConsent } from '../applications/application.policy.ts';
import { liveGrant } from '../grants/grant.service.ts';
import type { Row } from '../query/tables.ts';
import type { Viewer } from '../shared/viewer.ts';
import { viewerOfUser } from '../tokens/authentication.ts';
import { User } from '../users/user.entity.ts';
import type { ClientApplication } from './client.rules.ts';
import { applicationOf, currentRequest, type Environment, subjectOf, userIdOf } from './environment.ts';
import { scopesOf } from './scope.rules.ts';

/** A user, as the authorization server sees it. */
export interface UserAccount extends Account {
  readonly user: Row<User>;
  readonly viewer: Viewer;
}

/** Only users who may use an application may authorize it. */
export const mayAuthorize = ({ viewer }: UserAccount, application: ClientApplication): boolean => mayUse(viewer, application);

/** The account of a user; undefined if there is none any more. */
export async function accountOf({ store, settings }: Environment, userId: number): Promise<UserAccount | undefined> {
  const table = store.table(User);
  const found = await store.read(true).selectFrom('user as x').where('x.id', '=', userId).select(table.select('x')).executeTakeFirst();
  if (!found) return undefined;
  const user = table.row(found);
  const names = settings.scopes.map(({ name }) => name);
  const viewer = await viewerOfUser(store, userId, names).catch((error) => {
    // deleted since
    if (error instanceof NoResultError) return undefined;
    throw error;
  });
  if (!viewer) return undefined;
  const accountId = subjectOf(userId);
  return {
    accountId,
    user,
    viewer,
    claims: async () => ({
      sub: accountId,
      preferred_username: user.username,
      name: [user.firstName, user.lastName].filter(Boolean).join(' ') || user.username,
      given_name: user.firstName || undefined,
      family_name: user.lastName || undefined,
      email: user.email ?? undefined,
      email_verified: user.email === null ? undefined : user.isEmailVerified,
    }),
  };
}

/**
 * Finds the account of a subject identifier.
 * @param redeemed what is turned into tokens or claims, for which the user must still be one who may authorize the client
 */
export async function findAccount(environment: Environment, subject: string, redeemed: object | undefined) {
  const account = await accountOf(environment, userIdOf(subject));
  const client = currentRequest()?.oidc.client;
  if (!account || !redeemed || !client) return account;
  const application = applicationOf(client);
  return mayAuthorize(account, application) && (await isAllowed(environment, account, application, redeemed)) ? account : undefined;
}

/**
 * Whether what is redeemed was allowed by its user, or is so because they are spared the question still: who has come
 * to more rights since has not given these away. What was made through the API has no grant, and needs none.
 */
async function isAllowed(
  { store }: Environment,
  { user, viewer }: UserAccount,
  application: ClientApplication,
  { kind, scope }: { kind?: string; scope?: string },
): Promise<boolean> {
  if (!['AuthorizationCode', 'RefreshToken'].includes(kind ?? '') || sparesConsent(viewer, application)) return true;
  const pair = { userId: user.databaseId, applicationId: application.databaseId };
  const { scopes = [], consented = [] } = (await liveGrant({ store, db: store.read(true) }, pair)) ?? {};
  return !scopesOf(scope).some((asked) => scopes.includes(asked) && !consented.includes(asked));
}
