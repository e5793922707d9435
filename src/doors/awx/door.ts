import { ownNumber } from '../../query/rights.ts';
import { Failure, json } from '../answers.ts';
import type { Door, DoorsOptions, Route } from '../door.ts';
import { withDescription } from '../openapi.ts';
import { activity, activityOf } from './activity.ts';
import { applications } from './applications.ts';
import { type Collection, creation, find, listing, routesOf } from './collection.ts';
import { faultAnswer } from './errors.ts';
import { organizations } from './organizations.ts';
import { authorizationOf, hasEnded, logInto } from './sessions.ts';
import { personalTokensOf, tokens, tokensOf } from './tokens.ts';
import { users } from './users.ts';

/** The version of AWX whose words are spoken here. */
const VERSION = '24.6.1';
const API = '/api/v2';
/** Where `ansible.platform` looks for the same. */
const GATEWAY = '/api/gateway/v1';

/** The door for clients of AWX. */
export const awx = (options: DoorsOptions): Door => {
  const door: Door = {
    name: 'awx',
    title: 'AWX',
    prefixes: ['/api'],
    isCaseSensitive: true,
    headers: { 'x-api-product-name': 'AWX', 'cache-control': 'no-store' },
    forwards: { '/api/o/token': '/oauth/token', '/api/o/revoke_token': '/oauth/revoke', '/api/o/authorize': '/oauth/authorize' },
    takesPasswords: true,
    authorizationOf,
    hasEnded,
    faultAnswer,
    routes: [...rootRoutes(options), ...[API, GATEWAY].flatMap(versionRoutes)],
  };
  return withDescription(door, '/api/openapi.json');
};

function rootRoutes(options: DoorsOptions): Route[] {
  const root = {
    description: 'Clientele, in the words of AWX',
    current_version: `${API}/`,
    available_versions: { v2: `${API}/` },
    oauth2: '/api/o/',
    custom_logo: '',
    custom_login_info: '',
    login_redirect_override: '',
  };
  return [
    { method: 'GET', path: '/api', does: 'Says where the versions and the OAuth endpoints are.', answer: () => json(200, root) },
    {
      method: 'GET',
      path: '/api/o',
      does: 'Says where the OAuth endpoints are.',
      answer: () => json(200, { authorize: '/api/o/authorize/', token: '/api/o/token/', revoke_token: '/api/o/revoke_token/' }),
    },
    {
      method: 'POST',
      path: '/api/login',
      does: 'Begins a session with `username`, `password` and `next`, for the command line without a token.',
      deviation: 'The session is a personal token of half an hour in a cookie, and is listed as such. A new password ends it.',
      answer: logInto(options),
    },
  ];
}

/** All that there is below the path of a version. */
function versionRoutes(base: string): Route[] {
  const names = ['ping', 'config', 'me', ...[organizations, users, applications, tokens, activity].map(({ path }) => path)];
  const paths = Object.fromEntries(names.map((name) => [name, `${base}/${name}/`]));
  const ping = { version: VERSION, ha: false, active_node: 'clientele', instances: [] };
  return [
    { method: 'GET', path: base, does: 'Lists what there is.', answer: () => json(200, paths) },
    {
      method: 'GET',
      path: `${base}/ping`,
      does: 'Says which version this is.',
      deviation: 'The version is that of the AWX whose words are spoken; there are no instances.',
      answer: () => json(200, ping),
    },
    {
      method: 'GET',
      path: `${base}/config`,
      operation: 'viewer',
      does: 'Says how this is set up.',
      deviation: 'There is no licence to speak of.',
      answer: () => json(200, { version: VERSION, license_info: {}, time_zone: 'UTC' }),
    },
    {
      method: 'GET',
      path: `${base}/me`,
      operation: 'viewer',
      gives: { resource: users.resource, isList: true },
      does: 'Lists the user of the token, alone.',
      answer: (call) => listing(call, users, base, oneself),
    },
    ...routesOf(base, organizations),
    ...routesOf(base, users),
    ...routesOf(base, applications),
    ...routesOf(base, tokens),
    ...routesOf(base, activity),
    ...nestedRoutes(base),
  ];
}

/** The list of the user of a token, alone. */
const oneself: typeof users.list = { ...users.list, name: 'oneself', within: (rows) => rows.where('x.id', '=', ownNumber) };

/** What belongs to an object, and is found below its path. */
function nestedRoutes(base: string): Route[] {
  const [ofApplication, ofUser] = [`${base}/applications/:id/tokens`, `${base}/users/:id/personal_tokens`];
  const givesTokens = { resource: tokens.resource, isList: true };
  return [
    {
      method: 'GET',
      path: ofApplication,
      operation: 'tokens',
      gives: givesTokens,
      does: 'Lists its tokens that you may read.',
      answer: async (call) => listing(call, tokens, base, tokensOf((await find(applications, call)).databaseId)),
    },
    creation(
      ofApplication,
      base,
      tokens,
      { operation: 'createToken', does: 'Makes a token for yourself, for the application, with a refresh token.' },
      async (call) => ({ applicationId: (await find(applications, call)).id }),
    ),
    {
      method: 'GET',
      path: ofUser,
      operation: 'tokens',
      gives: givesTokens,
      does: 'Lists their personal tokens that you may read.',
      answer: async (call) => listing(call, tokens, base, personalTokensOf((await find(users, call)).databaseId)),
    },
    creation(
      ofUser,
      base,
      tokens,
      { operation: 'createToken', does: 'Makes a personal token.', deviation: 'Only for yourself, also by a superuser.' },
      async (call) => {
        const { databaseId } = await find(users, call);
        if (databaseId !== call.context.viewer.userId) throw new Failure('FORBIDDEN', 'Tokens are made by their own users alone.');
        return { applicationId: null };
      },
    ),
    activityRoute(base, applications, 'Application'),
    activityRoute(base, organizations, 'Organization'),
    activityRoute(base, tokens, 'Token'),
  ];
}

function activityRoute<Entity extends object, View>(
  base: string,
  collection: Collection<Entity, View>,
  type: Parameters<typeof activityOf>[0],
): Route {
  return {
    method: 'GET',
    path: `${base}/${collection.path}/:id/activity_stream`,
    operation: 'activity',
    gives: { resource: activity.resource, isList: true },
    does: 'Lists what was done to it, the oldest first.',
    answer: async (call) => listing(call, activity, base, activityOf(type, (await find(collection, call)).databaseId)),
  };
}
