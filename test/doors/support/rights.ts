import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutation, outcomeOf, query, type Request, type Row } from '../../promises/permissions.rows.ts';
import type { Ask } from '../../support/gateway.ts';
import { mint } from '../../support/mint.ts';
import { type Made, PEOPLE, type Person, type World } from '../../support/world.ts';
import { type Door, OUTCOMES } from './outcomes.ts';
import { bearer, type Rest, restOf } from './rest.ts';
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

/** A token that works, by both kinds of doors. */
interface Cell {
  readonly name: string;
  readonly actor: Actor;
  readonly ask: Ask;
  readonly rest: Rest;
}

const KINDS = ['personal', 'trusted application', 'untrusted application'] as const;
const SCOPES = ['read', 'write', 'admin'] as const;

/** Everybody, with every kind of token, and nobody. */
async function cellsOf(world: DoorWorld): Promise<Cell[]> {
  const maximumScopes = ['admin'];
  const applications: Partial<Record<string, Made>> = {
    'trusted application': await world.register({ name: 'Trusted', trusted: true, maximumScopes }),
    'untrusted application': await world.register({ name: 'Untrusted', maximumScopes }),
  };
  const cells: Cell[] = [{ name: 'nobody', actor: undefined, ask: world.as(undefined), rest: world.nobody }];
  for (const actor of [...PEOPLE, undefined]) {
    for (const kind of KINDS) {
      // a client has no token of its own but from its application, a stranger none of an application, and admin is for superusers
      if (kind === 'personal' ? actor === undefined : actor === 'stranger') continue;
      for (const scope of SCOPES.filter((scope) => actor === 'superuser' || scope !== 'admin')) {
        const user = actor && world.users[actor];
        const { accessToken } = await mint(world, { application: applications[kind], user, scopes: [scope] });
        const name = `${actor ?? 'client'}, ${kind}, ${scope}`;
        cells.push({ name, actor, ask: world.as(accessToken), rest: restOf(world.url, bearer(accessToken)) });
      }
    }
  }
  return cells;
}

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
      for (const { name, actor, ask, rest } of cells) {
        const { document, variables } = await graphql.request(world, actor);
        const wanted = outcomeOf(graphql, await ask(document, variables));
        const { method, path, body } = await sent(world, actor);
        const outcome = OUTCOMES[door](await rest(method, path, body));
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
