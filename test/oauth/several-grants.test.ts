import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { mutate } from '../support/mutate.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
});
afterAll(() => world.stop());

/** What each grant type is answered that an application tries. */
async function tried(client: Client): Promise<Record<GrantType, string>> {
  const said = ({ status, body }: { status: number; body: { error?: string } }) => (status === 200 ? 'given' : String(body.error));
  const authorize = async () => {
    const { page } = await world.authorize(client);
    // where no redirect URI is anybody's, nobody is sent anywhere
    if (page.title === 'You are not sent on') return 'unauthorized_client';
    return page.parameters.error ?? said(await world.tokensOf(client));
  };
  return {
    AUTHORIZATION_CODE: await authorize(),
    CLIENT_CREDENTIALS: said(await world.post('/oauth/token', client, { grant_type: 'client_credentials' })),
    PASSWORD: said(await world.post('/oauth/token', client, { grant_type: 'password', username: 'member', password: PASSWORD })),
    DEVICE_CODE: said(await world.post('/oauth/device_authorization', client, {})),
  };
}

const given = (grantTypes: readonly GrantType[]) =>
  Object.fromEntries(Object.values(GrantType).map((type) => [type, grantTypes.includes(type) ? 'given' : 'unauthorized_client']));

describe('an application gets its tokens by every grant type that it has, and by no other', () => {
  it.each([
    [[GrantType.AUTHORIZATION_CODE, GrantType.CLIENT_CREDENTIALS]],
    [[GrantType.PASSWORD, GrantType.DEVICE_CODE]],
    [Object.values(GrantType)],
  ])('%j', async (grantTypes) => {
    const client = await world.register({ authorizationGrantType: undefined, grantTypes });
    expect(await tried(client)).toEqual(given(grantTypes));
  });

  it('from the next request on', async () => {
    const client = await world.register({ grantTypes: [GrantType.AUTHORIZATION_CODE, GrantType.CLIENT_CREDENTIALS] });
    const refresh = (await world.tokensOf(client)).body.refresh_token as string;
    const grantTypes = [GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE];
    await mutate(world.ask.admin, 'updateApplication', { id: client.id, grantTypes }, 'application { id }');
    expect(await tried(client)).toEqual(given(grantTypes));
    // to refresh is no grant type of its own: whether an application may, "renewable" says
    expect(await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: refresh })).toMatchObject({
      status: 200,
    });
  });
});
