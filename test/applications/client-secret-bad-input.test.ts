import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe('rotateClientSecret', () => {
  it.each([
    [{ keepPreviousFor: -1 }, ['INVALID keepPreviousFor']],
    [{ keepPreviousFor: 30 * 24 * 60 * 60 + 1 }, ['LIMIT_EXCEEDED keepPreviousFor']],
    [{ expiresAt: '2001-01-01T00:00:00Z' }, ['EXPIRY_IN_PAST expiresAt']],
    [{ keepPreviousFor: -1, expiresAt: '2001-01-01T00:00:00Z' }, ['INVALID keepPreviousFor', 'EXPIRY_IN_PAST expiresAt']],
    [{ keepPreviousFor: 30 * 24 * 60 * 60, expiresAt: '2099-01-01T00:00:00Z' }, []],
    [{ keepPreviousFor: null, expiresAt: null, revokeTokens: null }, []],
  ])('answers %j with %j', async (input, faults) => {
    const { id } = await world.register();
    expect(await faultsOf(world.ask.admin, 'rotateClientSecret', { applicationId: id, ...input })).toEqual(faults);
  });

  it('has no secret of a public client to rotate', async () => {
    const { id } = await world.register({ clientType: 'PUBLIC' as never });
    const { clientSecret, userErrors } = await mutate(world.ask.admin, 'rotateClientSecret', { applicationId: id }, 'clientSecret');
    expect(clientSecret).toBeNull();
    expect(userErrors).toEqual([
      { code: 'NOT_SUPPORTED_FOR_PUBLIC_CLIENT', field: ['applicationId'], message: 'A public client has no secret to rotate.' },
    ]);
  });

  it('takes no time that is none', async () => {
    const { errors } = await world.ask.admin(
      'mutation($input: RotateClientSecretInput!) { rotateClientSecret(input: $input) { userErrors { code } } }',
      { input: { applicationId: world.acme.id, expiresAt: 'tomorrow' } },
    );
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0].message).toContain('"input.expiresAt"');
  });
});

describe('deleteClientSecret', () => {
  it('keeps the last secret', async () => {
    const { id } = await world.register();
    const { data } = await world.ask.admin('query($id: ID!) { application(id: $id) { secrets { id } } }', { id });
    const { userErrors } = await mutate(world.ask.admin, 'deleteClientSecret', { id: data.application.secrets[0].id });
    expect(userErrors).toEqual([{ code: 'INVALID', field: ['id'], message: expect.stringContaining('last secret') }]);
  });
});
