import { listGrants } from '../../grants/grant.loaders.ts';
import { revokeGrant } from '../../grants/grant.service.ts';
import type { Answer } from '../../http/server.ts';
import { ROUTES } from '../../oauth/routes.ts';
import { effectiveScope, scopesOf } from '../../oauth/scope.rules.ts';
import { toGlobalId } from '../../shared/ids.ts';
import { digestOf } from '../../shared/secrets.ts';
import type { Viewer } from '../../shared/viewer.ts';
import { revokeToken } from '../../tokens/existing-token.service.ts';
import { findToken, type UsableToken } from '../../tokens/token.lookup.ts';
import { badParameter, Failure, json } from '../answers.ts';
import type { Call, DoorsOptions } from '../door.ts';
import type { Field, Resource } from '../resource.ts';
import { inputOf, named } from './body.ts';
import { identityOf } from './identity.ts';
import { scopesIn, scopeText } from './scopes.ts';
import { timesOfToken, unixTime } from './times.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const NO_STORE = { 'cache-control': 'no-store' };
const ENDED = 'The token ended while it was issued.';

const text = (help: string, isRequired = false): Field => ({ type: 'string', label: help, help, direction: 'in', isRequired });
const client = {
  client_id: text('The id of the application.', true),
  client_secret: text('Its secret, if it is a confidential client.'),
};
const scope: Field = {
  ...text('What is asked for, as in `certificate:manage,discover;configuration`.'),
  take: (given) => scopesIn(given).join(' '),
};

/** A token request with a user's password. */
export const PASSWORD_REQUEST: Resource = {
  name: 'PasswordRequest',
  fields: { ...client, username: text('Whose password it is.', true), password: text('The password.', true), scope },
};
/** A token request with what an earlier one has given. */
export const TOKEN_REQUEST: Resource = {
  name: 'TokenRequest',
  fields: {
    ...client,
    refresh_token: text('The refresh token, which works once.'),
    grant_type: text('Any: what is asked follows from what is given.'),
    device_code: text('The device code, instead of a refresh token.'),
  },
};
/** A request of a device. */
export const DEVICE_REQUEST: Resource = { name: 'DeviceRequest', fields: { ...client, scope } };

type Form = Readonly<Record<string, string>>;

const formIn = async (resource: Resource, { body }: Call): Promise<Form> =>
  inputOf<Form>(resource, named(await body(), Object.keys(resource.fields)));

/** Issues tokens for a user's password. */
export const authorize = (options: DoorsOptions) => async (call: Call) => {
  const form = await formIn(PASSWORD_REQUEST, call);
  return issue(options, call, { ...form, grant_type: 'password' });
};

/** Issues new tokens for a refresh token, or those of a device. */
export const refresh = (options: DoorsOptions) => async (call: Call) => {
  const { grant_type: _, ...form } = await formIn(TOKEN_REQUEST, call);
  if (form.refresh_token === undefined && form.device_code === undefined) throw badParameter('refresh_token or device_code is required.');
  return issue(options, call, { ...form, grant_type: form.device_code === undefined ? 'refresh_token' : DEVICE_CODE });
};

/** Begins the login of a device. */
export const startDevice = (options: DoorsOptions) => async (call: Call) => {
  const answer = await options.authorizationServer(call.request, ROUTES.device_authorization, await formIn(DEVICE_REQUEST, call));
  return answer.status === 200 ? json(200, JSON.parse(answer.body), NO_STORE) : errorOf(answer);
};

/** Asks the authorization server for tokens, and says what it answers as Venafi does. */
async function issue({ authorizationServer, store }: DoorsOptions, { request }: Call, form: Form): Promise<Answer> {
  const answer = await authorizationServer(request, ROUTES.token, form);
  if (answer.status !== 200) return errorOf(answer);
  const issued = JSON.parse(answer.body) as { access_token: string; refresh_token?: string; expires_in: number; scope?: string };
  const token = await findToken(store, 'digest', digestOf(issued.access_token));
  if ('invalid' in token) throw new Failure('UNAUTHENTICATED', ENDED);
  const { expiresAt, refreshExpiresAt, userId } = token;
  const told = {
    access_token: issued.access_token,
    refresh_token: issued.refresh_token,
    expires: unixTime(expiresAt),
    expires_in: issued.expires_in,
    refresh_until: issued.refresh_token === undefined || refreshExpiresAt === null ? undefined : unixTime(refreshExpiresAt),
    identity: userId === null ? undefined : identityOf(userId),
    scope: scopeText(scopesOf(issued.scope)),
    token_type: 'Bearer',
  };
  return json(200, told, NO_STORE);
}

/** An error of the authorization server, which says no more of it than RFC 6749 has. */
function errorOf({ status, headers = {}, body }: Answer): Answer {
  const { error, error_description } = JSON.parse(body) as { error: string; error_description?: string };
  const kept = ['retry-after', 'www-authenticate'].flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]));
  return json(status, { error, error_description }, { ...NO_STORE, ...Object.fromEntries(kept) });
}

/** Says what the token is that is shown. */
export async function verify({ context }: Call): Promise<Answer> {
  const token = await shownToken(context);
  const { application, userId, scopes, createdAt, expiresAt, refreshExpiresAt, viewer } = token;
  const grant = await grantOf(context, token);
  const ends = refreshExpiresAt ?? expiresAt;
  const said = {
    ...timesOfToken('access_issued_on', createdAt),
    application: application?.clientId ?? '',
    ...timesOfToken('expires', ends),
    ...timesOfToken('grant_issued_on', grant?.createdAt ?? createdAt),
    identity: userId === null ? '' : identityOf(userId),
    scope: scopeText(scopesOf(effectiveScope(scopes, application?.maximumScopes ?? scopes, viewer.isSuperuser))),
    valid_for: Math.max(0, unixTime(ends) - unixTime(new Date())),
  };
  return { ...json(200, said, NO_STORE), phrase: 'Token is valid' };
}

/**
 * Revokes the grant of the token that is shown: all that its user has allowed its application. Of a token without one, the token
 * with all that refreshing has made of it.
 */
export async function revoke({ context }: Call): Promise<Answer> {
  const token = await shownToken(context);
  const grant = await grantOf(context, token);
  const { userErrors } = grant
    ? await revokeGrant(context, { id: grant.id })
    : await revokeToken(context, { id: toGlobalId('Token', token.id) });
  if (userErrors.length > 0) throw new Failure('FORBIDDEN', userErrors[0]?.message ?? '');
  return json(200, {}, NO_STORE);
}

/** The token that a request shows. @throws {Failure} where it has ended meanwhile */
async function shownToken({ store, viewer }: Pick<Call['context'], 'store'> & { readonly viewer: Viewer }): Promise<UsableToken> {
  const token = viewer.tokenId === null ? { invalid: ENDED } : await findToken(store, 'id', viewer.tokenId);
  if ('invalid' in token) throw new Failure('UNAUTHENTICATED', token.invalid);
  return token;
}

/** The grant that a token came from, if there is one. */
async function grantOf(context: Call['context'], { userId, application }: UsableToken) {
  if (userId === null || application === null) return undefined;
  const { rows } = await listGrants(context, { userId, applicationId: application.id }, { offset: 0, size: 1 });
  return rows[0];
}
