import { json } from '../answers.ts';
import type { Door, DoorsOptions, Route } from '../door.ts';
import { withDescription } from '../openapi.ts';
import type { Field, Resource } from '../resource.ts';
import { done, faultAnswer } from './answers.ts';
import * as applications from './applications.ts';
import { APPLICATION, APPLICATION_ID, APPLICATION_IDS, answerOf, GRANTS, NEW_APPLICATION, PAGE } from './fields.ts';
import * as grants from './grants.ts';
import { getRole } from './roles.ts';
import { listed } from './scopes.ts';
import * as tokens from './tokens.ts';

/** The version of Venafi whose words are spoken here. */
const VERSION = '25.1.0.0';
const SDK = '/vedsdk';
const AUTH = '/vedauth';

/** The door for clients of Venafi. */
export const venafi = (options: DoorsOptions): Door =>
  withDescription(
    {
      name: 'venafi',
      title: 'Venafi Trust Protection',
      prefixes: [SDK, AUTH],
      isCaseSensitive: false,
      headers: { 'cache-control': 'no-store' },
      forwards: {},
      takesPasswords: false,
      // pyVenafi sends its token so
      authorizationOf: ({ headers }) => headers.authorization ?? [headers['x-venafi-api-key']].flat()[0],
      faultAnswer,
      routes: [...authorizationRoutes(options), ...statusRoutes(), ...oauthRoutes(options)],
    },
    `${SDK}/openapi.json`,
  );

function authorizationRoutes(options: DoorsOptions): Route[] {
  return [
    {
      method: 'POST',
      path: `${AUTH}/authorize/oauth`,
      takes: tokens.PASSWORD_REQUEST,
      answer: tokens.authorize(options),
      does: 'Issues tokens for a user’s password: the password grant.',
      deviation:
        'Only with `PASSWORD_GRANT=true`, and for applications with that grant type. Without `scope`, the scope of the application.',
    },
    {
      method: 'POST',
      path: `${AUTH}/authorize/token`,
      takes: tokens.TOKEN_REQUEST,
      answer: tokens.refresh(options),
      does: 'Issues new tokens for a refresh token, which works once, or for the code of a device.',
      deviation: 'A refresh token that comes twice ends all that came of its grant.',
    },
    {
      method: 'POST',
      path: `${AUTH}/authorize/device`,
      takes: tokens.DEVICE_REQUEST,
      answer: tokens.startDevice(options),
      does: 'Begins the login of a device.',
    },
    {
      method: 'GET',
      path: `${AUTH}/authorize/verify`,
      isOfToken: true,
      answer: tokens.verify,
      does: 'Says what the token is that is shown.',
      deviation: '`expires` is that of the refresh token, where there is one; of a personal token, `application` is empty.',
    },
    {
      method: 'GET',
      path: `${AUTH}/revoke/token`,
      isOfToken: true,
      answer: tokens.revoke,
      does: 'Revokes the grant of the token that is shown, with all its tokens.',
      deviation: 'Needs no scope. A token that came from no grant is revoked alone; a client that acts for itself lets its token expire.',
    },
    {
      method: 'GET',
      path: `${AUTH}/authorize/isAuthServer`,
      answer: () => ({ ...json(202, {}), phrase: 'Venafi Authentication Server' }),
      does: 'Says that there is an authorization server.',
    },
  ];
}

const statusRoutes = (): Route[] => [
  { method: 'GET', path: SDK, answer: () => json(200, {}), does: 'Says that the server is there.' },
  {
    method: 'GET',
    path: `${SDK}/SystemStatus/Version`,
    answer: () => json(200, { Version: VERSION }),
    does: 'Says which version this is.',
    deviation: 'It is that of the Venafi whose words are spoken. No token is needed.',
  },
];

/** A call of `OAuth`: all of them are posted. */
type OAuthCall = Omit<Route, 'method' | 'path' | 'gives'> & { readonly gives?: Readonly<Record<string, Field>> };

const one = {
  Application: { type: 'object', label: 'Application', help: 'The application.', direction: 'out', holds: APPLICATION as Resource },
} as const;
const several = { Applications: { ...one.Application, type: 'list', label: 'Applications', help: 'The applications.' } } as const;
const itsGrants = {
  Grants: { type: 'list', label: 'Grants', help: 'The grants.', direction: 'out', holds: grants.GRANT as Resource },
} as const;
const count = { Count: { type: 'integer', label: 'Count', help: 'How many.', direction: 'out' } } as const;
const replaced: Resource = { name: 'Replacement', fields: { Application: { ...one.Application, direction: 'in', isRequired: true } } };

