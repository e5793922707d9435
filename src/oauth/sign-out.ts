import type { KoaContextWithOIDC } from 'oidc-provider';
import { endUse } from '../access/revocation.ts';
import { record } from '../activity/activity.service.ts';
import { CLIENT_ID_OF_CONSOLE } from '../applications/application.rules.ts';
import { findApplication } from './client.adapter.ts';
import { applicationOf, type Environment, userIdOf, write } from './environment.ts';
import type { OwnProvider } from './overrides.ts';
import { askLogout } from './pages/logout.ts';

/** Signs out whoever does so in the console, which shows an ID token of theirs; asks all others whether they want to. */
export async function signOut(ctx: KoaContextWithOIDC): Promise<void> {
  const { client, session, provider, entities } = ctx.oidc;
  const { payload } = (entities.IdTokenHint ?? {}) as { payload?: { sub?: string } };
  const { secret } = (session?.state ?? {}) as { secret?: string };
  const isByConsole = client !== undefined && applicationOf(client).builtIn && payload?.sub === session?.accountId;
  if (!isByConsole || secret === undefined) return askLogout(ctx);
  await (provider as OwnProvider).sendForm(ctx, ctx.oidc.urlFor('end_session_confirm'), { xsrf: secret, logout: 'yes' });
}

/**
 * Ends what the console has of whoever has signed out here, wherever else they are signed in: there, it gets another token by itself.
 * What they have made in it stays.
 */
export async function endConsole(environment: Environment, { oidc }: KoaContextWithOIDC): Promise<void> {
  const { accountId, destroyed } = (oidc.session ?? {}) as { accountId?: string; destroyed?: boolean };
  if (!destroyed || accountId === undefined) return;
  const application = await findApplication(environment, CLIENT_ID_OF_CONSOLE);
  if (!application?.builtIn) return;
  const userId = userIdOf(accountId);
  await write(environment, userId, async (writing) => {
    const ended = await endUse(writing, { userId, applicationId: application.databaseId });
    if (ended === 0) return;
    await record(writing, 'Application', application, {
      operation: 'REVOKE_TOKEN',
      organizationId: application.organizationId,
      subjectId: userId,
      changes: [{ field: 'tokens', before: String(ended), after: '0' }],
    });
  });
}
