import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const FIELDS = 'application { id authorizationGrantType grantTypes version }';
let count = 0;
const create = (input: object) =>
  mutate(
    world.ask.admin,
    'createApplication',
    {
      ...{ name: `Several ${++count}`, organizationId: world.acme.id, clientType: 'CONFIDENTIAL' },
      ...{ redirectUris: ['https://app.example.org/callback'], ...input },
    },
    FIELDS,
  );
const update = (id: string, input: object) => mutate(world.ask.admin, 'updateApplication', { id, ...input }, FIELDS);
type Answer = { readonly userErrors: readonly { code: string; field: readonly string[]; message: string }[] };
const faultsOf = ({ userErrors }: Answer) => userErrors.map(({ code, field }) => `${code} ${field.join('.')}`);

describe('a new application', () => {
  it('has its authorization grant type alone, unless it says otherwise', async () => {
    const { application } = await create({ authorizationGrantType: 'DEVICE_CODE' });
    expect(application).toMatchObject({ authorizationGrantType: 'DEVICE_CODE', grantTypes: ['DEVICE_CODE'] });
  });

  it('has the first of its grant types as its authorization grant type', async () => {
    const { application } = await create({ grantTypes: ['CLIENT_CREDENTIALS', 'AUTHORIZATION_CODE'] });
    expect(application).toMatchObject({
      authorizationGrantType: 'CLIENT_CREDENTIALS',
      grantTypes: ['CLIENT_CREDENTIALS', 'AUTHORIZATION_CODE'],
    });
  });

  it('has the authorization grant type first, wherever it stood', async () => {
    const { application } = await create({
      authorizationGrantType: 'PASSWORD',
      grantTypes: ['AUTHORIZATION_CODE', 'DEVICE_CODE', 'PASSWORD'],
    });
    expect(application).toMatchObject({
      authorizationGrantType: 'PASSWORD',
      grantTypes: ['PASSWORD', 'AUTHORIZATION_CODE', 'DEVICE_CODE'],
    });
  });

  it.each([
    [{ grantTypes: [] }, ['REQUIRED grantTypes']],
    [{ authorizationGrantType: 'PASSWORD', grantTypes: [] }, ['REQUIRED grantTypes']],
    [{ grantTypes: ['PASSWORD', 'DEVICE_CODE', 'PASSWORD'] }, ['INVALID grantTypes.2']],
    [{ grantTypes: Array.from({ length: 1_000 }, () => 'PASSWORD') }, ['LIMIT_EXCEEDED grantTypes']],
    [{ authorizationGrantType: 'PASSWORD', grantTypes: ['DEVICE_CODE'] }, ['INVALID grantTypes']],
    [{ clientType: 'PUBLIC', grantTypes: ['DEVICE_CODE', 'CLIENT_CREDENTIALS'] }, ['NOT_SUPPORTED_FOR_PUBLIC_CLIENT grantTypes.1']],
    [{ grantTypes: ['DEVICE_CODE', 'AUTHORIZATION_CODE'], redirectUris: [] }, ['REQUIRED redirectUris']],
    [{}, ['REQUIRED authorizationGrantType']],
    [{ grantTypes: null }, ['REQUIRED authorizationGrantType']],
  ])('is refused with %j', async (input, faults) => {
    expect(faultsOf(await create(input))).toEqual(faults);
  });
});

