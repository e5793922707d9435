import type { CreateApplicationInput } from '../../src/applications/application.inputs.ts';
import { ClientType, GrantType } from '../../src/applications/application.rules.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import type { Made, Person, World } from '../support/world.ts';

import { mutation, NO, NONE, query, type Request, type Row, YES } from './permissions.rows.ts';

/** A secret that was made elsewhere. */
const GIVEN = 'made.elsewhere:0123456789';

let count = 0;
const fresh = (word: string) => `${word} ${++count}`;

const organization = async ({ operator }: World) =>
  (await createOrganization(operator, { name: fresh('Organization') })).organization as Made;

/** Somebody who is a member of `acme`. */
const fellow = async ({ operator, acme }: World) => {
  const user = (await createUser(operator, { username: fresh('user'), password: 'correct horse' })).user as Made;
  await setMember(operator, { organizationId: acme.id, userId: user.id, role: OrganizationRole.MEMBER });
  return user;
};

const secretOf = async (world: World, power: CreateApplicationInput = {}) => {
  const { id } = await world.register(power);
  const rotated = `mutation($input: RotateClientSecretInput!) { rotateClientSecret(input: $input) { application { secrets { id } } } }`;
  const { data } = await world.ask.superuser(rotated, { input: { applicationId: id, keepPreviousFor: 60 } });
  return data.rotateClientSecret.application.secrets[0].id as string;
};

const tokenAt = async (world: World, user: Made | undefined) =>
  (await mint(world, { application: await world.register(), user, scopes: ['read'] })).token;
const personalToken = async (world: World, user: Made) => (await mint(world, { user, scopes: ['read'] })).token;
/** The user of the token that asks; for a client, which has none, somebody whom it cannot see. */
const self = ({ users }: World, actor: Person | undefined) => users[actor ?? 'member'];
/** Somebody of `acme` who is not whoever asks. */
const other = ({ users }: World, actor: Person | undefined) => users[actor === 'member' ? 'auditor' : 'member'];

const declaring = (world: World, more: object = {}) => {
  const { organizationId, ...application } = newApplication(world);
  return { organizationId, applications: [{ ...application, ...more }] };
};

const newApplication = ({ acme }: World) => ({
  name: fresh('Created'),
  organizationId: acme.id,
  clientType: ClientType.CONFIDENTIAL,
  authorizationGrantType: GrantType.CLIENT_CREDENTIALS,
});

const find = (field: string, id: string): Request => ({ document: `query($id: ID!) { ${field}(id: $id) { id } }`, variables: { id } });
/** Asks a list for one object, by a filter that leaves nothing else. */
const list = (field: string, filter: string, type: string, value: string): Request => ({
  document: `query($value: ${type}) { ${field}(${filter}) { totalCount } }`,
  variables: { value },
});

const READERS = [YES, YES, YES, YES, YES, NONE, NONE] as const;
const EDITORS = [YES, NO, YES, NO, NO, NONE, NONE] as const;
/** What superusers alone may do to objects that others see. */
const SUPERUSERS_ALONE = [YES, NO, NO, NO, NO, NONE, NONE] as const;
/** What nobody but a superuser may even ask for. */
const SUPERUSERS = [YES, NO, NO, NO, NO, NO, NO] as const;
const EVERYBODY = [YES, YES, YES, YES, YES, YES, YES] as const;
const USERS = [YES, YES, YES, YES, YES, YES, NONE] as const;

