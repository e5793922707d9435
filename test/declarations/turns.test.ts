import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientType, GrantType } from '../../src/applications/application.rules.ts';
import type { ApplicationDeclaration } from '../../src/declarations/declaration.inputs.ts';
import { applyApplications } from '../../src/declarations/declaration.service.ts';
import { mutate } from '../support/mutate.ts';
import { ask } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const MANY = 1_000;
/** As many declarations as one call takes. @param read told whenever the redirect URIs or the client secret of one are read */
const declarations = (description: string, read = (_index: number): void => {}) =>
  Array.from(
    { length: MANY },
    (_, index): ApplicationDeclaration => ({
      name: `Many ${index}`,
      description,
      clientType: ClientType.CONFIDENTIAL,
      grantTypes: [GrantType.AUTHORIZATION_CODE],
      get redirectUris() {
        read(index);
        return ['https://portal.example.org/callback'];
      },
      get clientSecret() {
        read(index);
        return null;
      },
    }),
  );

/** Applies declarations. @returns how many turns the event loop had meanwhile, and how many declarations were worked on in one of them */
async function turnsOf(description: string, more: object = {}) {
  const worked = new Set<number>();
  let [turns, most] = [0, 0];
  const turn = () => {
    turns += 1;
    most = Math.max(most, worked.size);
    worked.clear();
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const applications = declarations(description, (index) => worked.add(index));
  const input = { organizationId: world.acme.id, source: 'many', applications, ...more };
  const { userErrors } = await applyApplications({ ...world.operator, loaders: new Map() }, input);
  clearImmediate(next);
  most = Math.max(most, worked.size);
  expect(userErrors).toEqual([]);
  return { turns, most };
}

describe('a call with as many declarations as one takes', () => {
  it('lets others have their turn whenever it has worked on fifty of them', async () => {
    for (const description of ['planned', 'created', 'created', 'changed']) {
      const { turns, most } = await turnsOf(description, { dryRun: description === 'planned' });
      expect(most).toBeGreaterThan(0);
      expect(most).toBeLessThanOrEqual(50);
      expect(turns).toBeGreaterThanOrEqual(MANY / 50);
    }
    expect((await turnsOf('', { applications: [], prune: true })).turns).toBeGreaterThanOrEqual(MANY / 50);
  });

  it('keeps nobody from reading, and shows nothing before it is done', async () => {
    const read = async (description: string) => {
      const { data } = await world.ask.superuser('query ($search: String!) { applications(filter: { search: $search }) { totalCount } }', {
        search: description,
      });
      return data.applications.totalCount as number;
    };
    for (const [before, after] of [
      ['nothing-yet', 'created-now'],
      ['created-now', 'changed-now'],
    ] as const) {
      const known = await read(before);
      let isDone = false;
      const applied = mutate(
        world.ask.admin,
        'applyApplications',
        { organizationId: world.acme.id, applications: declarations(after) },
        'plan { name }',
      )
        .then(({ userErrors }) => expect(userErrors).toEqual([]))
        .finally(() => {
          isDone = true;
        });
      const seen: number[] = [];
      while (!isDone) {
        seen.push(await read(after));
        for (const probe of ['/livez', '/readyz']) expect((await ask(world.url + probe)).status).toBe(200);
      }
      await applied;
      expect([...new Set([...seen, await read(after)])]).toEqual([0, MANY]);
      expect(seen.filter((count) => count === 0).length).toBeGreaterThanOrEqual(3);
      expect({ known, left: await read(before) }).toEqual({ known: before === 'created-now' ? MANY : 0, left: 0 });
    }
  });
});
