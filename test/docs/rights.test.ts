import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { mint } from '../support/mint.ts';
import { type Made, PEOPLE, type Person, startWorld, type World } from '../support/world.ts';
import { tableBelow } from './markdown.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

let count = 0;
const fresh = () => `made ${++count}`;

/** Whether an answer did, or showed, what was asked for. */
async function may(person: Person, document: string, variables: Record<string, unknown>): Promise<boolean> {
  const { data, errors } = await world.ask[person](document, variables);
  if (errors) return false;
  const [value] = Object.values(data as Record<string, { userErrors?: unknown[]; totalCount?: number } | null>);
  if (value === null || value === undefined) return false;
  return value.userErrors ? value.userErrors.length === 0 : value.totalCount !== 0;
}

/** Whether a person may use every one of the mutations; it is an error if only some. */
async function mayAll(person: Person, inputs: Record<string, () => Promise<object>>): Promise<boolean> {
  const answers: Record<string, boolean> = {};
  for (const [mutation, input] of Object.entries(inputs)) {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`;
    answers[mutation] = await may(person, document, { input: await input() });
  }
  if (new Set(Object.values(answers)).size > 1) throw new Error(`${person}: ${JSON.stringify(answers)}`);
  return Object.values(answers).every(Boolean);
}

const yes = (allowed: boolean) => (allowed ? 'yes' : '–');
const application = async () => (await world.register()).id;
const tokenOf = async (user: Made, at?: Made) =>
  (await mint(world, { application: at ?? (await world.register()), user, scopes: ['read'] })).token.id;
const newUser = async () => (await createUser(world.operator, { username: fresh(), password: 'correct horse' })).user as Made;
const newOrganization = async () => (await createOrganization(world.operator, { name: fresh() })).organization as Made;
/** An organization of which somebody is the ADMIN. */
const organizationOf = async (person: Person) => {
  const made = await newOrganization();
  await setMember(world.operator, { organizationId: made.id, userId: world.users[person].id, role: OrganizationRole.ADMIN });
  return made;
};
/** One of two secrets of an application. */
const secretOf = async ({ id }: Made) => {
  const rotated = `mutation ($id: ID!) { rotateClientSecret(input: { applicationId: $id, keepPreviousFor: 60 }) { application { secrets { id } } } }`;
  return (await world.ask.superuser(rotated, { id })).data.rotateClientSecret.application.secrets[0].id as string;
};
const fellow = async () => {
  const user = await newUser();
  await setMember(world.operator, { organizationId: world.acme.id, userId: user.id, role: OrganizationRole.MEMBER });
  return user;
};

const NARROW = 'mutation ($id: ID!) { updateToken(input: { id: $id, scopes: [] }) { userErrors { code } } }';

/** What a person may do with each row of the table, as the table says it. */
const PROBES: Readonly<Record<string, (person: Person) => Promise<string>>> = {
  'Read an application and what was done to it': async (person) => {
    const id = await application();
    const shown = await may(person, 'query ($id: ID!) { application(id: $id) { activity { totalCount } } }', { id });
    const told = await may(person, 'query ($id: ID!) { activity(filter: { objectId: $id }) { totalCount } }', { id });
    return shown === told ? yes(shown) : 'not both';
  },
  'Create, change, delete an application, add a secret, rotate secrets': async (person) =>
    yes(
      await mayAll(person, {
        createApplication: async () => ({
          name: fresh(),
          organizationId: world.acme.id,
          clientType: 'PUBLIC',
          authorizationGrantType: 'DEVICE_CODE',
        }),
        updateApplication: async () => ({ id: await application(), description: 'changed' }),
        addClientSecret: async () => ({ applicationId: await application() }),
        rotateClientSecret: async () => ({ applicationId: await application() }),
        deleteApplication: async () => ({ id: await application() }),
      }),
    ),
  'Give an application a secret that was made elsewhere': async (person) => {
    const clientSecret = 'made.elsewhere:0123456789';
    const place = { organizationId: world.acme.id, clientType: 'CONFIDENTIAL', authorizationGrantType: 'DEVICE_CODE' };
    return yes(
      await mayAll(person, {
        createApplication: async () => ({ name: fresh(), ...place, clientSecret }),
        addClientSecret: async () => ({ applicationId: await application(), clientSecret }),
      }),
    );
  },
  'Make an application trusted, or give it the scope admin': async (person) => {
    const trusted = await mayAll(person, { updateApplication: async () => ({ id: await application(), trusted: true }) });
    const admin = await mayAll(person, { updateApplication: async () => ({ id: await application(), maximumScopes: ['admin'] }) });
    return trusted === admin ? yes(trusted) : 'not both';
  },
  'Of such an application: change redirect URIs, web origins, consent, client type, grant types, scopes, validity, secrets, organization; enable it':
    async (person) => {
      const answers: boolean[] = [];
      for (const power of [{ trusted: true }, { maximumScopes: ['admin'] }]) {
        const changes = [
          { redirectUris: ['https://elsewhere.example/'] },
          { postLogoutRedirectUris: ['https://elsewhere.example/'] },
          { webOrigins: ['https://elsewhere.example'] },
          { skipAuthorization: true },
          { clientType: 'PUBLIC' },
          { grantTypes: ['AUTHORIZATION_CODE', 'DEVICE_CODE'] },
          { scopes: ['read'] },
          { accessValidity: 1 },
          { grantValidity: 1 },
          { renewable: false },
          { enabled: true },
        ];
        for (const change of changes) {
          const disabled = 'enabled' in change ? { enabled: false } : {};
          answers.push(
            await mayAll(person, {
              updateApplication: async () => ({ id: (await world.register({ ...power, ...disabled })).id, ...change }),
            }),
          );
        }
        const organizationId = person === 'superuser' ? world.other.id : (await organizationOf(person)).id;
        answers.push(await mayAll(person, { updateApplication: async () => ({ id: (await world.register(power)).id, organizationId }) }));
        answers.push(await mayAll(person, { addClientSecret: async () => ({ applicationId: (await world.register(power)).id }) }));
        answers.push(await mayAll(person, { rotateClientSecret: async () => ({ applicationId: (await world.register(power)).id }) }));
        answers.push(await mayAll(person, { deleteClientSecret: async () => ({ id: await secretOf(await world.register(power)) }) }));
      }
      return new Set(answers).size === 1 ? yes(answers[0] ?? false) : `not all: ${answers}`;
    },
  'Move an application to another organization': async (person) => {
    const move = (organizationId: string) =>
      mayAll(person, { updateApplication: async () => ({ id: await application(), organizationId }) });
    if (await move(world.other.id)) return 'yes';
    const second = await newOrganization();
    if (person === 'admin') {
      await setMember(world.operator, { organizationId: second.id, userId: world.users.admin.id, role: OrganizationRole.ADMIN });
    }
    return (await move(second.id)) ? 'if ADMIN of both' : '–';
  },
  'Look at the registry in numbers, of what one may read': async (person) => yes(await may(person, '{ registry { organizations } }', {})),
  '… also how many tokens are issued on each day': async (person) => {
    const today = async () =>
      (await world.ask[person]('{ registry { tokensIssued(days: 1) { count } } }')).data.registry.tokensIssued?.[0].count as number;
    const before = await today();
    await mint(world, { application: await world.register() });
    await mint(world, { application: await world.register({ organizationId: world.other.id }) });
    await mint(world, { user: world.users.member });
    return ['–', 'of the organization', 'not personal ones', 'yes'][(await today()) - before || 0] ?? '';
  },
  '… and how many log-ins are refused': async (person) =>
    yes((await world.ask[person]('{ registry { attention { refusedLogins } } }')).data.registry.attention.refusedLogins !== null),
  'Read the tokens of an application': async (person) => {
    const registered = await world.register();
    const { id } = registered;
    const read = 'query ($id: ID!) { tokens(filter: { applicationId: $id }) { totalCount } }';
    await tokenOf(world.users[person === 'member' ? 'auditor' : 'member'], registered);
    if (await may(person, read, { id })) return 'yes';
    if (person === 'stranger') return '–';
    await tokenOf(world.users[person], registered);
    return (await may(person, read, { id })) ? 'own' : '–';
  },
  'Make a token for oneself at an application': async (person) =>
    yes(await mayAll(person, { createToken: async () => ({ applicationId: await application() }) })),
  'Narrow and revoke the tokens of an application': async (person) => {
    const of = (user: Made) => ({
      updateToken: async () => ({ id: await tokenOf(user), scopes: [] }),
      revokeToken: async () => ({ id: await tokenOf(user) }),
    });
    if (await mayAll(person, of(world.users[person === 'member' ? 'auditor' : 'member']))) return 'yes';
    return person !== 'stranger' && (await mayAll(person, of(world.users[person]))) ? 'own' : '–';
  },
  'Widen a token of an application, within what its user granted': async (person) => {
    const of = (user: Made) => ({
      updateToken: async () => {
        const id = await tokenOf(user);
        await may('admin', NARROW, { id });
        return { id, scopes: ['read'] };
      },
    });
    if (await mayAll(person, of(world.users[person === 'member' ? 'auditor' : 'member']))) return 'yes';
    return person !== 'stranger' && (await mayAll(person, of(world.users[person]))) ? 'own' : '–';
  },
  'Read an organization and its members': async (person) =>
    yes(await may(person, 'query ($id: ID!) { organization(id: $id) { members { totalCount } } }', { id: world.acme.id })),
  'Change an organization and its members': async (person) => {
    const user = await fellow();
    return yes(
      await mayAll(person, {
        updateOrganization: async () => ({ id: world.acme.id, description: 'changed' }),
        setMember: async () => ({ organizationId: world.acme.id, userId: user.id, role: 'AUDITOR' }),
        removeMember: async () => ({ organizationId: world.acme.id, userId: user.id }),
      }),
    );
  },
  'Create and delete organizations and users': async (person) =>
    yes(
      await mayAll(person, {
        createOrganization: async () => ({ name: fresh() }),
        deleteOrganization: async () => ({ id: (await newOrganization()).id }),
        createUser: async () => ({ username: fresh(), password: 'correct horse' }),
        deleteUser: async () => ({ id: (await newUser()).id }),
      }),
    ),
  'Read, change and revoke personal tokens': async (person) => {
    const of = async (user: Made) => {
      const token = async () => (await mint(world, { user, scopes: ['read'] })).token.id;
      const read = await may(person, 'query ($id: ID!) { node(id: $id) { id } }', { id: await token() });
      const changed = await mayAll(person, {
        updateToken: async () => ({ id: await token(), description: 'changed' }),
        revokeToken: async () => ({ id: await token() }),
      });
      return read && changed;
    };
    if (await of(await fellow())) return 'all';
    return (await of(world.users[person])) ? 'own' : '–';
  },
  'Read users': async (person) => {
    const read = (user: Made) => may(person, 'query ($id: ID!) { user(id: $id) { id } }', { id: user.id });
    // somebody without an organization is nobody's fellow
    if (await read(await newUser())) return 'all';
    if (await read(await fellow())) return 'fellow members';
    return (await read(world.users[person])) ? 'self' : '–';
  },
  'Change a profile or password': async (person) => {
    const change = (user: Made) => mayAll(person, { updateUser: async () => ({ id: user.id, firstName: 'Changed' }) });
    if (await change(await fellow())) return 'all';
    return (await change(world.users[person])) ? 'self' : '–';
  },
};

describe('the table of rights in the README', () => {
  const table = tableBelow('docs/rights.md', 'Who may do what');

  it.each(table.map(([what = '', ...cells]) => ({ what, cells })))('says who may: $what', async ({ what, cells }) => {
    const found: string[] = [];
    for (const person of PEOPLE) found.push((await PROBES[what]?.(person)) ?? 'nobody has tried');
    expect(found).toEqual(cells);
  });
});