describe('the grant types of an application', () => {
  const created = async (input: object) => (await create(input)).application as { id: string; version: number };

  it('change, but for its authorization grant type', async () => {
    const { id } = await created({ grantTypes: ['AUTHORIZATION_CODE', 'PASSWORD'] });
    const { application } = await update(id, { grantTypes: ['DEVICE_CODE', 'AUTHORIZATION_CODE'] });
    expect(application).toMatchObject({ authorizationGrantType: 'AUTHORIZATION_CODE', grantTypes: ['AUTHORIZATION_CODE', 'DEVICE_CODE'] });
    const { userErrors } = await update(id, { grantTypes: ['DEVICE_CODE'] });
    expect(userErrors).toEqual([
      {
        code: 'INVALID',
        field: ['grantTypes'],
        message: 'Must have AUTHORIZATION_CODE, the authorizationGrantType, which never changes.',
      },
    ]);
  });

  it('stay where nothing is said of them, and where they are said again in another order', async () => {
    const { id, version } = await created({ grantTypes: ['AUTHORIZATION_CODE', 'PASSWORD', 'DEVICE_CODE'] });
    const { application } = await update(id, { description: 'changed' });
    expect(application).toMatchObject({ grantTypes: ['AUTHORIZATION_CODE', 'PASSWORD', 'DEVICE_CODE'], version: version + 1 });
    const again = await update(id, {
      grantTypes: ['DEVICE_CODE', 'PASSWORD', 'AUTHORIZATION_CODE'],
      authorizationGrantType: 'AUTHORIZATION_CODE',
    });
    expect(again.application).toMatchObject({ grantTypes: ['AUTHORIZATION_CODE', 'PASSWORD', 'DEVICE_CODE'], version: version + 1 });
  });

  it('need what each of them needs', async () => {
    const { id } = await created({ grantTypes: ['DEVICE_CODE'], redirectUris: [], clientType: 'PUBLIC' });
    expect(faultsOf(await update(id, { grantTypes: ['DEVICE_CODE', 'AUTHORIZATION_CODE'] }))).toEqual(['REQUIRED redirectUris']);
    expect(faultsOf(await update(id, { grantTypes: ['DEVICE_CODE', 'CLIENT_CREDENTIALS'] }))).toEqual([
      'NOT_SUPPORTED_FOR_PUBLIC_CLIENT grantTypes.1',
    ]);
    const confidential = await created({ grantTypes: ['DEVICE_CODE', 'CLIENT_CREDENTIALS'] });
    expect(faultsOf(await update(confidential.id, { clientType: 'PUBLIC' }))).toEqual(['NOT_SUPPORTED_FOR_PUBLIC_CLIENT clientType']);
    const withCode = await created({ grantTypes: ['DEVICE_CODE', 'AUTHORIZATION_CODE'] });
    expect(faultsOf(await update(withCode.id, { redirectUris: [] }))).toEqual(['REQUIRED redirectUris']);
    expect((await update(withCode.id, { redirectUris: [], grantTypes: ['DEVICE_CODE'] })).userErrors).toEqual([]);
  });

  it('of a powerful application are for superusers', async () => {
    const { id } = await world.register({ trusted: true });
    expect(faultsOf(await update(id, { grantTypes: ['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS'] }))).toEqual(['FORBIDDEN grantTypes']);
  });

  it('are told by activity', async () => {
    const { id } = await created({ grantTypes: ['AUTHORIZATION_CODE'] });
    await update(id, { grantTypes: ['AUTHORIZATION_CODE', 'DEVICE_CODE'] });
    const { data } = await world.ask.admin(
      'query ($id: ID!) { application(id: $id) { activity(first: 1) { nodes { changes { field before after } } } } }',
      { id },
    );
    expect(data.application.activity.nodes[0].changes).toEqual([
      { field: 'grantTypes', before: '["AUTHORIZATION_CODE"]', after: '["AUTHORIZATION_CODE","DEVICE_CODE"]' },
    ]);
  });
});

describe('a list of applications', () => {
  it('is asked for a grant type, and for one that is the first', async () => {
    const tag = 'findable';
    await create({ name: `${tag} one`, grantTypes: ['PASSWORD', 'DEVICE_CODE'] });
    await create({ name: `${tag} two`, grantTypes: ['DEVICE_CODE'] });
    const find = async (filter: object) => {
      const { data } = await world.ask.admin(
        'query ($filter: ApplicationFilter) { applications(filter: $filter) { totalCount nodes { name } } }',
        {
          filter: { search: tag, ...filter },
        },
      );
      expect(data.applications.totalCount).toBe(data.applications.nodes.length);
      return data.applications.nodes.map(({ name }: { name: string }) => name).sort();
    };
    expect(await find({ grantType: 'DEVICE_CODE' })).toEqual([`${tag} one`, `${tag} two`]);
    expect(await find({ grantType: 'PASSWORD' })).toEqual([`${tag} one`]);
    expect(await find({ authorizationGrantType: 'DEVICE_CODE' })).toEqual([`${tag} two`]);
    expect(await find({ grantType: 'CLIENT_CREDENTIALS' })).toEqual([]);
  });
});
