import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { type Made, startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const works = async (accessToken: string) => (await world.as(accessToken)('{ viewer { id } }')).status === 200;
const make = async (accessToken: string, input: object = {}): Promise<string> =>
  (await mutate(world.as(accessToken), 'createToken', input, 'accessToken')).accessToken;

/** A trusted application with the token of a member, and what that has minted through three generations. */
async function generations(input: object = {}) {
  const application = await world.register({ trusted: true, ...input });
  const other = await world.register({ trusted: true });
  const { id } = await grant(world, world.users.member, application);
  const parent = await mint(world, { application, user: world.users.member, expiresIn: 300 });
  const personal = await make(parent.accessToken);
  const ofOther = await make(personal, { applicationId: other.id });
  const last = await make(ofOther);
  return { application, other, grantId: id, parent, minted: [personal, ofOther, last] };
}
type Generations = Awaited<ReturnType<typeof generations>>;

/** Everything with which a grant ends, or can do less. */
const ENDS: Readonly<Record<string, (made: Generations) => Promise<string[]>>> = {
  'its grant': ({ grantId }) => faultsOf(world.ask.member, 'revokeGrant', { id: grantId }),
  'the token that minted it': ({ parent }) => faultsOf(world.ask.member, 'revokeToken', { id: parent.token.id }),
  'some scope of the token that minted it': ({ parent }) =>
    faultsOf(world.ask.admin, 'updateToken', { id: parent.token.id, scopes: ['read'] }),
  'all tokens of the application': ({ application }) => faultsOf(world.ask.admin, 'revokeTokens', { applicationId: application.id }),
  'those of its user there': ({ application }) =>
    faultsOf(world.ask.member, 'revokeTokens', { applicationId: application.id, userId: world.users.member.id }),
  'the application': ({ application }) => faultsOf(world.ask.admin, 'deleteApplication', { id: application.id }),
  'the application being enabled': ({ application }) =>
    faultsOf(world.ask.admin, 'updateApplication', { id: application.id, enabled: false }),
  'the application being trusted': ({ application }) =>
    faultsOf(world.ask.superuser, 'updateApplication', { id: application.id, trusted: false }),
  'what the application may at most': ({ application }) =>
    faultsOf(world.ask.superuser, 'updateApplication', { id: application.id, scopes: ['read'], maximumScopes: ['read'] }),
  'the tokens of a rotated secret': ({ application }) =>
    faultsOf(world.ask.superuser, 'rotateClientSecret', { applicationId: application.id, revokeTokens: true }),
};

describe('what the token of a trusted application mints', () => {
  it.each(Object.entries(ENDS))('ends with %s, through every generation', async (_, end) => {
    const made = await generations();
    const [elsewhere, bystander] = [await generations(), await world.tokenOf(world.users.member.databaseId)];
    for (const token of made.minted) expect(await works(token)).toBe(true);
    expect(await end(made)).toEqual([]);
    expect(await Promise.all(made.minted.map(works))).toEqual([false, false, false]);
    for (const token of [...elsewhere.minted, bystander]) expect(await works(token)).toBe(true);
  });

  it('stays ended when the application is enabled again, whose own tokens come back', async () => {
    const { application, parent, minted } = await generations();
    for (const enabled of [false, true])
      expect(await faultsOf(world.ask.superuser, 'updateApplication', { id: application.id, enabled })).toEqual([]);
    expect(await works(parent.accessToken)).toBe(true);
    expect(await Promise.all(minted.map(works))).toEqual([false, false, false]);
  });

  it('ends with the organization of the application', async () => {
    const { organization } = await mutate(world.ask.superuser, 'createOrganization', { name: 'Passing' }, 'organization { id }');
    await mutate(world.ask.superuser, 'setMember', { organizationId: organization.id, userId: world.users.member.id, role: 'MEMBER' });
    const { minted } = await generations({ organizationId: organization.id });
    expect(await faultsOf(world.ask.superuser, 'deleteOrganization', { id: organization.id })).toEqual([]);
    expect(await Promise.all(minted.map(works))).toEqual([false, false, false]);
  });

  it('lives on when that token is described otherwise, or given what it has', async () => {
    const { parent, minted } = await generations();
    const change = (input: object) => faultsOf(world.ask.member, 'updateToken', { id: parent.token.id, ...input });
    expect([...(await change({ description: 'Other' })), ...(await change({ scopes: ['write'] }))]).toEqual([]);
    expect(await Promise.all(minted.map(works))).toEqual([true, true, true]);
  });

  it('leaves what it came from alone when it is revoked itself', async () => {
    const { parent, minted, other } = await generations();
    expect(await faultsOf(world.ask.member, 'revokeTokens', { applicationId: other.id, userId: world.users.member.id })).toEqual([]);
    expect(await Promise.all([parent.accessToken, ...minted].map(works))).toEqual([true, true, false, false]);
  });

  it('lives no longer than the grant, whatever is asked for', async () => {
    const { parent, application } = await generations({ grantValidity: 600, accessValidity: 60 });
    const ask = world.as(parent.accessToken);
    expect(await faultsOf(ask, 'createToken', { expiresIn: 10_000 })).toEqual(['LIMIT_EXCEEDED expiresIn']);
    const { token, accessToken } = await mutate(ask, 'createToken', {}, 'accessToken token { id expiresAt }');
    const grantEnd = async ({ databaseId }: Made) => {
      const found = await world.operator.store
        .read(true)
        .selectFrom('token')
        .where('application_id', '=', databaseId)
        .select('refresh_expires_at as at')
        .executeTakeFirstOrThrow();
      return new Date(found.at as never).toISOString();
    };
    expect(token.expiresAt).toBe(await grantEnd(application));
    const { token: second } = await mutate(world.as(accessToken), 'createToken', {}, 'token { expiresAt }');
    expect(second.expiresAt).toBe(token.expiresAt);
  });

  it('is minted by a token that works until the year 10000', async () => {
    const application = await world.register({ trusted: true, maximumScopes: ['write'], accessValidity: 60 });
    const expiresIn = Math.ceil((Date.UTC(10_000, 0, 2) - Date.now()) / 1000);
    const { accessToken } = await mint(world, { application, user: world.users.superuser, expiresIn });
    expect(await faultsOf(world.as(accessToken), 'createToken', {})).toEqual([]);
  });

  it('has no more scope than the token that minted it', async () => {
    const application = await world.register({ trusted: true, scopes: ['read'], maximumScopes: ['write'] });
    const { accessToken } = await mint(world, { application, user: world.users.superuser, scopes: ['write'] });
    expect(await faultsOf(world.as(accessToken), 'createToken', { scopes: ['admin'] })).toEqual(['SCOPE_EXCEEDS_MAXIMUM scopes.0']);
  });
});

it('what a personal token mints stands by itself, as tokens do that take the place of one another', async () => {
  const old = await world.tokenOf(world.users.member.databaseId);
  const fresh = await make(old);
  const { data } = await world.as(old)('{ viewer { personalTokens(first: 100) { nodes { id hint } } } }');
  const { id } = data.viewer.personalTokens.nodes.find(({ hint }: { hint: string }) => hint === old.slice(-4));
  expect(await faultsOf(world.as(fresh), 'revokeToken', { id })).toEqual([]);
  expect([await works(old), await works(fresh)]).toEqual([false, true]);
});
