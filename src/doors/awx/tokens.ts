import type { Application } from '../../applications/application.entity.ts';
import { applicationById } from '../../applications/application.loaders.ts';
import * as applicationPolicy from '../../applications/application.policy.ts';
import type { Context } from '../../query/context.ts';
import { loader } from '../../query/loader.ts';
import { slot } from '../../query/slot.ts';
import type { Row } from '../../query/tables.ts';
import { revokeToken, updateToken } from '../../tokens/existing-token.service.ts';
import { Token } from '../../tokens/token.entity.ts';
import { tokenById } from '../../tokens/token.loaders.ts';
import { canEdit, readable, readableOf } from '../../tokens/token.policy.ts';
import { createToken } from '../../tokens/token.service.ts';
import type { User } from '../../users/user.entity.ts';
import { userById } from '../../users/user.loaders.ts';
import * as userPolicy from '../../users/user.policy.ts';
import { MASK } from '../resource.ts';
import type { Collection, Showing } from './collection.ts';
import type { List } from './lists.ts';
import { type AwxResource, nameIn, type Related, stored, timeOf, times } from './resource.ts';

/** A token, with all that is shown of it. */
interface TokenView {
  readonly row: Row<Token>;
  readonly base: string;
  /** Null where the viewer may not see it, too. */
  readonly user: Row<User> | null;
  readonly application: Row<Application> | null;
  readonly mayEdit: boolean;
  /** Its values, where it has just been made. */
  readonly values?: { readonly accessToken: string; readonly refreshToken: string | null } | undefined;
}

const APPLICATION: Related = {
  column: 'x.application_id',
  table: 'application',
  rights: applicationPolicy.readable,
  isReadable: applicationPolicy.isReadable,
};
const USER: Related = { column: 'x.user_id', table: 'user', rights: userPolicy.readable, isReadable: userPolicy.isReadable };

/** Tokens, as AWX has them. */
const TOKEN: AwxResource<TokenView> = {
  name: 'Token',
  model: 'OAuth2AccessToken',
  title: 'Token',
  fields: {
    ...stored<TokenView>('o_auth2_access_token', 'tokens'),
    related: {
      type: 'object',
      label: 'Related',
      help: 'URLs of what it belongs to.',
      direction: 'out',
      show: ({ row, base, user, application }) => ({
        ...(user && { user: `${base}/users/${user.databaseId}/` }),
        ...(application && { application: `${base}/applications/${application.databaseId}/` }),
        activity_stream: `${base}/tokens/${row.databaseId}/activity_stream/`,
      }),
    },
    summary_fields: {
      type: 'object',
      label: 'Summary fields',
      help: 'Whose it is, its application, and what you may do with it.',
      direction: 'out',
      show: ({ user, application, mayEdit }) => ({
        ...(user && {
          user: { id: user.databaseId, username: user.username, first_name: user.firstName, last_name: user.lastName },
        }),
        ...(application && { application: { id: application.databaseId, name: application.name } }),
        user_capabilities: { edit: mayEdit, delete: mayEdit },
      }),
    },
    ...times<TokenView>(),
    description: {
      type: 'string',
      label: 'Description',
      help: 'Optional description of this token.',
      direction: 'both',
      show: ({ row }) => row.description,
      filter: { kind: 'text', column: 'x.description', order: ['x.description'] },
    },
    user: {
      type: 'id',
      label: 'User',
      help: 'Whose it is; null where you may not see them, and for a client that acts for itself.',
      direction: 'out',
      isNullable: true,
      of: 'User',
      show: ({ user }) => user?.databaseId ?? null,
      filter: { kind: 'number', column: 'x.id', isNullable: true, isNarrow: true, through: USER },
    },
    token: {
      type: 'string',
      label: 'Token',
      help: 'Shown in the answer that made it, and masked afterwards.',
      direction: 'out',
      show: ({ values }) => values?.accessToken ?? MASK,
      isSecret: true,
    },
    refresh_token: {
      type: 'string',
      label: 'Refresh token',
      help: 'Shown in the answer that made it, and masked afterwards; null where there is none.',
      direction: 'out',
      isNullable: true,
      show: ({ row, values }) => (row.refreshDigest === null ? null : values ? values.refreshToken : MASK),
      isSecret: true,
    },
    application: {
      type: 'id',
      label: 'Application',
      help: 'The application that it is for; null for a personal token.',
      direction: 'create',
      isNullable: true,
      of: 'Application',
      inner: 'applicationId',
      show: ({ application }) => application?.databaseId ?? null,
      filter: { kind: 'number', column: 'x.id', isNullable: true, isNarrow: true, through: APPLICATION },
    },
    expires: {
      type: 'datetime',
      label: 'Expires',
      help: 'When it ends.',
      direction: 'out',
      show: ({ row }) => timeOf(row.expiresAt),
      filter: { kind: 'time', column: 'x.expires_at', order: ['x.expires_at'] },
    },
    scope: {
      type: 'string',
      label: 'Scope',
      help: 'Allowed scopes, separated by spaces, such as read or write.',
      direction: 'both',
      inner: 'scopes',
      take: (text) => text.split(/\s+/).filter(Boolean),
      show: ({ row }) => row.scopes.join(' '),
      filter: { kind: 'text', column: 'x.scopes', value: ({ joined }) => joined('x.scopes') },
    },
  },
  further: {
    application__name: {
      kind: 'text',
      column: 'x.name',
      key: 'x.name_key',
      folded: nameIn('x.name_key'),
      isNullable: true,
      isNarrow: true,
      through: APPLICATION,
    },
  },
  searched: ['description'],
};

