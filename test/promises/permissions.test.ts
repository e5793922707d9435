import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from '../../src/schema.ts';
import { startWorld, type World } from '../support/world.ts';
import { type Cell, cellsOf } from './permissions.cells.ts';
import { outcomeOf } from './permissions.rows.ts';
import { TABLE } from './permissions.table.ts';

let world: World;
let cells: readonly Cell[];
beforeAll(async () => {
  world = await startWorld();
  cells = await cellsOf(world);
});
afterAll(() => world.stop());

describe('the table of rights', () => {
  it('knows every operation of the schema, and no other', () => {
    const schema = buildSchema();
    const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}));
    expect([...new Set(TABLE.map(({ operation }) => operation))].sort()).toEqual(operations.sort());
  });

  it.each(TABLE.map((row) => [row.operation, row.promise, row] as const))('%s: %s', async (_, __, row) => {
    const wrong: Record<string, string> = {};
    for (const { name, actor, token, expected } of cells) {
      const { document, variables } = await row.request(world, actor);
      const [outcome, wanted] = [outcomeOf(row, await world.as(token)(document, variables)), expected(row)];
      if (outcome !== wanted) wrong[name] = `${outcome} instead of ${wanted}`;
    }
    expect(wrong).toEqual({});
  });
});
