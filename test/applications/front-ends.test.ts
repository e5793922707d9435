import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf, mutate } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ REDIRECT_URI_RULES: 'path-wildcards' });
});
afterAll(() => world.stop());

const FIELDS = 'application { id postLogoutRedirectUris webOrigins version }';
const update = (input: object) => mutate(world.ask.admin, 'updateApplication', input, FIELDS);
const [GOODBYE, FRONT] = ['https://app.example.org/goodbye', 'https://front.example.org'];

describe('where users go who sign out, and from where browsers use an application', () => {
  it('is nowhere and the redirect URIs, unless it is said', async () => {
    const input = { name: 'Front end', organizationId: world.acme.id, clientType: 'PUBLIC', authorizationGrantType: 'DEVICE_CODE' };
    const { application } = await mutate(world.ask.admin, 'createApplication', input, FIELDS);
    expect(application).toMatchObject({ postLogoutRedirectUris: [], webOrigins: [] });
    const said = { postLogoutRedirectUris: [GOODBYE], webOrigins: [FRONT] };
    const { application: other } = await mutate(world.ask.admin, 'createApplication', { ...input, name: 'Other', ...said }, FIELDS);
    expect(other).toMatchObject(said);
  });

  it('changes, stays and is cleared like redirect URIs, as activity tells', async () => {
    const { id } = await world.register();
    const said = { postLogoutRedirectUris: [GOODBYE], webOrigins: [FRONT, 'http://localhost:5173'] };
    expect((await update({ id, ...said })).application).toMatchObject({ ...said, version: 2 });
    expect((await update({ id, postLogoutRedirectUris: null, webOrigins: null })).application).toMatchObject({ ...said, version: 2 });
    expect((await update({ id, postLogoutRedirectUris: [], webOrigins: [] })).application).toMatchObject({
      postLogoutRedirectUris: [],
      webOrigins: [],
      version: 3,
    });
    const { data } = await world.ask.admin(
      'query ($id: ID!) { application(id: $id) { activity(first: 1) { nodes { changes { field before after } } } } }',
      { id },
    );
    expect(data.application.activity.nodes[0].changes).toEqual([
      { field: 'postLogoutRedirectUris', before: JSON.stringify([GOODBYE]), after: '[]' },
      { field: 'webOrigins', before: JSON.stringify(said.webOrigins), after: '[]' },
    ]);
  });

  it('has all its faults told at once, by their paths', async () => {
    const { id } = await world.register();
    const input = {
      id,
      redirectUris: ['https://app.example.org/*', 'http://app.example.org/'],
      postLogoutRedirectUris: [GOODBYE, 'https://app.example.org/*', 'javascript:alert(1)', GOODBYE, 'http://app.example.org/'],
      webOrigins: [FRONT, '*', `${FRONT}/`, 'http://app.example.org', FRONT],
    };
    expect(await faultsOf(world.ask.admin, 'updateApplication', input)).toEqual([
      'INVALID_REDIRECT_URI redirectUris.1',
      ...[1, 2, 3, 4].map((index) => `INVALID_REDIRECT_URI postLogoutRedirectUris.${index}`),
      ...[1, 2, 3, 4].map((index) => `INVALID webOrigins.${index}`),
    ]);
    const many = Array.from({ length: 51 }, (_, index) => `https://app${index}.example.org`);
    expect(await faultsOf(world.ask.admin, 'updateApplication', { id, postLogoutRedirectUris: many, webOrigins: many })).toEqual([
      'LIMIT_EXCEEDED postLogoutRedirectUris',
      'LIMIT_EXCEEDED webOrigins',
    ]);
  });
});
