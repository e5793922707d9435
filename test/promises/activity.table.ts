import { expect } from '@jest/globals';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import { mutate } from '../support/mutate.ts';
import type { Made, World } from '../support/world.ts';

/** An activity entry, as the API shows it. */
export interface Entry {
  operation: string;
  objectType: string;
  objectId: string;
  objectName: string;
  actor: { id: string } | null;
  changes: { field: string; before: string | null; after: string | null }[];
}

/** What a mutation is asked, and what its entry tells. */
export interface Case {
  readonly input: (world: World) => object | Promise<object>;
  readonly entry: Partial<Record<keyof Entry, unknown>>;
}

const organization = async (world: World, name: string) =>
  (await mutate(world.ask.superuser, 'createOrganization', { name }, 'organization { id }')).organization as Made;
const user = async (world: World, username: string) =>
  (await mutate(world.ask.superuser, 'createUser', { username, password: 'correct horse' }, 'user { id databaseId }')).user as Made;
const secret = async (world: World, name: string) => {
  const { id } = await world.register({ name });
  const fields = 'application { secrets { id } }';
  return (await mutate(world.ask.superuser, 'rotateClientSecret', { applicationId: id, keepPreviousFor: 9 }, fields)).application.secrets[0]
    .id;
};
const change = (field: string, before: string | null, after: string | null) => ({ field, before, after });

