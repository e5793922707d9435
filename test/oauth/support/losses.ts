import { expect } from '@jest/globals';
import { GrantType } from '../../../src/applications/application.rules.ts';
import { updateApplication } from '../../../src/applications/application.service.ts';
import { rotateClientSecret } from '../../../src/applications/client-secret.service.ts';
import { revokeGrant } from '../../../src/grants/grant.service.ts';
import { OrganizationRole } from '../../../src/organizations/membership.entity.ts';
import { removeMember, setMember } from '../../../src/organizations/organization.service.ts';
import { revokeTokens } from '../../../src/tokens/existing-token.service.ts';
import { createUser, deleteUser, updateUser } from '../../../src/users/user.service.ts';
import type { Made } from '../../support/world.ts';
import { Browser } from './browser.ts';
import { type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, type Tokens } from './provider.ts';

/** The environment of a world in which much is lost. */
export const LOSING = { PASSWORD_GRANT: 'true', LIMIT_CREDENTIALS: '100000', LIMIT_STARTS: '100000', LIMIT_USER_CODES: '100000' };

/** Somebody, and a client that is about to get a token. */
export interface Scene {
  readonly user: Made & { username: string };
  readonly client: Client & Made;
}
type Asking = () => Promise<Tokens>;

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

/** Whether a token works, as somebody else's client is told; none does not. */
export const worksStill = async (world: OAuthWorld, observer: Client, token: string | undefined): Promise<boolean> =>
  token !== undefined && (await world.post('/oauth/introspect', observer, { token })).body.active === true;

/** Ways to a token: how far one has come before that may be lost with which it is asked for. */
export const WAYS: Readonly<Record<string, { grant: GrantType; begin: (world: OAuthWorld, scene: Scene) => Promise<Asking> }>> = {
  'a password': {
    grant: GrantType.PASSWORD,
    begin:
      async (world, { user, client }) =>
      () =>
        world.post('/oauth/token', client, { grant_type: 'password', username: user.username, password: PASSWORD, scope: 'write' }),
  },
  'a code': {
    grant: GrantType.AUTHORIZATION_CODE,
    begin: async (world, { user, client }) => {
      const { code, verifier } = await world.logIn(client, user.username);
      return () => world.redeem(client, code, verifier);
    },
  },
  'a refresh token': {
    grant: GrantType.AUTHORIZATION_CODE,
    begin: async (world, { user, client }) => {
      const { body } = await world.tokensOf(client, user.username);
      return () => world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
    },
  },
  'a device': {
    grant: GrantType.DEVICE_CODE,
    begin: async (world, { user, client }) => {
      const { body: device } = await world.post('/oauth/device_authorization', client, { scope: 'write' });
      const typed = await new Browser(world.url).open(`${world.url}/oauth/device`);
      const login = await (await typed.submit({ user_code: device.user_code })).submit({ confirm: 'yes' });
      const consent = await login.submit({ username: user.username, password: PASSWORD, action: 'login' });
      expect((await consent.submit({ action: 'allow' })).title).toBe('The device is connected');
      return () => world.post('/oauth/token', client, { grant_type: DEVICE, device_code: device.device_code });
    },
  },
  'a secret': {
    grant: GrantType.CLIENT_CREDENTIALS,
    begin:
      async (world, { client }) =>
      () =>
        world.post('/oauth/token', client, { grant_type: 'client_credentials', scope: 'write' }),
  },
};
const OF_USERS = ['a password', 'a code', 'a refresh token', 'a device'];

export interface Loss {
  readonly of: readonly string[];
  readonly lose: (world: OAuthWorld, scene: Scene) => Promise<{ userErrors: readonly unknown[] }>;
  /** Gives back what can be, with which nothing of before may revive. */
  readonly regain?: (world: OAuthWorld, scene: Scene) => Promise<{ userErrors: readonly unknown[] }>;
  readonly skips?: boolean;
}

const member =
  (organization: 'acme' | 'other') =>
  (world: OAuthWorld, { user }: Scene) =>
    setMember(world.operator, { organizationId: world[organization].id, userId: user.id, role: OrganizationRole.MEMBER });

/** Ways to lose what a token is asked for with. */
export const LOSSES: Readonly<Record<string, Loss>> = {
  'the membership': {
    of: OF_USERS,
    lose: (world, { user }) => removeMember(world.operator, { organizationId: world.acme.id, userId: user.id }),
    regain: member('acme'),
  },
  'the organization of the application': {
    of: OF_USERS,
    lose: (world, { client }) => updateApplication(world.operator, { id: client.id, organizationId: world.other.id }),
    regain: (world, { client }) => updateApplication(world.operator, { id: client.id, organizationId: world.acme.id }),
  },
  'the password, and all tokens with it': {
    of: OF_USERS,
    lose: (world, { user }) => updateUser(world.operator, { id: user.id, password: 'battery staple', revokeTokens: true }),
  },
  'the user': { of: OF_USERS, lose: (world, { user }) => deleteUser(world.operator, { id: user.id }) },
  'the grant': {
    of: ['a code', 'a refresh token', 'a device'],
    lose: async (world, { user, client }) => {
      const viewer = { ...world.operator.viewer, userId: user.databaseId };
      return revokeGrant({ ...world.operator, viewer }, { applicationId: client.id });
    },
  },
  'all tokens': {
    of: ['a refresh token'],
    lose: (world, { user }) => revokeTokens(world.operator, { userId: user.id }),
  },
  'having no more to give away': { of: ['a code', 'a refresh token'], lose: member('other'), skips: true },
  'the secret, and all tokens with it': {
    of: [...OF_USERS, 'a secret'],
    lose: (world, { client }) => rotateClientSecret(world.operator, { applicationId: client.id, revokeTokens: true }),
  },
};

let count = 0;

/** Makes a member of `acme`, and a client. */
export async function newScene(world: OAuthWorld, grant: GrantType, skipAuthorization: boolean): Promise<Scene> {
  const username = `losing${++count}`;
  const user = { ...((await createUser(world.operator, { username, password: PASSWORD })).user as Made), username };
  const redirectUris = grant === GrantType.AUTHORIZATION_CODE ? [REDIRECT_URI] : [];
  const client = await world.register({ authorizationGrantType: grant, redirectUris, skipAuthorization });
  const scene = { user, client };
  await member('acme')(world, scene);
  return scene;
}
