import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { GrantType } from '../../src/applications/application.rules.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
let client: Awaited<ReturnType<OAuthWorld['register']>>;
beforeAll(async () => {
  world = await startOAuthWorld({ PASSWORD_GRANT: 'true', LIMIT_LOGIN_FAILURES: '1000' });
  client = await world.register({ authorizationGrantType: GrantType.PASSWORD, redirectUris: [] });
});
afterAll(() => world.stop());

let count = 0;
async function userWith(password: string): Promise<string> {
  const username = `somebody ${++count}`;
  const { user, userErrors } = await createUser(world.operator, { username, password });
  expect(userErrors).toEqual([]);
  const { id } = user as { id: string };
  await setMember(world.operator, { organizationId: world.acme.id, userId: id, role: OrganizationRole.MEMBER });
  return username;
}

/** Whether a password opens both doors: the login page and the password grant. */
async function opens(username: string, password: string): Promise<boolean[]> {
  const { page } = await world.authorize(await world.registerPublic());
  const after = await page.submit({ username, password, action: 'login' });
  const { status } = await world.post('/oauth/token', client, { grant_type: 'password', username, password });
  return [after.title.endsWith('wants access to your account'), status === 200];
}

describe('a password that was accepted', () => {
  it.each([
    ['of 1024 emoji', '😀'.repeat(1024), '😀'.repeat(1024)],
    ['of 1024 Han characters', '漢'.repeat(1024), '漢'.repeat(1024)],
    ['of 1024 letters with marks, typed as letters and marks', 'ᾂ'.repeat(1024), 'ᾂ'.repeat(1024).normalize('NFD')],
    ['typed in another composition', 'café-au-lait', 'café-au-lait'.normalize('NFD')],
    ['set in another composition', 'café-au-lait'.normalize('NFD'), 'café-au-lait'],
    ['with a ligature and full-width digits', 'ﬁxpoint１２３', 'fixpoint123'],
    ['of 8 emoji', '😀'.repeat(8), '😀'.repeat(8)],
  ])('can be typed: %s', async (_, set, typed) => {
    expect(await opens(await userWith(set), typed)).toEqual([true, true]);
  });

  it('is not opened by its beginning, nor by more than it', async () => {
    const username = await userWith('😀'.repeat(1024));
    expect(await opens(username, '😀'.repeat(1023))).toEqual([false, false]);
    expect(await opens(username, `${'😀'.repeat(1024)}x`)).toEqual([false, false]);
  });

  it('works as before if it was hashed as it was typed', async () => {
    const typed = 'Å café-ﬁx'.normalize('NFD');
    const username = await userWith('something else');
    const password_hash = await hash(typed);
    await world.operator.store.write(({ db }) => db.updateTable('user').set({ password_hash }).where('username', '=', username).execute());
    expect(await opens(username, typed)).toEqual([true, true]);
    expect(await opens(username, 'something else')).toEqual([false, false]);
  });
});