/** The list of tokens that the viewer may read. Those that were revoked are gone, as they are in AWX. */
const TOKENS: List<Token> = {
  name: 'tokens',
  resource: TOKEN,
  entity: Token,
  rights: readable,
  order: [{ field: 'id', isDescending: false }],
  within: (rows) => rows.where('x.revoked_at', 'is', null),
};

/** Loads what is shown of a token; of many at once, together. */
async function viewOf(context: Context, row: Row<Token>, { base, made }: Showing): Promise<TokenView> {
  const [user, application] = await Promise.all([
    row.userId === null ? null : userById(context).load(row.userId),
    row.applicationId === null ? null : applicationById(context).load(row.applicationId),
  ]);
  const mayEdit = canEdit(context.viewer, { ...row, organizationId: application?.organizationId ?? null });
  return { row, base, user, application, mayEdit, values: made?.accessToken && { ...made } };
}

/** The number of a token that the viewer may read, and that was not revoked. */
const byNumber = (context: Context) =>
  loader(context, 'tokens that are not revoked', async (numbers: readonly number[]) => {
    const tokens = await tokenById(context).loadMany(numbers);
    return new Map(
      tokens.flatMap((token) => (token && !(token instanceof Error) && token.revokedAt === null ? [[token.databaseId, token]] : [])),
    );
  });

/** What is served of tokens. */
export const tokens: Collection<Token, TokenView> = {
  path: 'tokens',
  resource: TOKEN,
  list: TOKENS,
  byNumber,
  naming: [],
  view: viewOf,
  operations: { list: 'tokens', one: 'tokens', create: 'createToken', update: 'updateToken', remove: 'revokeToken' },
  create: createToken,
  update: updateToken,
  remove: revokeToken,
  made: 'token',
  says: {
    list: {
      does: 'Lists your tokens, and those of applications that you may read as an admin or auditor.',
      deviation: 'A token that was revoked is gone; one that has expired stays until `clientele purge`.',
    },
    one: { does: 'Shows one, its values masked.' },
    create: {
      does: 'Makes a token for yourself, and shows it this once: a personal one where `application` is null.',
      deviation: 'It ends when the settings say (`PERSONAL_TOKEN_VALIDITY`, `ACCESS_VALIDITY`), not after a thousand years.',
    },
    update: { does: 'Changes its description, or narrows its scope.', deviation: 'Only its user widens a token, within what was granted.' },
    remove: { does: 'Revokes it, with all that was made of it.' },
  },
};

/** The list of the tokens of one application. */
export const tokensOf = (applicationId: number): List<Token> => ({
  ...TOKENS,
  name: 'tokens of application',
  rights: readableOf,
  within: (rows) => rows.where('x.revoked_at', 'is', null).where('x.application_id', '=', slot<number>('application')),
  values: { application: applicationId },
});

/** The list of the personal tokens of one user. */
export const personalTokensOf = (userId: number): List<Token> => ({
  ...TOKENS,
  name: 'personal tokens',
  within: (rows) =>
    rows.where('x.revoked_at', 'is', null).where('x.application_id', 'is', null).where('x.user_id', '=', slot<number>('user')),
  values: { user: userId },
});
