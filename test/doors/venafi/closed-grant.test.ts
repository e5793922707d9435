import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ClientType, GrantType } from '../../../src/applications/application.rules.ts';
import { startWorld, type World } from '../../support/world.ts';
import { restAt } from '../support/rest.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'venafi', DOORS_VENAFI_ORGANIZATION: 'other', DOORS_VENAFI_GRANT_TYPES: 'PASSWORD' });
});
afterAll(() => world.stop());

const NEW = {
  ApplicationId: 'integration',
  Name: 'Integration',
  Vendor: 'V',
  Description: 'D',
  Url: 'https://v.example.org',
  Scope: 'read',
  MaximumScope: 'read',
};

it('gives no tokens for passwords where the password grant is not served', async () => {
  const { clientId: client_id } = await world.register({
    clientType: ClientType.PUBLIC,
    authorizationGrantType: GrantType.PASSWORD,
    redirectUris: [],
  });
  const request = { client_id, username: 'member', password: 'correct horse', scope: 'read' };
  const answer = await restAt(world.url)('POST', '/vedauth/authorize/oauth', request);
  expect([answer.status, answer.json.error]).toEqual([400, 'unauthorized_client']);
});

it('registers applications in the organization of the setting alone, with its grant types', async () => {
  const as = async (person: 'admin' | 'superuser') => restAt(world.url, await world.tokenOf(world.users[person].databaseId, ['write']));
  const admin = await (await as('admin'))('POST', '/vedsdk/OAuth/CreateApplication', NEW);
  expect(admin.json).toMatchObject({ Result: 9, Success: false });
  const superuser = await (await as('superuser'))('POST', '/vedsdk/OAuth/CreateApplication', NEW);
  expect(superuser.json).toMatchObject({ Result: 0, Success: true });
  const { data } = await world.ask.superuser('{ application(clientId: "integration") { grantTypes organization { name } } }');
  expect(data.application).toEqual({ grantTypes: ['PASSWORD'], organization: { name: 'Other' } });
});
