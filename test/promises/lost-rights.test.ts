import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { removeMember, setMember } from '../../src/organizations/organization.service.ts';
import { revokeTokens } from '../../src/tokens/existing-token.service.ts';
import { TokenUsage } from '../../src/tokens/usage.ts';
import { createUser, updateUser } from '../../src/users/user.service.ts';
import { mint } from '../support/mint.ts';
import { Moments } from '../support/moments.ts';
import { type Made, startWorld, type World } from '../support/world.ts';

let world: World;
let moments: Moments;
beforeAll(async () => {
  world = await startWorld();
  // it writes beside all requests, which would be taken for the write of one
  jest.spyOn(TokenUsage.prototype, 'flush').mockResolvedValue(undefined);
  moments = new Moments(world.app.store);
});
afterEach(() => moments.letBe());
afterAll(() => world.stop());

/** Who uses a right while it is taken, and who is waiting for what they give. */
interface Scene {
  readonly giver: Made;
  readonly taker: Made;
}
type Payload = Promise<{ userErrors: readonly unknown[] }>;

let count = 0;
const newUser = async (input: object = {}) =>
  (await createUser(world.operator, { username: `right ${++count}`, password: 'correct horse', ...input })).user as Made;
const member = ({ id: userId }: Made, role: OrganizationRole) => setMember(world.operator, { organizationId: world.acme.id, userId, role });

/** How somebody comes to a right, and how it is taken. */
const RIGHTS: Readonly<Record<string, { come: () => Promise<Made>; lose: (giver: Made) => Payload }>> = {
  'an ADMIN who is removed': {
    come: async () => {
      const user = await newUser();
      await member(user, OrganizationRole.ADMIN);
      return user;
    },
    lose: ({ id: userId }) => removeMember(world.operator, { organizationId: world.acme.id, userId }),
  },
  'an ADMIN who becomes a MEMBER': {
    come: async () => {
      const user = await newUser();
      await member(user, OrganizationRole.ADMIN);
      return user;
    },
    lose: (giver) => member(giver, OrganizationRole.MEMBER),
  },
  'a superuser who is none any more': {
    come: () => newUser({ isSuperuser: true }),
    lose: ({ id }) => updateUser(world.operator, { id, isSuperuser: false }),
  },
  'a superuser whose tokens are revoked': {
    come: () => newUser({ isSuperuser: true }),
    lose: ({ id }) => revokeTokens(world.operator, { userId: id }),
  },
};
const ADMINS = Object.keys(RIGHTS);
const SUPERUSERS = ADMINS.filter((name) => name.startsWith('a superuser'));

const CODE = {
  authorizationGrantType: GrantType.AUTHORIZATION_CODE,
  clientType: 'CONFIDENTIAL',
  redirectUris: ['https://app.example.org/'],
};

/** What is given away, as the input of a mutation. */
const GIFTS: Readonly<Record<string, { of: readonly string[]; operation: string; input: (scene: Scene) => Promise<object> }>> = {
  'a role': {
    of: ADMINS,
    operation: 'setMember',
    input: async ({ taker }) => ({ organizationId: world.acme.id, userId: taker.id, role: 'ADMIN' }),
  },
  'a new secret': {
    of: ADMINS,
    operation: 'rotateClientSecret',
    input: async () => ({ applicationId: (await world.register()).id }),
  },
  'one more secret': {
    of: ADMINS,
    operation: 'addClientSecret',
    input: async () => ({ applicationId: (await world.register()).id }),
  },
  'a secret of their own': {
    of: SUPERUSERS,
    operation: 'addClientSecret',
    input: async () => ({ applicationId: (await world.register()).id, clientSecret: 'made.elsewhere:0123456789' }),
  },
  'an application with a secret of their own': {
    of: SUPERUSERS,
    operation: 'createApplication',
    input: async () => ({ ...CODE, organizationId: world.acme.id, name: `Own ${++count}`, clientSecret: 'made.elsewhere:0123456789' }),
  },
  'what a user may be spared': {
    of: ADMINS,
    operation: 'updateApplication',
    input: async () => ({ id: (await world.register()).id, skipAuthorization: true }),
  },
  'an application that spares users the question': {
    of: ADMINS,
    operation: 'createApplication',
    input: async () => ({ ...CODE, organizationId: world.acme.id, name: `Sparing ${++count}`, skipAuthorization: true }),
  },
  'an application as it is declared': {
    of: ADMINS,
    operation: 'applyApplications',
    input: async () => ({ organizationId: world.acme.id, applications: [{ ...CODE, name: `Declared ${++count}` }] }),
  },
  trust: {
    of: SUPERUSERS,
    operation: 'updateApplication',
    input: async () => ({ id: (await world.register()).id, trusted: true }),
  },
  'a trusted application': {
    of: SUPERUSERS,
    operation: 'createApplication',
    input: async () => ({ ...CODE, organizationId: world.acme.id, name: `Trusted ${++count}`, trusted: true }),
  },
  'the rights of a superuser': {
    of: SUPERUSERS,
    operation: 'updateUser',
    input: async ({ taker }) => ({ id: taker.id, isSuperuser: true }),
  },
  'a user': {
    of: SUPERUSERS,
    operation: 'createUser',
    input: async () => ({ username: `given ${++count}`, password: 'correct horse', isSuperuser: true }),
  },
  'more scope': {
    of: ['a superuser whose tokens are revoked'],
    operation: 'updateToken',
    input: async ({ giver }) => ({ id: (await mint(world, { user: giver, scopes: ['read'] })).token.id, scopes: ['read', 'write'] }),
  },
};
const CASES = Object.entries(GIFTS).flatMap(([gift, { of }]) => of.map((who) => ({ gift, who })));

describe.each(CASES)('$who', ({ gift, who }) => {
  it(`gives ${gift} to nobody any more, be it asked for before`, async () => {
    const { come, lose } = RIGHTS[who] as (typeof RIGHTS)[string];
    const { operation, input } = GIFTS[gift] as (typeof GIFTS)[string];
    const giver = await come();
    const ask = world.as(await world.tokenOf(giver.databaseId, [who.startsWith('a superuser') ? 'admin' : 'write']));
    const newInput = async () => {
      const taker = await newUser();
      await member(taker, OrganizationRole.MEMBER);
      return input({ giver, taker });
    };
    const [given, taken] = [await newInput(), await newInput()];
    const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
    const give = (wanted: object) =>
      ask(`mutation ($input: ${type}!) { ${operation}(input: $input) { userErrors { code } } }`, { input: wanted });
    expect((await give(given)).data[operation].userErrors).toEqual([]);
    // what is only inserted is looked at outside of any transaction: right after the token was
    const [nth, moment] = operation === 'createApplication' ? ([1, 'read'] as const) : ([0, 'write'] as const);
    const isLost = moments.before(nth, moment, async () => expect((await lose(giver)).userErrors).toEqual([]));
    const { data, status } = await give(taken);
    expect(await isLost()).toBe(true);
    expect({ status, faults: data?.[operation].userErrors }).toEqual({ status: 200, faults: [{ code: 'FORBIDDEN' }] });
  });
});
