import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { removeMember } from '../../src/organizations/organization.service.ts';
import { doneOrWaiting, holdingOpen } from '../support/held-open.ts';
import { faultsOf } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

it('an ADMIN who is being removed gives a role to nobody any more, once that is done', async () => {
  const { acme, users, ask } = world;
  let asked: Promise<string[]> | undefined;
  const operator = holdingOpen(world.operator, async () => {
    asked ??= faultsOf(ask.admin, 'setMember', { organizationId: acme.id, userId: users.member.id, role: 'ADMIN' });
    await doneOrWaiting(world.operator, asked);
  });
  expect((await removeMember(operator, { organizationId: acme.id, userId: users.admin.id })).userErrors).toEqual([]);
  expect(await asked).toEqual(['FORBIDDEN']);
});
