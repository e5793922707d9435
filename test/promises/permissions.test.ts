import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from '../../src/schema.ts';
import type { Ask } from '../support/gateway.ts';
import { mint } from '../support/mint.ts';
import { type Made, PEOPLE, type Person, startWorld, type World } from '../support/world.ts';
import { type Outcome, outcomeOf, type Row, type Scope } from './permissions.rows.ts';
import { TABLE } from './permissions.table.ts';

const ACTORS = [...PEOPLE, 'client'] as const;
type Actor = (typeof ACTORS)[number];
const KINDS = ['personal', 'trusted application', 'untrusted application'] as const;
type Kind = (typeof KINDS)[number];
const SCOPES: readonly Scope[] = ['read', 'write', 'admin'];

let world: World;
const asks = new Map<string, Ask>();

beforeAll(async () => {
  world = await startWorld();
  const maximumScopes = ['admin'];
  const applications: Record<Exclude<Kind, 'personal'>, Made> = {
    'trusted application': await world.register({ name: 'Trusted', trusted: true, maximumScopes }),
    'untrusted application': await world.register({ name: 'Untrusted', maximumScopes }),
  };
  for (const { actor, kind, scope } of cells()) {
    const application = kind === 'personal' ? undefined : applications[kind];
    const user = actor === 'client' ? undefined : world.users[actor];
    const { accessToken } = await mint(world, { application, user, scopes: [scope] });
    asks.set(`${actor} ${kind} ${scope}`, world.as(accessToken));
  }
});
afterAll(() => world.stop());

/** Every token that works: a client has none of its own, a stranger none of an application, and `admin` is for superusers. */
function cells(): { actor: Actor; kind: Kind; scope: Scope }[] {
  return ACTORS.flatMap((actor) =>
    KINDS.filter((kind) => (kind === 'personal' ? actor !== 'client' : actor !== 'stranger')).flatMap((kind) =>
      SCOPES.filter((scope) => actor === 'superuser' || scope !== 'admin').map((scope) => ({ actor, kind, scope })),
    ),
  );
}

const reaches = (scope: Scope, needed: Scope) => SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);

function expected(row: Row, actor: Actor, kind: Kind, scope: Scope): Outcome {
  if (row.open) return 'allowed';
  if (!reaches(scope, row.door)) return 'FORBIDDEN';
  const isUntrusted = kind === 'untrusted application';
  if (isUntrusted && row.trusted === 'door') return 'FORBIDDEN';
  if (isUntrusted && row.trusted === 'unseen') return 'NOT_FOUND';
  const outcome = row.outcomes[ACTORS.indexOf(actor)] as Outcome;
  const isRefused = !reaches(scope, row.needs) || (isUntrusted && row.trusted === 'object');
  return outcome === 'allowed' && isRefused ? 'FORBIDDEN' : outcome;
}

describe('the table of rights', () => {
  it('knows every operation of the schema, and no other', () => {
    const schema = buildSchema();
    const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type) => Object.keys(type?.getFields() ?? {}));
    expect([...new Set(TABLE.map(({ operation }) => operation))].sort()).toEqual(operations.sort());
  });

  it.each(TABLE.map((row) => [row.operation, row.promise, row] as const))('%s: %s', async (_, __, row) => {
    const wrong: Record<string, string> = {};
    const compare = (cell: string, actual: Outcome, wanted: Outcome) => {
      if (actual !== wanted) wrong[cell] = `${actual} instead of ${wanted}`;
    };
    for (const { actor, kind, scope } of cells()) {
      const { document, variables } = await row.request(world, actor === 'client' ? undefined : (actor as Person));
      const answer = await (asks.get(`${actor} ${kind} ${scope}`) as Ask)(document, variables);
      compare(`${actor}, ${kind}, ${scope}`, outcomeOf(row, answer), expected(row, actor, kind, scope));
    }
    const { document, variables } = await row.request(world, undefined);
    compare('anonymous', outcomeOf(row, await world.as(undefined)(document, variables)), row.open ? 'allowed' : 'UNAUTHENTICATED');
    expect(wrong).toEqual({});
  });
});
