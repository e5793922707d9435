import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { applyApplications } from '../../src/declarations/declaration.service.ts';
import { SOURCES } from '../../src/declarations/import/sources.rules.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

it('a user logs in to a confidential client of Keycloak that was imported with its secret', async () => {
  const realm = JSON.parse(readFileSync(join(import.meta.dirname, '../declarations/samples/keycloak-config-cli.json'), 'utf8'));
  const { scopes, redirectUriRules } = world.operator.settings;
  const clients = SOURCES.keycloak.translate(realm, { scopes: scopes.map(({ name }) => name), redirectUriRules });
  const applications = clients.flatMap(({ application, clientSecret }) =>
    application && clientSecret ? { ...application, clientSecret } : [],
  );
  const { plan, userErrors } = await applyApplications(world.operator, { organizationId: world.acme.id, applications });
  expect(userErrors).toEqual([]);
  const [made] = plan ?? [];
  const { secret } = realm.clients.find(({ clientId }: { clientId: string }) => clientId === made?.clientId);
  expect(made).toMatchObject({ action: 'CREATE', clientSecret: null, secrets: [{ fate: 'GIVEN' }] });
  const client: Client = {
    ...(made?.application as { id: string; databaseId: number }),
    clientId: made?.clientId as string,
    clientSecret: secret,
  };
  const redirect = { redirect_uri: 'https://moped-client.org/redirect' };
  const { code, verifier } = await world.logIn(client, 'member', redirect);
  expect(await world.redeem(client, code, verifier, redirect)).toMatchObject({ status: 200, body: { access_token: expect.any(String) } });
});
