import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser } from '../../src/users/user.service.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from '../oauth/support/provider.ts';
import { faultsOf, mutate } from '../support/mutate.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const EMAIL = 'ada@example.org';
let count = 0;

/** Makes a system auditor, who may use every application. */
async function somebody(input: { email?: string; isEmailVerified?: boolean } = {}) {
  const username = `somebody ${++count}`;
  const { user } = await createUser(world.operator, { username, password: PASSWORD, isSystemAuditor: true, ...input });
  const { id, databaseId } = user as { id: string; databaseId: number };
  return { id, username, ask: world.as(await world.tokenOf(databaseId)) };
}

const update = (input: object) => mutate(world.ask.superuser, 'updateUser', input, 'user { email isEmailVerified }');

describe('an e-mail address', () => {
  const claimsOf = async (username: string) => {
    const { body } = await world.tokensOf(await world.registerPublic(), username, 'openid email');
    const answer = await fetch(`${world.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } });
    return (await answer.json()) as { email?: string; email_verified?: boolean };
  };

  it('is told to applications as verified only when somebody has verified it', async () => {
    const { id, username } = await somebody({ email: EMAIL });
    expect(await claimsOf(username)).toMatchObject({ email: EMAIL, email_verified: false });
    await update({ id, email: EMAIL, isEmailVerified: true });
    expect(await claimsOf(username)).toMatchObject({ email: EMAIL, email_verified: true });
    await update({ id, email: null });
    expect(Object.keys(await claimsOf(username))).toEqual(['sub']);
  });

  it('is not verified any more when it is another one, whoever changes it', async () => {
    const { id, ask } = await somebody({ email: EMAIL, isEmailVerified: true });
    const other = { id, email: 'other@example.org', currentPassword: PASSWORD };
    expect(await faultsOf(ask, 'updateUser', { ...other, isEmailVerified: true })).toEqual(['FORBIDDEN isEmailVerified']);
    const { user } = await mutate(ask, 'updateUser', other, 'user { email isEmailVerified }');
    expect(user).toEqual({ email: 'other@example.org', isEmailVerified: false });
    expect((await update({ id, email: EMAIL })).user.isEmailVerified).toBe(false);
  });

  it('stays verified while other things change', async () => {
    const { id } = await somebody({ email: EMAIL, isEmailVerified: true });
    expect((await update({ id, firstName: 'Ada' })).user).toEqual({ email: EMAIL, isEmailVerified: true });
    expect((await update({ id, email: EMAIL })).user).toEqual({ email: EMAIL, isEmailVerified: true });
    expect((await update({ id, isEmailVerified: false })).user).toEqual({ email: EMAIL, isEmailVerified: false });
  });

  it('is named by whoever says that it is verified, because the user may have changed it since', async () => {
    const { id } = await somebody({ email: EMAIL });
    expect(await faultsOf(world.ask.superuser, 'updateUser', { id, isEmailVerified: true })).toEqual(['REQUIRED email']);
    const made = { username: 'without', password: PASSWORD, isEmailVerified: true };
    expect(await faultsOf(world.ask.superuser, 'createUser', made)).toEqual(['REQUIRED email']);
  });
});
