import { applicationById } from '../applications/application.loaders.ts';
import type { Context } from '../query/context.ts';
import type { Row } from '../query/tables.ts';
import { numberOf } from '../shared/ids.ts';
import { parseScopes } from '../shared/scopes.ts';
import { viewerOfUser } from '../tokens/authentication.ts';
import { revokeToken, revokeTokens } from '../tokens/existing-token.service.ts';
import { type Token, TokenState } from '../tokens/token.entity.ts';
import { listTokens, tokenById, tokenByValue } from '../tokens/token.loaders.ts';
import { isRenewable, stateOf } from '../tokens/token.rules.ts';
import { createToken } from '../tokens/token.service.ts';
import { userById } from '../users/user.loaders.ts';
import { CommandError } from './fail.ts';
import { findApplication, findUser } from './find.ts';
import { firstOf, type ListOptions, printList } from './lists.ts';
import { counted } from './numbers.ts';
import { pick } from './pick.ts';
import { print } from './print.ts';
import { readLine } from './read-line.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

/** What `token create` is asked. */
export interface TokenOptions {
  readonly user: string;
  readonly scopes?: string;
  readonly expiresIn?: number;
  readonly description: string;
  readonly json: boolean;
}

/** Whose tokens a command is about. */
export interface OwnerOptions {
  readonly application?: string;
  readonly user?: string;
}

/** What `token list` is asked. */
export interface TokenListOptions extends ListOptions, OwnerOptions {
  readonly state?: 'ACTIVE' | 'EXPIRED' | 'REVOKED';
}

/** What `token revoke` is asked. */
export interface RevokeOptions extends OwnerOptions {
  readonly json: boolean;
}

const FIELDS = ['id', 'hint', 'description', 'scopes', 'grantedScopes', 'createdAt', 'expiresAt', 'lastUsedAt', 'version'] as const;

/** `clientele token create` */
export function create({ json, user, scopes, expiresIn, description }: TokenOptions): Promise<void> {
  return asOperator(async (context, store) => {
    const { databaseId } = await findUser(context, user);
    const all = context.settings.scopes.map(({ name }) => name);
    const viewer = await viewerOfUser(store, databaseId, all);
    const input = { scopes: scopes === undefined ? undefined : parseScopes(scopes), expiresIn, description };
    const payload = await createToken({ ...context, viewer }, input);
    refuseIfAny(payload.userErrors);
    const { token, accessToken } = payload as Required<typeof payload>;
    print(json, { token: await inWords(context, token), accessToken }, () => String(accessToken));
  });
}

/** `clientele token list` */
export function list({ json, limit, state, ...owner }: TokenListOptions): Promise<void> {
  return asOperator(async (context) => {
    const filter = { ...(await idsOf(context, owner)), state: state === undefined ? null : TokenState[state] };
    const { totalCount, nodes } = await firstOf(limit, (args) => listTokens(context, args, filter));
    const shown = await Promise.all(nodes.map((node) => inWords(context, node)));
    printList(json, { totalCount, nodes: shown }, (node) => ({
      ID: node.id,
      TOKEN: `…${node.hint}`,
      STATE: node.state,
      USER: node.user?.username,
      APPLICATION: node.application?.name,
      SCOPES: node.scopes.join(' '),
      EXPIRES: node.expiresAt,
      'LAST USED': node.lastUsedAt,
      DESCRIPTION: node.description,
    }));
  });
}

/** `clientele token revoke` of one token */
export function revoke(typed: string, json: boolean): Promise<void> {
  return asOperator(async (context) => {
    const value = typed === '-' ? await readLine('token') : typed;
    const found = (await tokenByValue(context, value)) ?? (await tokenById(context).load(numberOf('Token', value)));
    // it may be one of somewhere else, so it is not repeated
    if (!found) throw new CommandError('There is no such token. "clientele token list" lists all, with their ids.');
    const payload = await revokeToken(context, { id: found.id });
    refuseIfAny(payload.userErrors);
    const { token } = payload as Required<typeof payload>;
    const shown = await inWords(context, token);
    const owner = shown.user ? ` of ${shown.user.username}` : '';
    const place = shown.application ? ` at ${shown.application.name}` : '';
    print(json, { token: shown }, () => `Revoked the token …${shown.hint}${owner}${place}, with all that came of it`);
  });
}

/** `clientele token revoke` of all tokens of an application, a user, or a user there */
export function revokeAll({ json, ...owner }: RevokeOptions): Promise<void> {
  return asOperator(async (context) => {
    const payload = await revokeTokens(context, await idsOf(context, owner));
    refuseIfAny(payload.userErrors);
    const { revokedTokenCount } = payload as Required<typeof payload>;
    print(json, { revokedTokenCount }, () => `Revoked ${counted(revokedTokenCount, 'token')}`);
  });
}

async function idsOf(context: Context, { application, user }: OwnerOptions) {
  return {
    applicationId: application === undefined ? null : (await findApplication(context, application)).id,
    userId: user === undefined ? null : (await findUser(context, user)).id,
  };
}

/** A token as the API tells of it. */
async function inWords(context: Context, token: Row<Token>) {
  const [user, application] = await Promise.all([
    token.userId === null ? null : userById(context).load(token.userId),
    token.applicationId === null ? null : applicationById(context).load(token.applicationId),
  ]);
  const now = new Date();
  return {
    ...pick(token, FIELDS),
    state: stateOf(token, now),
    renewable: isRenewable(token, now),
    user: user && pick(user, ['id', 'username']),
    application: application && pick(application, ['id', 'clientId', 'name']),
  };
}