/** Every mutation. */
export const CASES: Readonly<Record<string, Case>> = {
  createApplication: {
    input: (world) => ({
      name: 'Told',
      organizationId: world.acme.id,
      clientType: 'CONFIDENTIAL',
      authorizationGrantType: 'DEVICE_CODE',
      vendor: 'Acme',
    }),
    entry: {
      operation: 'CREATE',
      objectType: 'Application',
      objectName: 'Told',
      changes: expect.arrayContaining([change('name', null, 'Told'), change('vendor', null, 'Acme'), change('scopes', null, '["write"]')]),
    },
  },
  updateApplication: {
    input: async (world) => ({
      id: (await world.register({ name: 'Before', vendor: 'Acme' })).id,
      name: 'After',
      vendor: null,
      scopes: ['read'],
      enabled: false,
    }),
    entry: {
      operation: 'UPDATE',
      objectType: 'Application',
      objectName: 'After',
      changes: [
        change('name', 'Before', 'After'),
        change('vendor', 'Acme', null),
        change('enabled', 'true', 'false'),
        change('scopes', '["write"]', '["read"]'),
      ],
    },
  },
  applyApplications: {
    input: ({ acme }) => ({
      organizationId: acme.id,
      applications: [{ name: 'Declared', clientType: 'CONFIDENTIAL', authorizationGrantType: 'CLIENT_CREDENTIALS' }],
    }),
    entry: {
      operation: 'CREATE',
      objectType: 'Application',
      objectName: 'Declared',
      changes: expect.arrayContaining([change('name', null, 'Declared')]),
    },
  },
  deleteApplication: {
    input: async (world) => ({ id: (await world.register({ name: 'Gone' })).id }),
    entry: {
      operation: 'DELETE',
      objectType: 'Application',
      objectName: 'Gone',
      changes: expect.arrayContaining([change('name', 'Gone', null)]),
    },
  },
  addClientSecret: {
    input: async (world) => ({
      applicationId: (await world.register({ name: 'Brought' })).id,
      clientSecret: 'made.elsewhere:0123456789',
      name: 'from elsewhere',
    }),
    entry: {
      operation: 'ADD_SECRET',
      objectType: 'Application',
      objectName: 'Brought',
      changes: [change('clientSecret', null, 'GIVEN')],
    },
  },
  rotateClientSecret: {
    input: async (world) => ({ applicationId: (await world.register({ name: 'Rotated' })).id }),
    entry: { operation: 'ROTATE_SECRET', objectType: 'Application', objectName: 'Rotated' },
  },
  deleteClientSecret: {
    input: async (world) => ({ id: await secret(world, 'Shorn') }),
    entry: { operation: 'DELETE_SECRET', objectType: 'Application', objectName: 'Shorn' },
  },
  createToken: {
    input: () => ({ description: 'for tests', scopes: ['read'] }),
    entry: {
      operation: 'ISSUE_TOKEN',
      objectType: 'Token',
      objectName: 'for tests',
      changes: expect.arrayContaining([change('scopes', null, '["read"]')]),
    },
  },
  updateToken: {
    input: async (world) => ({ id: (await mint(world, { user: world.users.superuser })).token.id, description: 'named', scopes: ['read'] }),
    entry: {
      operation: 'UPDATE',
      objectType: 'Token',
      objectName: 'named',
      changes: [change('description', '', 'named'), change('scopes', '["write"]', '["read"]')],
    },
  },
  revokeToken: {
    input: async (world) => ({ id: (await mint(world, { user: world.users.member })).token.id }),
    entry: { operation: 'REVOKE_TOKEN', objectType: 'Token' },
  },
  revokeTokens: {
    input: async (world) => {
      const application = await world.register({ name: 'Emptied' });
      await mint(world, { application });
      return { applicationId: application.id };
    },
    entry: { operation: 'REVOKE_TOKEN', objectType: 'Application', objectName: 'Emptied', changes: [change('tokens', '1', '0')] },
  },
  revokeGrant: {
    input: async (world) => ({ id: (await grant(world, world.users.member, await world.register({ name: 'Allowed' }))).id }),
    entry: { operation: 'DELETE', objectType: 'Grant', objectName: 'Allowed', changes: [change('scopes', 'write', null)] },
  },
  createOrganization: {
    input: () => ({ name: 'Founded', description: 'today' }),
    entry: {
      operation: 'CREATE',
      objectType: 'Organization',
      objectName: 'Founded',
      changes: [change('name', null, 'Founded'), change('description', null, 'today')],
    },
  },
  updateOrganization: {
    input: async (world) => ({ id: (await organization(world, 'Old')).id, name: 'New' }),
    entry: { operation: 'UPDATE', objectType: 'Organization', objectName: 'New', changes: [change('name', 'Old', 'New')] },
  },
  deleteOrganization: {
    input: async (world) => ({ id: (await organization(world, 'Closed')).id }),
    entry: {
      operation: 'DELETE',
      objectType: 'Organization',
      objectName: 'Closed',
      changes: expect.arrayContaining([change('name', 'Closed', null)]),
    },
  },
  setMember: {
    input: (world) => ({ organizationId: world.acme.id, userId: world.users.member.id, role: 'AUDITOR' }),
    entry: {
      operation: 'ADD_MEMBER',
      objectType: 'Organization',
      objectName: 'Acme',
      changes: [change('member member', 'MEMBER', 'AUDITOR')],
    },
  },
  removeMember: {
    input: ({ acme, users }) => ({ organizationId: acme.id, userId: users.auditor.id }),
    entry: {
      operation: 'REMOVE_MEMBER',
      objectType: 'Organization',
      objectName: 'Acme',
      changes: [change('member auditor', 'AUDITOR', null)],
    },
  },
  createUser: {
    input: () => ({ username: 'ada', password: 'correct horse' }),
    entry: {
      operation: 'CREATE',
      objectType: 'User',
      objectName: 'ada',
      changes: expect.arrayContaining([change('username', null, 'ada')]),
    },
  },
  updateUser: {
    input: async (world) => ({ id: (await user(world, 'bob')).id, email: 'bob@example.org', password: 'battery staple' }),
    entry: {
      operation: 'UPDATE',
      objectType: 'User',
      objectName: 'bob',
      changes: [change('email', null, 'bob@example.org'), change('password', null, '••••')],
    },
  },
  deleteUser: {
    input: async (world) => ({ id: (await user(world, 'leaver')).id }),
    entry: { operation: 'DELETE', objectType: 'User', changes: expect.arrayContaining([change('isSuperuser', 'false', null)]) },
  },
};