function oauthRoutes(options: DoorsOptions): Route[] {
  const allGrants = 'Shows the newest 1,000. Grants of others are for superusers to see.';
  const calls: Readonly<Record<string, OAuthCall>> = {
    CreateApplication: {
      operation: 'createApplication',
      takes: NEW_APPLICATION,
      gives: one,
      answer: applications.create(options),
      does: 'Registers a public client with the grant types of `DOORS_VENAFI_GRANT_TYPES`.',
      deviation:
        'It belongs to the organization of `DOORS_VENAFI_ORGANIZATION`, else to the only one that you administer. `admin` means `write`, and as a maximum it covers `Scope`.',
    },
    GetApplication: {
      operation: 'application',
      takes: APPLICATION_ID,
      gives: one,
      answer: applications.get,
      does: 'Shows an application.',
    },
    GetApplications: {
      operation: 'application',
      takes: APPLICATION_IDS,
      gives: several,
      answer: applications.getSeveral,
      does: 'Shows several applications; what is not there is left out.',
    },
    EnumerateApplications: {
      operation: 'applications',
      takes: PAGE,
      gives: several,
      answer: applications.enumerate,
      does: 'Shows a page of the applications that you may read.',
      deviation: 'A page has at most 1,000, and `Start * Count` may be at most 100,000. Without them: the first 100.',
    },
    UpdateApplication: {
      operation: 'updateApplication',
      takes: replaced,
      gives: one,
      answer: applications.update,
      does: 'Replaces all that Venafi knows of an application; what is missing takes its default.',
      deviation: 'The name has no default and becomes the id. What Venafi does not know stays, such as redirect URIs.',
    },
    DeleteApplication: {
      operation: 'deleteApplication',
      takes: APPLICATION_ID,
      gives: {},
      answer: applications.remove,
      does: 'Deletes an application with its tokens.',
    },
    GrantCount: {
      operation: 'viewer',
      takes: APPLICATION_ID,
      gives: count,
      answer: grants.count,
      does: 'Counts the grants of an application that you may see.',
      deviation: 'A user has one grant for an application. Grants of others are for superusers to see.',
    },
    UserCount: {
      operation: 'viewer',
      takes: APPLICATION_ID,
      gives: count,
      answer: grants.count,
      does: 'Counts the users with such a grant.',
    },
    EnumerateGrants: {
      operation: 'viewer',
      takes: GRANTS,
      gives: itsGrants,
      answer: grants.enumerate,
      does: 'Shows the grants of an application, a user, or both.',
      deviation: allGrants,
    },
    GetGrants: {
      operation: 'viewer',
      takes: GRANTS,
      gives: itsGrants,
      answer: grants.enumerate,
      does: 'Shows the grants of a user, an application, or both.',
      deviation: allGrants,
    },
    RevokeGrants: {
      operation: 'revokeGrant',
      takes: GRANTS,
      gives: {},
      answer: grants.revoke,
      does: 'Revokes grants with their tokens: your own, for superusers anybody’s, at most 500 at once.',
      deviation: 'An ADMIN ends the tokens of others at the application; the consent stays, because it is theirs.',
    },
    GetRole: {
      operation: 'viewer',
      gives: { Role: { type: 'object', label: 'Role', help: '0 user, 1 auditor, 3 owner of applications, 6 admin.', direction: 'out' } },
      answer: getRole,
      does: 'Says which role you have: 6 as a superuser, 1 as a system auditor, 3 as an ADMIN, else 0.',
      deviation: 'An owner’s list has the newest 1,000 applications.',
    },
    GetScopes: {
      isOfToken: true,
      gives: { Scopes: { type: 'list', label: 'Scopes', help: 'The scopes that there are.', direction: 'out' } },
      answer: ({ context }) => done({ Scopes: listed(context.settings.scopes.map(({ name }) => name)) }),
      does: 'Lists the scopes that there are.',
      deviation: '`admin` is the right to administrate applications, which is `write` here.',
    },
  };
  return Object.entries(calls).map(([name, { gives = {}, ...call }]) => ({
    ...call,
    method: 'POST',
    path: `${SDK}/OAuth/${name}`,
    gives: { resource: answerOf(`${name}Answer`, gives) },
  }));
}
