import type { Adapter, Grant, KoaContextWithOIDC } from 'oidc-provider';
import { sparesConsent } from '../applications/application.policy.ts';
import { liveGrant } from '../grants/grant.service.ts';
import { mayHaveScope } from '../shared/scopes.ts';
import type { UserAccount } from './account.ts';
import { findApplication } from './client.adapter.ts';
import { saveGrant } from './consent.service.ts';
import { applicationOf, type Environment, subjectOf } from './environment.ts';
import { fromGrantId, toGrantId } from './grant-id.ts';
import { readOnly } from './read-only.ts';
import { grantable, IDENTITY_SCOPES, scopesOf } from './scope.rules.ts';

/**
 * What a user has allowed the client of a request; where the user is spared the question, what the client asks for.
 * Nobody is on a device, whose code may be somebody else's (RFC 8628, section 5.4).
 */
export async function existingGrant(environment: Environment, ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const application = applicationOf(ctx.oidc.client);
  const { user, viewer } = ctx.oidc.account as UserAccount;
  const pair = { userId: user.databaseId, applicationId: application.databaseId };
  const asked = grantable(scopesOf(ctx.oidc.params?.scope as string | undefined), viewer.isSuperuser);
  const isSpared = sparesConsent(viewer, application) && !ctx.oidc.entities.DeviceCode;
  // on the primary, so that what was withdrawn a moment ago counts no more
  const before = await liveGrant({ store: environment.store, db: environment.store.read(true) }, pair);
  let allowed = (isSpared ? before?.scopes : before?.consented) ?? [];
  if (isSpared && asked.some((scope) => !allowed.includes(scope))) {
    allowed = (await saveGrant(environment, pair.userId, application, asked, false)).scopes;
  }
  const grant = new ctx.oidc.provider.Grant({ accountId: subjectOf(pair.userId), clientId: application.clientId });
  grant.jti = toGrantId(pair);
  grant.addOIDCScope(allowed.join(' '));
  if (!mayHaveScope('admin', viewer.isSuperuser)) grant.rejectOIDCScope('admin');
  return grant;
}

/**
 * Grants, as codes and tokens refer to them. Withdrawing one deletes its codes and revokes its tokens, so what is still
 * there has its grant; what it may do is said by its own scope, which never exceeds what was allowed.
 */
export const grantAdapter = (environment: Environment): Adapter => ({
  ...readOnly('grants'),
  find: async (id) => {
    const { userId, applicationId } = fromGrantId(id);
    const application = await findApplication(environment, applicationId);
    if (!application) return undefined;
    const every = [...IDENTITY_SCOPES, ...environment.settings.scopes].map(({ name }) => name).join(' ');
    const exp = Math.floor(Date.now() / 1000) + environment.settings.grantValidity;
    return { kind: 'Grant', jti: id, accountId: subjectOf(userId), clientId: application.clientId, exp, openid: { scope: every } };
  },
});
