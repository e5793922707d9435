import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cell, cellsOf } from '../../promises/permissions.cells.ts';
import { mutation, outcomeOf, query, type Request, type Row } from '../../promises/permissions.rows.ts';
import type { Made, Person, World } from '../../support/world.ts';
import { type Door, OUTCOMES } from './outcomes.ts';
import { bearer, restOf } from './rest.ts';
import { type DoorWorld, startDoors } from './world.ts';

export type Actor = Person | undefined;

/** One request to a door. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** One thing that is done through GraphQL and through a door, each to an object of its own. */
export interface Pair {
  readonly promise: string;
  readonly graphql: Row;
  readonly sent: (world: World, actor: Actor) => Sent | Promise<Sent>;
  /** Whether the door names the organization by its settings, so that nothing is found or not: who may not is refused. */
  readonly isSet?: boolean;
  /** Whether it is done below the path of an object, so that who may not see that is told of nothing else. */
  readonly isBelow?: boolean;
}

type Making = (world: World, actor: Actor) => Made | Promise<Made>;

let count = 0;
/** A name that nothing else has. */
export const fresh = (word: string) => `${word} through a door ${++count}`;

/** A query for one object. */
export const found = (field: string, made: Making) =>
  query(field, '', [], async (world, actor): Promise<Request> => {
    const variables = { id: (await made(world, actor)).id };
    return { document: `query($id: ID!) { ${field}(id: $id) { id } }`, variables };
  });

/** A query for what a filter finds. */
export const listed = (field: string, filter: string, made: Making) =>
  query(field, '', [], async (world, actor): Promise<Request> => {
    const variables = { id: (await made(world, actor)).id };
    return { document: `query($id: ID!) { ${field}(filter: { ${filter}: $id }) { totalCount } }`, variables };
  });

/** A mutation. */
export const changed = (operation: string, input: (world: World, actor: Actor) => object | Promise<object>) =>
  mutation(operation, '', [], input);

/** An application of Acme. */
export const created = async (world: World) => world.register();

/** What changes it. */
export const edited = async (world: World) => ({ id: (await world.register()).id, description: 'edited' });

/** Promises that whoever may do something through GraphQL may do it through a door, and nobody else. */
export function promiseSameRights(door: Door, pairs: readonly Pair[]): void {
  let world: DoorWorld;
  let cells: readonly Cell[];
  beforeAll(async () => {
    world = await startDoors();
    cells = await cellsOf(world);
  });
  afterAll(() => world.stop());

  describe('who may do something through GraphQL may do it through the door, and nobody else:', () => {
    it.each(pairs.map((pair) => [pair.promise, pair] as const))('%s', async (_, { graphql, sent, isSet, isBelow }) => {
      const wrong: Record<string, string> = {};
      const seen = new Set<string>();
      for (const { name, actor, token } of cells) {
        const { document, variables } = await graphql.request(world, actor);
        const wanted = outcomeOf(graphql, await world.as(token)(document, variables));
        const { method, path, body } = await sent(world, actor);
        const outcome = OUTCOMES[door](await restOf(world.url, token === undefined ? {} : bearer(token))(method, path, body));
        const isSame =
          outcome === wanted ||
          (isSet === true && wanted === 'NOT_FOUND' && outcome === 'FORBIDDEN') ||
          (isBelow === true && wanted === 'FORBIDDEN' && outcome === 'NOT_FOUND');
        // a door of another system may have one word for who is nobody and who may not
        const isUnnamed = door === 'easir' && wanted === 'UNAUTHENTICATED' && outcome === 'FORBIDDEN';
        if (!isSame && !isUnnamed) wrong[name] = `${outcome} instead of ${wanted}`;
        seen.add(wanted);
      }
      expect(wrong).toEqual({});
      expect([...seen]).toContain('allowed');
    });
  });
}
