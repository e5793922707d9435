import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser } from '../../src/users/user.service.ts';
import { openStore } from '../support/as-viewer.ts';
import { emptyPostgresqlDatabase } from '../support/database.ts';
import { mint } from '../support/mint.ts';
import { type Made, startWorld, type World } from '../support/world.ts';

async function migrated(): Promise<string> {
  const url = await emptyPostgresqlDatabase();
  await (await openStore({ url })).close();
  return url;
}

describe('with a read replica', () => {
  let world: World;
  beforeAll(async () => {
    // a replica that lags behind for as long as the test lasts
    world = await startWorld({ DATABASE_URL: await emptyPostgresqlDatabase(), DATABASE_REPLICA_URLS: await migrated() });
  });
  afterAll(() => world.stop());

  const count = '{ applications { totalCount } }';

  /** Asks as somebody who has never written: not even a token of their own. */
  async function newcomer() {
    const { user } = await createUser(world.operator, {
      username: `newcomer-${++newcomers}`,
      password: 'correct horse',
      isSuperuser: true,
    });
    return world.as((await mint(world, { user: user as Made, scopes: ['admin'] })).accessToken);
  }
  let newcomers = 0;

  it('a viewer reads from it', async () => {
    await world.register();
    const { data, errors } = await (await newcomer())(count);
    expect({ data, errors }).toEqual({ data: { applications: { totalCount: 0 } }, errors: undefined });
  });

  it('a viewer who has just written reads from the primary', async () => {
    const writer = await newcomer();
    await writer('mutation { createOrganization(input: { name: "Mine" }) { userErrors { message } } }');
    expect((await writer('{ organizations { nodes { name } } }')).data.organizations.nodes).toContainEqual({ name: 'Mine' });
  });

  it('the answer to a mutation shows what it has written', async () => {
    const input = `name: "Shown", organizationId: "${world.acme.id}", clientType: CONFIDENTIAL, authorizationGrantType: DEVICE_CODE`;
    const { data, errors } = await (await newcomer())(
      `mutation { createApplication(input: { ${input} }) { application { organization { name } secrets { hint } activity { totalCount } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.createApplication.application).toEqual({
      organization: { name: 'Acme' },
      secrets: [{ hint: expect.any(String) }],
      activity: { totalCount: 1 },
    });
  });

  it('a revoked token is refused by the very next request', async () => {
    const { token, accessToken } = await mint(world, { user: world.users.systemAuditor });
    expect((await world.as(accessToken)(count)).status).toBe(200);
    await world.ask.superuser(`mutation { revokeToken(input: { id: "${token.id}" }) { userErrors { message } } }`);
    expect((await world.as(accessToken)(count)).status).toBe(401);
  });
});

describe('with the primary as its own replica', () => {
  it('everything is there at once', async () => {
    const url = await emptyPostgresqlDatabase();
    const world = await startWorld({ DATABASE_URL: url, DATABASE_REPLICA_URLS: `${url}, ${url}` });
    await world.register({ name: 'Portal' });
    const { data } = await world.ask.member('{ applications { nodes { name organization { name } } } }');
    await world.stop();
    expect(data.applications.nodes).toEqual([{ name: 'Portal', organization: { name: 'Acme' } }]);
  });
});
