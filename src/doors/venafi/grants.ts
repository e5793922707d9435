import { applicationById } from '../../applications/application.loaders.ts';
import type { Grant } from '../../grants/grant.entity.ts';
import { type GrantSelection, listGrants } from '../../grants/grant.loaders.ts';
import { revokeGrant } from '../../grants/grant.service.ts';
import type { Answer } from '../../http/server.ts';
import type { Context } from '../../query/context.ts';
import type { Row } from '../../query/tables.ts';
import { toGlobalId } from '../../shared/ids.ts';
import { actsAsSuperuser } from '../../shared/viewer.ts';
import { revokeTokens } from '../../tokens/existing-token.service.ts';
import { badParameter } from '../answers.ts';
import type { Call } from '../door.ts';
import { type Resource, shown } from '../resource.ts';
import { done, notThere, Result, refused, undone } from './answers.ts';
import { find } from './applications.ts';
import { inputOf, named } from './body.ts';
import { APPLICATION_ID, GRANTS } from './fields.ts';
import { identityOf, userIn } from './identity.ts';
import { scopeText } from './scopes.ts';
import { timesOf } from './times.ts';

/** How many grants are shown at once. */
const MOST_SHOWN = 1_000;
/** How many grants are revoked at once, each in a transaction of its own. */
const MOST_REVOKED = 500;

interface GrantView {
  readonly grant: Row<Grant>;
  /** Null where the viewer may not read it. */
  readonly application: { readonly clientId: string } | null;
}

const time = (name: string, help: string, of: (grant: Row<Grant>) => Date) =>
  Object.fromEntries(
    [name, `${name}ISO8601`, `${name}UnixTime`].map((form, index) => [
      form,
      {
        type: index === 2 ? 'integer' : 'string',
        label: form,
        help,
        direction: 'out',
        show: ({ grant }: GrantView) => timesOf(name, of(grant))[form],
      } as const,
    ]),
  );

/** Grants, as Venafi has them. */
export const GRANT: Resource<GrantView> = {
  name: 'Grant',
  fields: {
    ...time('AccessIssuedOn', 'When a token was last issued by it.', ({ lastUsedAt, createdAt }) => lastUsedAt ?? createdAt),
    Application: {
      type: 'string',
      label: 'Application',
      help: 'The id of its application.',
      direction: 'out',
      isNullable: true,
      show: ({ application }) => application?.clientId ?? null,
    },
    ...time('Expires', 'When its user has to be asked again.', ({ expiresAt }) => expiresAt),
    ...time('GrantIssuedOn', 'When its user first allowed something.', ({ createdAt }) => createdAt),
    GranteePrefixedUniversal: {
      type: 'string',
      label: 'Grantee',
      help: 'The user who has given it.',
      direction: 'out',
      show: ({ grant }) => identityOf(grant.userId),
    },
    Scope: { type: 'string', label: 'Scope', help: 'What was allowed.', direction: 'out', show: ({ grant }) => scopeText(grant.scopes) },
  },
};

/** Shows the grants of an application, of a user, or of both, that the viewer may read. */
export async function enumerate(call: Call): Promise<Answer> {
  const selection = await selectionIn(call);
  if (!selection) return notThere();
  const { context } = call;
  const { rows } = await listGrants(context, selection, { offset: 0, size: MOST_SHOWN });
  const views = rows.map(async (grant) => ({ grant, application: await applicationById(context).load(grant.applicationId) }));
  return done({ Grants: (await Promise.all(views)).map((view) => shown(GRANT, view)) });
}

/** Counts the grants of an application; its users are as many, because each has one grant for it. */
export async function count({ context, body }: Call): Promise<Answer> {
  const { clientId } = inputOf<{ clientId: string }>(APPLICATION_ID, named(await body(), ['ApplicationId']));
  const application = await find(context, clientId);
  if (!application) return notThere();
  const { total } = await listGrants(context, { applicationId: application.databaseId }, { offset: 0, size: 1 });
  return done({ Count: total });
}

/**
 * Revokes grants: one's own, and for superusers anybody's. Whoever administers an application but may not withdraw what
 * others have allowed, ends their tokens, which is what `revokeTokens` does.
 */
export async function revoke(call: Call): Promise<Answer> {
  const selection = await selectionIn(call);
  if (!selection) return notThere();
  const { applicationId, userId } = selection;
  const { viewer } = call.context;
  if (applicationId === undefined && userId === undefined) throw badParameter('ApplicationId or GranteePrefixedUniversal is required.');
  if (userId === viewer.userId || actsAsSuperuser(viewer)) return revokeAll(call.context, selection);
  if (applicationId === undefined) return undone(Result.INSUFFICIENT_PRIVILEGES, 'You may revoke your own grants.');
  const { userErrors } = await revokeTokens(call.context, {
    applicationId: toGlobalId('Application', applicationId),
    ...(userId !== undefined && { userId: toGlobalId('User', userId) }),
  });
  return userErrors.length > 0 ? refused(GRANTS, userErrors) : done();
}

async function revokeAll(context: Context, selection: GrantSelection): Promise<Answer> {
  const { rows, total } = await listGrants(context, selection, { offset: 0, size: MOST_REVOKED });
  for (const { id } of rows) {
    const { userErrors } = await revokeGrant(context, { id });
    // what was revoked meanwhile is revoked
    const others = userErrors.filter(({ code }) => code !== 'NOT_FOUND');
    if (others.length > 0) return refused(GRANTS, others);
  }
  if (total <= rows.length) return done();
  return undone(Result.FAILURE, `Revoked ${rows.length} of ${total} grants: repeat this for the others.`);
}

/** Which grants are meant; undefined where there is no such application for the viewer to read. */
async function selectionIn({ context, body }: Call): Promise<GrantSelection | undefined> {
  const fields = named(await body(), Object.keys(GRANTS.fields));
  const { clientId, grantee } = inputOf<{ clientId?: string; grantee?: string }>(GRANTS, fields);
  const application = clientId === undefined ? undefined : await find(context, clientId);
  if (application === null) return undefined;
  return { applicationId: application?.databaseId, userId: grantee === undefined ? undefined : userIn(grantee) };
}
