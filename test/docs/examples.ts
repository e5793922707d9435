import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { ClientType } from '../../src/applications/application.rules.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import type { Ask } from '../support/gateway.ts';
import type { Made, World } from '../support/world.ts';

const DIRECTORY = join(import.meta.dirname, '../../examples');
const DAY = 24 * 60 * 60 * 1000;

/** One operation of a file in `examples/`. */
export interface Example {
  readonly file: string;
  readonly name: string;
  readonly operation: OperationDefinitionNode['operation'];
  readonly source: string;
  /** The names of its variables. */
  readonly variables: readonly string[];
}

/** The files of `examples/`. */
export const exampleFiles = (): string[] =>
  readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.graphql'))
    .sort();

/** Every operation of every file of `examples/`. */
export function examples(): Example[] {
  return exampleFiles().flatMap((file) =>
    parse(readFileSync(join(DIRECTORY, file), 'utf8')).definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${file}: ${definition.kind}, which is no operation`);
      return {
        file,
        name: definition.name?.value ?? '',
        operation: definition.operation,
        source: print(definition),
        variables: (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value),
      };
    }),
  );
}

/** Fills a world with something for each example to find. @returns what asks as a superuser of `acme` */
export async function prepareExamples(world: World): Promise<Ask> {
  await setMember(world.operator, { organizationId: world.acme.id, userId: world.users.superuser.id, role: OrganizationRole.ADMIN });
  const ask = world.as(await world.tokenOf(world.users.superuser.databaseId, ['admin']));
  await demand(ask, 'mutation ($id: ID!) { updateUser(input: { id: $id, firstName: "Sue" }) { userErrors { message } } }', {
    id: world.users.superuser.id,
  });
  const labels = { tags: ['team:web', 'env:production'], ownerContact: 'ada@example.org' };
  const { id } = await world.register({ name: 'Portal', clientId: 'portal', maximumScopes: ['write'], ...labels });
  await demand(ask, 'mutation ($id: ID!) { createToken(input: { applicationId: $id }) { userErrors { message } } }', { id });
  await demand(
    ask,
    'mutation ($id: ID!, $at: DateTime!) { rotateClientSecret(input: { applicationId: $id, expiresAt: $at }) { userErrors { message } } }',
    { id, at: new Date(Date.now() + DAY) },
  );
  const retired = await world.register({ name: 'Retired' });
  await demand(ask, 'mutation ($id: ID!) { createToken(input: { applicationId: $id }) { userErrors { message } } }', { id: retired.id });
  await demand(ask, 'mutation ($id: ID!) { updateApplication(input: { id: $id, enabled: false }) { userErrors { message } } }', {
    id: retired.id,
  });
  for (const name of ['Second', 'Third']) await world.register({ name });
  return ask;
}

async function demand(ask: Ask, source: string, variables: Record<string, unknown>) {
  const { data, errors } = await ask(source, variables);
  const faults = errors ?? Object.values(data as Record<string, { userErrors?: unknown[] }>).flatMap(({ userErrors }) => userErrors ?? []);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return data;
}

let count = 0;
const fresh = (what: string) => `${what}-${++count}`;

/** A value for each variable that examples have: of something made for it, so that no example undoes another. */
const VALUES: Readonly<Record<string, (world: World, ask: Ask, example: Example) => unknown>> = {
  name: () => fresh('Name'),
  username: () => fresh('ada'),
  password: () => 'correct horse battery staple',
  search: (_, __, { name }) => (name === 'FindUsers' ? 'SUPER' : 'port'),
  clientId: (_, __, { operation }) => (operation === 'query' ? 'portal' : fresh('robot')),
  expectedVersion: () => 1,
  since: (_, __, { name }) => new Date(Date.now() + (name === 'UnusedSince' ? DAY : -DAY)),
  before: () => new Date(Date.now() + 30 * DAY),
  clientSecret: () => fresh('made.elsewhere:0123456789'),
  expiresAt: () => new Date(Date.now() + 30 * DAY),
  ids: async (world) => [world.users.admin.id, (await world.register({ name: fresh('App') })).id],
  after: async (_, ask) => {
    const { applications } = await demand(ask, examples().find(({ name }) => name === 'FirstPage')?.source ?? '', {});
    return applications.pageInfo.endCursor;
  },
  organizationId: async ({ operator, acme }, _, { name }) => {
    if (name !== 'DeleteOrganization') return acme.id;
    return ((await createOrganization(operator, { name: fresh('Doomed') })).organization as Made).id;
  },
  userId: async ({ operator, users, acme }, _, { name }) => {
    if (name === 'CreatedBy') return users.superuser.id;
    const { user } = await createUser(operator, { username: fresh('user'), password: 'correct horse' });
    if (name === 'RemoveMember')
      await setMember(operator, { organizationId: acme.id, userId: (user as Made).id, role: OrganizationRole.MEMBER });
    return (user as Made).id;
  },
  applicationId: async (world, ask) => {
    const { id } = await world.register({ name: fresh('App'), clientType: ClientType.CONFIDENTIAL });
    await demand(ask, 'mutation ($id: ID!) { createToken(input: { applicationId: $id }) { userErrors { message } } }', { id });
    return id;
  },
  secretId: async (world, ask) => {
    const { id } = await world.register({ name: fresh('App') });
    const data = await demand(ask, examples().find(({ name }) => name === 'Rotate')?.source ?? '', { applicationId: id });
    return data.rotateClientSecret.application.secrets[0].id;
  },
  tokenId: async (_, ask) => {
    const data = await demand(ask, examples().find(({ name }) => name === 'MintPersonalToken')?.source ?? '', {});
    return data.createToken.token.id;
  },
};

/** Values for the variables of an example. @throws for a variable that is not known here */
export async function variablesOf(world: World, ask: Ask, example: Example): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const name of example.variables) {
    const make = VALUES[name];
    if (!make) throw new Error(`${example.file}: give a value for $${name} in test/docs/examples.ts`);
    values[name] = await make(world, ask, example);
  }
  return values;
}
