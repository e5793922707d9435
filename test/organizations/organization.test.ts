import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('several mutations of one request', () => {
  it('are done one after the other, and each answer shows what the earlier ones did', async () => {
    const { organization } = await mutate(world.ask.superuser, 'createOrganization', { name: 'First name' }, 'organization { id }');
    const { id } = await world.register({ organizationId: organization.id });
    const { data, errors } = await world.ask.superuser(
      `mutation($id: ID!, $organization: ID!) {
        before: updateApplication(input: { id: $id, description: "one" }) { application { description version organization { name } } }
        rename: updateOrganization(input: { id: $organization, name: "Second name" }) { organization { name applications { nodes { description } } } }
        after: updateApplication(input: { id: $id, description: "two" }) { application { description version organization { name } } }
        gone: deleteApplication(input: { id: $id }) { deletedId }
        end: updateOrganization(input: { id: $organization, description: "empty" }) { organization { applications { totalCount nodes { id } } } }
      }`,
      { id, organization: organization.id },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      before: { application: { description: 'one', version: 2, organization: { name: 'First name' } } },
      rename: { organization: { name: 'Second name', applications: { nodes: [{ description: 'one' }] } } },
      after: { application: { description: 'two', version: 3, organization: { name: 'Second name' } } },
      gone: { deletedId: id },
      end: { organization: { applications: { totalCount: 0, nodes: [] } } },
    });
  });

  it('fail or succeed each by itself', async () => {
    const { data } = await world.ask.superuser(
      'mutation { good: createOrganization(input: { name: "Good" }) { organization { name } userErrors { code } } bad: createOrganization(input: { name: "GOOD" }) { organization { name } userErrors { code } } }',
    );
    expect(data).toEqual({
      good: { organization: { name: 'Good' }, userErrors: [] },
      bad: { organization: null, userErrors: [{ code: 'TAKEN' }] },
    });
  });
});

describe('an organization', () => {
  it('keeps what an update omits or gives as null', async () => {
    const made = await mutate(
      world.ask.superuser,
      'createOrganization',
      { name: ' Kept ', description: 'so' },
      'organization { id name description version }',
    );
    expect(made.organization).toMatchObject({ name: 'Kept', description: 'so', version: 1 });
    const { id } = made.organization;
    const { organization } = await mutate(
      world.ask.superuser,
      'updateOrganization',
      { id, name: null, description: null },
      'organization { name description }',
    );
    expect(organization).toEqual({ name: 'Kept', description: 'so' });
  });
});

describe('a membership', () => {
  const roles = async () => {
    const { data } = await world.ask.superuser(
      'query($id: ID!) { organization(id: $id) { members { edges { role node { username } } } } }',
      {
        id: world.acme.id,
      },
    );
    return Object.fromEntries(
      data.organization.members.edges.map(({ role, node }: { role: string; node: { username: string } }) => [node.username, role]),
    );
  };

  it('is made, changed and ended', async () => {
    const member = { organizationId: world.acme.id, userId: world.users.stranger.id };
    const { user, organization } = await mutate(
      world.ask.superuser,
      'setMember',
      { ...member, role: 'MEMBER' },
      'user { id } organization { id }',
    );
    expect([user.id, organization.id]).toEqual([world.users.stranger.id, world.acme.id]);
    expect(await roles()).toMatchObject({ stranger: 'MEMBER' });
    await mutate(world.ask.admin, 'setMember', { ...member, role: 'ADMIN' });
    expect(await roles()).toMatchObject({ stranger: 'ADMIN' });
    await mutate(world.ask.admin, 'removeMember', member);
    expect(Object.keys(await roles())).not.toContain('stranger');
  });

  it('works from the very next request on', async () => {
    const { acme, users } = world;
    const see = async () =>
      (await world.ask.stranger('query($id: ID!) { organization(id: $id) { viewerRole } }', { id: acme.id })).data.organization;
    expect(await see()).toBeNull();
    await mutate(world.ask.superuser, 'setMember', { organizationId: acme.id, userId: users.stranger.id, role: 'AUDITOR' });
    expect(await see()).toEqual({ viewerRole: 'AUDITOR' });
    await mutate(world.ask.superuser, 'removeMember', { organizationId: acme.id, userId: users.stranger.id });
    expect(await see()).toBeNull();
  });

  it('of others shows of a user only the organizations that one may read', async () => {
    const { other, users } = world;
    await mutate(world.ask.superuser, 'setMember', { organizationId: other.id, userId: users.auditor.id, role: 'MEMBER' });
    const { data } = await world.ask.member('query($id: ID!) { user(id: $id) { organizations { totalCount nodes { name } } } }', {
      id: users.auditor.id,
    });
    expect(data.user.organizations).toEqual({ totalCount: 1, nodes: [{ name: 'Acme' }] });
    await mutate(world.ask.superuser, 'removeMember', { organizationId: other.id, userId: users.auditor.id });
  });
});
