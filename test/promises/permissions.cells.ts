import { mint } from '../support/mint.ts';
import { type Made, PEOPLE, type Person, type World } from '../support/world.ts';
import type { Outcome, Row, Scope } from './permissions.rows.ts';

const ACTORS = [...PEOPLE, 'client'] as const;
const KINDS = ['personal', 'trusted application', 'untrusted application'] as const;
const SCOPES: readonly Scope[] = ['read', 'write', 'admin'];

/** A token that works, or none. */
export interface Cell {
  readonly name: string;
  /** Whose it is; nobody's where a client has it for itself, and where there is none. */
  readonly actor: Person | undefined;
  readonly token: string | undefined;
  /** What is to become of a request of the table. */
  readonly expected: (row: Row) => Outcome;
}

/** Everybody, with every kind of token, and nobody. */
export async function cellsOf(world: World): Promise<readonly Cell[]> {
  const maximumScopes = ['admin'];
  const applications: Partial<Record<string, Made>> = {
    'trusted application': await world.register({ name: 'Trusted', trusted: true, maximumScopes }),
    'untrusted application': await world.register({ name: 'Untrusted', maximumScopes }),
  };
  const cells: Cell[] = [];
  for (const name of ACTORS) {
    const actor = name === 'client' ? undefined : name;
    for (const kind of KINDS) {
      // a client has no token of its own but from its application, a stranger none of an application, and admin is for superusers
      if (kind === 'personal' ? actor === undefined : actor === 'stranger') continue;
      for (const scope of SCOPES.filter((scope) => actor === 'superuser' || scope !== 'admin')) {
        const { accessToken } = await mint(world, { application: applications[kind], user: actor && world.users[actor], scopes: [scope] });
        const expected = (row: Row) => outcomeFor(row, name, kind, scope);
        cells.push({ name: `${name}, ${kind}, ${scope}`, actor, token: accessToken, expected });
      }
    }
  }
  const expected = ({ open }: Row) => (open ? 'allowed' : 'UNAUTHENTICATED');
  return [...cells, { name: 'anonymous', actor: undefined, token: undefined, expected }];
}

const reaches = (scope: Scope, needed: Scope) => SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);

function outcomeFor(row: Row, actor: (typeof ACTORS)[number], kind: (typeof KINDS)[number], scope: Scope): Outcome {
  if (row.open) return 'allowed';
  if (!reaches(scope, row.door)) return 'FORBIDDEN';
  const isUntrusted = kind === 'untrusted application';
  if (isUntrusted && row.trusted === 'door') return 'FORBIDDEN';
  if (isUntrusted && row.trusted === 'unseen') return 'NOT_FOUND';
  const outcome = row.outcomes[ACTORS.indexOf(actor)] as Outcome;
  const isRefused = !reaches(scope, row.needs) || (isUntrusted && row.trusted === 'object');
  return outcome === 'allowed' && isRefused ? 'FORBIDDEN' : outcome;
}
