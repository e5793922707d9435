import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import type { Ask } from '../support/gateway.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let foreign: string;
beforeAll(async () => {
  world = await startWorld({ LIMIT_TAKEN: '3' });
  foreign = (await world.register({ organizationId: world.other.id })).clientId;
});
afterAll(() => world.stop());

/** Another ADMIN of Acme. */
let count = 0;
async function anAdmin(): Promise<Ask & { id: string }> {
  const { user } = await createUser(world.operator, { username: `admin ${++count}`, password: 'correct horse' });
  const { id, databaseId } = user as { id: string; databaseId: number };
  await setMember(world.operator, { organizationId: world.acme.id, userId: id, role: OrganizationRole.ADMIN });
  return Object.assign(world.as(await world.tokenOf(databaseId)), { id });
}

const codes = (payload: { userErrors: { field: string[]; code: string }[] }) => payload.userErrors.map(({ code }) => code);
const register = async (ask: Ask, clientId: string | null) => {
  const { data } = await ask(
    'mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { userErrors { field code } } }',
    {
      input: {
        name: `Chosen ${++count}`,
        clientId,
        organizationId: world.acme.id,
        clientType: 'PUBLIC',
        authorizationGrantType: 'AUTHORIZATION_CODE',
        redirectUris: ['https://app.example.org/callback'],
      },
    },
  );
  return codes(data.createApplication);
};
const rename = async (ask: Ask, name: string) => {
  const { data } = await ask(
    'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { field code } } }',
    {
      input: { id: world.acme.id, name },
    },
  );
  return codes(data.updateOrganization);
};

describe('that a name is taken by what one may not read', () => {
  it('is told so many times an hour to one user, of client ids, organizations and users together; then no choice is looked at', async () => {
    const ask = await anAdmin();
    expect(await register(ask, foreign)).toEqual(['TAKEN']);
    expect(await rename(ask, 'OTHER')).toEqual(['TAKEN']);
    const { data } = await ask('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { userErrors { field code } } }', {
      input: { id: ask.id, username: 'stranger', currentPassword: 'correct horse' },
    });
    expect(codes(data.updateUser)).toEqual(['TAKEN']);
    for (const clientId of [foreign, 'surely-nobody-has-this']) expect(await register(ask, clientId)).toEqual(['LIMIT_EXCEEDED']);
    for (const name of ['Other', 'Surely nobody has this']) expect(await rename(ask, name)).toEqual(['LIMIT_EXCEEDED']);
    expect(await register(ask, null)).toEqual([]);
    expect(await register(await anAdmin(), foreign)).toEqual(['TAKEN']);
  });

  it('is told no more often to many requests at once', async () => {
    const ask = await anAdmin();
    const answers = await Promise.all(Array.from({ length: 12 }, () => register(ask, foreign)));
    expect(answers.flat().sort()).toEqual([...Array(9).fill('LIMIT_EXCEEDED'), ...Array(3).fill('TAKEN')]);
  });

  it('costs nothing where one may read it, where it is free, or where something else is wrong', async () => {
    const ask = await anAdmin();
    const { clientId: own } = await world.register();
    for (let times = 0; times < 5; times++) {
      expect(await register(ask, own)).toEqual(['TAKEN']);
      expect(await register(ask, `free-${++count}`)).toEqual([]);
      expect(await register(ask, '?')).toEqual(['INVALID']);
    }
    expect(await Promise.all(Array.from({ length: 12 }, (_, index) => register(ask, `free-at-once-${index}`)))).toEqual(Array(12).fill([]));
    expect(await register(ask, foreign)).toEqual(['TAKEN']);
  });

  it('is told to superusers as often as they like', async () => {
    for (let times = 0; times < 5; times++) expect(await register(world.ask.superuser, foreign)).toEqual(['TAKEN']);
  });
});