// by column: superuser, system auditor, admin, auditor, member, stranger, client
export const TABLE: readonly Row[] = [
  query('scopes', 'anybody', EVERYBODY, () => ({ document: '{ scopes { name } }' }), true),
  query('registry', 'look at the registry in numbers', EVERYBODY, () => ({ document: '{ registry { organizations } }' })),
  query('viewer', 'every user finds oneself', USERS, () => ({ document: '{ viewer { id } }' })),

  query('application', 'read an application', READERS, async (world) => find('application', (await world.register()).id)),
  query('node', 'read an application', READERS, async (world) => find('node', (await world.register()).id)),
  query('nodes', 'read an application', READERS, async (world) => ({
    document: 'query($id: ID!) { nodes(ids: [$id]) { id } }',
    variables: { id: (await world.register()).id },
  })),
  query('applications', 'read an application', READERS, async (world) =>
    list('applications', 'filter: { search: $value }', 'String', (await world.register()).clientId),
  ),
  query('activity', 'read the activity of an application', READERS, async (world) =>
    list('activity', 'filter: { objectId: $value }', 'ID', (await world.register()).id),
  ),
  mutation('createApplication', 'create an application', EDITORS, newApplication),
  mutation('createApplication', 'create a trusted one', SUPERUSERS_ALONE, (world) => ({ ...newApplication(world), trusted: true }), {
    needs: 'admin',
  }),
  mutation('createApplication', 'give it admin', SUPERUSERS_ALONE, (world) => ({ ...newApplication(world), maximumScopes: ['admin'] }), {
    needs: 'admin',
  }),
  mutation('createApplication', 'give it a secret', SUPERUSERS_ALONE, (world) => ({ ...newApplication(world), clientSecret: GIVEN }), {
    needs: 'admin',
  }),
  mutation('updateApplication', 'edit an application', EDITORS, async (world) => ({
    id: (await world.register()).id,
    description: 'edited',
  })),
  mutation('updateApplication', 'set trusted', SUPERUSERS_ALONE, async (world) => ({ id: (await world.register()).id, trusted: true }), {
    needs: 'admin',
  }),
  mutation(
    'updateApplication',
    'set the scope admin',
    SUPERUSERS_ALONE,
    async (world) => ({ id: (await world.register()).id, maximumScopes: ['admin'] }),
    { needs: 'admin' },
  ),
  mutation(
    'updateApplication',
    'change where a trusted application sends codes',
    SUPERUSERS_ALONE,
    async (world) => ({ id: (await world.register({ trusted: true })).id, redirectUris: ['https://elsewhere.example/'] }),
    { needs: 'admin' },
  ),
  mutation(
    'updateApplication',
    'spare consent to what may have the scope admin',
    SUPERUSERS_ALONE,
    async (world) => ({ id: (await world.register({ maximumScopes: ['admin'] })).id, skipAuthorization: true }),
    { needs: 'admin' },
  ),
  mutation('updateApplication', 'move to an organization in which one has no role', [YES, NO, NONE, NO, NO, NONE, NONE], async (world) => ({
    id: (await world.register()).id,
    organizationId: (await organization(world)).id,
  })),
  mutation('applyApplications', 'declare an application', EDITORS, (world) => declaring(world)),
  mutation('applyApplications', 'plan what is declared', EDITORS, (world) => ({ ...declaring(world), dryRun: true })),
  mutation('applyApplications', 'declare a trusted application', SUPERUSERS_ALONE, (world) => declaring(world, { trusted: true }), {
    needs: 'admin',
  }),
  mutation('applyApplications', 'declare a secret', SUPERUSERS_ALONE, (world) => declaring(world, { clientSecret: GIVEN }), {
    needs: 'admin',
  }),
  mutation(
    'applyApplications',
    'declare other redirect URIs of a trusted application',
    SUPERUSERS_ALONE,
    async ({ acme, register }) => ({
      organizationId: acme.id,
      applications: [{ clientId: (await register({ trusted: true })).clientId, redirectUris: ['https://elsewhere.example/'] }],
    }),
    { needs: 'admin' },
  ),
  mutation('deleteApplication', 'delete an application', EDITORS, async (world) => ({ id: (await world.register()).id })),
  mutation('addClientSecret', 'add a secret', EDITORS, async (world) => ({ applicationId: (await world.register()).id })),
  mutation(
    'addClientSecret',
    'give a secret',
    SUPERUSERS_ALONE,
    async (world) => ({ applicationId: (await world.register()).id, clientSecret: GIVEN }),
    { needs: 'admin' },
  ),
  mutation(
    'addClientSecret',
    'add a secret to a trusted application',
    SUPERUSERS_ALONE,
    async (world) => ({ applicationId: (await world.register({ trusted: true })).id }),
    { needs: 'admin' },
  ),
  mutation('rotateClientSecret', 'rotate a secret', EDITORS, async (world) => ({ applicationId: (await world.register()).id })),
  mutation('deleteClientSecret', 'delete a secret', EDITORS, async (world) => ({ id: await secretOf(world) })),
  mutation(
    'rotateClientSecret',
    'rotate a secret of a trusted application',
    SUPERUSERS_ALONE,
    async (world) => ({ applicationId: (await world.register({ trusted: true })).id }),
    { needs: 'admin' },
  ),
  mutation(
    'deleteClientSecret',
    'delete a secret of what may have the scope admin',
    SUPERUSERS_ALONE,
    async (world) => ({ id: await secretOf(world, { maximumScopes: ['admin'] }) }),
    { needs: 'admin' },
  ),

  query('tokens', 'read a token of an application', [YES, YES, YES, YES, NONE, NONE, NONE], async (world, actor) => {
    const application = await world.register();
    await mint(world, { application, user: other(world, actor) });
    return list('tokens', 'filter: { applicationId: $value }', 'ID', application.id);
  }),
  query('tokens', 'read one’s own token of an application', [YES, YES, YES, YES, YES, NONE, NONE], async (world, actor) => {
    const application = await world.register();
    await mint(world, { application, user: actor === 'stranger' ? undefined : self(world, actor) });
    return list('tokens', 'filter: { applicationId: $value }', 'ID', application.id);
  }),
  query('tokens', 'read a personal token of somebody else', [YES, NONE, NONE, NONE, NONE, NONE, NONE], async (world) => {
    const user = await fellow(world);
    await personalToken(world, user);
    return list('tokens', 'filter: { userId: $value }', 'ID', user.id);
  }),
  query('tokens', 'read one’s own personal token', USERS, async (world, actor) =>
    find('node', (await personalToken(world, self(world, actor))).id),
  ),
  mutation('createToken', 'make a personal token', [YES, YES, YES, YES, YES, YES, NO], () => ({ scopes: ['read'] })),
  mutation('createToken', 'make a token of an application', [YES, YES, YES, YES, YES, NONE, NO], async (world) => ({
    applicationId: (await world.register()).id,
    scopes: ['read'],
  })),
  mutation('createToken', 'make a token of a trusted application', [YES, YES, YES, YES, YES, NONE, NO], async (world) => ({
    applicationId: (await world.register({ trusted: true })).id,
    scopes: ['read'],
  })),
  mutation('updateToken', 'edit a token of an application', [YES, NO, YES, NO, NONE, NONE, NONE], async (world, actor) => ({
    id: (await tokenAt(world, other(world, actor))).id,
    description: 'edited',
  })),
  mutation('updateToken', 'edit one’s own token of an application', [YES, YES, YES, YES, YES, NONE, NONE], async (world, actor) => ({
    id: (await tokenAt(world, actor === 'stranger' ? undefined : self(world, actor))).id,
    description: 'edited',
  })),
  mutation(
    'updateToken',
    'edit a personal token of somebody else',
    [YES, NONE, NONE, NONE, NONE, NONE, NONE],
    async (world, actor) => ({
      id: (await personalToken(world, other(world, actor))).id,
      description: 'edited',
    }),
    { needs: 'admin' },
  ),
  mutation('updateToken', 'edit one’s own personal token', USERS, async (world, actor) => ({
    id: (await personalToken(world, self(world, actor))).id,
    description: 'edited',
  })),
  mutation('revokeToken', 'revoke a token of an application', [YES, NO, YES, NO, NONE, NONE, NONE], async (world, actor) => ({
    id: (await tokenAt(world, other(world, actor))).id,
  })),
  mutation('revokeToken', 'revoke one’s own token of an application', [YES, YES, YES, YES, YES, NONE, NONE], async (world, actor) => ({
    id: (await tokenAt(world, actor === 'stranger' ? undefined : self(world, actor))).id,
  })),
  mutation('revokeToken', 'revoke a token that a client got for itself', [YES, NO, YES, NO, NONE, NONE, NONE], async (world) => ({
    id: (await tokenAt(world, undefined)).id,
  })),
  mutation(
    'revokeToken',
    'revoke a personal token of somebody else',
    [YES, NONE, NONE, NONE, NONE, NONE, NONE],
    async (world, actor) => ({
      id: (await personalToken(world, other(world, actor))).id,
    }),
    { needs: 'admin' },
  ),
  mutation('revokeToken', 'revoke one’s own personal token', USERS, async (world, actor) => ({
    id: (await personalToken(world, self(world, actor))).id,
  })),
  mutation('revokeTokens', 'revoke all of an application', EDITORS, async (world) => ({ applicationId: (await world.register()).id })),
  mutation('revokeTokens', 'revoke one’s own at an application', [YES, YES, YES, YES, YES, NONE, NONE], async (world, actor) => ({
    applicationId: (await world.register()).id,
    userId: self(world, actor).id,
  })),
  mutation('revokeTokens', 'revoke all of somebody else', SUPERUSERS_ALONE, async (world) => ({ userId: (await fellow(world)).id }), {
    needs: 'admin',
  }),

  mutation('revokeGrant', 'withdraw what one has allowed an application', USERS, async (world, actor) => ({
    id: (await grant(world, self(world, actor), await world.register())).id,
  })),
  mutation(
    'revokeGrant',
    'withdraw what somebody else has allowed an application',
    [YES, NONE, NONE, NONE, NONE, NONE, NONE],
    async (world, actor) => ({ id: (await grant(world, other(world, actor), await world.register())).id }),
    { needs: 'admin' },
  ),

  query('organization', 'read an organization', READERS, ({ acme }) => find('organization', acme.id)),
  query('organizations', 'read an organization', READERS, () => list('organizations', 'search: $value', 'String', 'acme')),
  mutation('createOrganization', 'create an organization', SUPERUSERS, () => ({ name: fresh('Made') }), { door: 'admin' }),
  mutation('updateOrganization', 'edit an organization', EDITORS, ({ acme }) => ({ id: acme.id, description: 'edited' })),
  mutation('deleteOrganization', 'delete an organization', SUPERUSERS, async (world) => ({ id: (await organization(world)).id }), {
    door: 'admin',
  }),
  mutation('setMember', 'set a member', EDITORS, async (world) => ({
    organizationId: world.acme.id,
    userId: (await fellow(world)).id,
    role: 'AUDITOR',
  })),
  mutation('removeMember', 'remove a member', EDITORS, async (world) => ({
    organizationId: world.acme.id,
    userId: (await fellow(world)).id,
  })),

  query('user', 'read a member of one’s organization', READERS, async (world) => find('user', (await fellow(world)).id)),
  query('user', 'read oneself', USERS, (world, actor) => find('user', self(world, actor).id)),
  query('users', 'read a member of one’s organization', READERS, () => list('users', 'search: $value', 'String', 'auditor')),
  mutation('createUser', 'create a user', SUPERUSERS, () => ({ username: fresh('made'), password: 'correct horse' }), { door: 'admin' }),
  mutation('updateUser', 'edit one’s own profile', USERS, (world, actor) => ({ id: self(world, actor).id, firstName: 'Ada' })),
  mutation('updateUser', 'edit somebody else', SUPERUSERS_ALONE, async (world) => ({ id: (await fellow(world)).id, firstName: 'Ada' }), {
    needs: 'admin',
  }),
  mutation(
    'updateUser',
    'set the flags of a user',
    SUPERUSERS_ALONE,
    async (world) => ({ id: (await fellow(world)).id, isSystemAuditor: true }),
    { needs: 'admin' },
  ),
  mutation(
    'updateUser',
    'say that the e-mail address of a user is verified',
    SUPERUSERS_ALONE,
    async (world) => ({ id: (await fellow(world)).id, email: 'fellow@example.org', isEmailVerified: true }),
    { needs: 'admin' },
  ),
  mutation('deleteUser', 'delete a user', SUPERUSERS, async (world) => ({ id: (await fellow(world)).id }), { door: 'admin' }),
];
