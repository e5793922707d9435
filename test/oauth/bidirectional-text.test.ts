import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

describe('a name that turns the direction of writing', () => {
  const turning = (name: string) => `x\u202e${name} שלום`;

  it('turns nothing but itself, wherever it is shown', async () => {
    const { organization } = await createOrganization(world.operator, { name: turning('organization') });
    const organizationId = (organization as { id: string }).id;
    const username = turning('user');
    const { user } = await createUser(world.operator, { username, password: PASSWORD });
    await setMember(world.operator, { organizationId, userId: (user as { id: string }).id, role: OrganizationRole.MEMBER });
    const client = await world.registerPublic({ organizationId, name: turning('application'), vendor: turning('vendor') });
    const { page: login } = await world.authorize(client);
    const again = await login.submit({ username, password: 'wrong', action: 'login' });
    expect(again.text).toContain(`value="${username}"`);
    const consent = await login.submit({ username, password: PASSWORD, action: 'login' });
    for (const [page, names] of [
      [login, ['organization', 'application', 'vendor']],
      [consent, ['organization', 'application', 'vendor', 'user']],
    ] as const) {
      const text = page.text.replace(/<title>.*<\/title>/s, '');
      for (const name of names) {
        expect(text).toContain(`<bdi>${turning(name)}</bdi>`);
        expect(text.replaceAll(`<bdi>${turning(name)}</bdi>`, '')).not.toContain(turning(name));
      }
    }
    expect(consent.text).toContain(`<title>\u2068${turning('application')}\u2069 wants access to your account – Clientele</title>`);
  });
});
