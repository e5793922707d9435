import { VARIABLES } from '../../../src/config.ts';
import { DOORS } from '../../../src/shared/settings.ts';
import { type OAuthWorld, startOAuthWorld } from '../../oauth/support/provider.ts';
import { PEOPLE, type Person } from '../../support/world.ts';
import { bearer, type Rest, restOf } from './rest.ts';

/** A world whose doors are open. */
export interface DoorWorld extends OAuthWorld {
  /** A client of the doors for every person, with a personal token of all the scopes that the person may have. */
  readonly rest: Readonly<Record<Person, Rest>>;
  /** A client of the doors without credentials. */
  readonly nobody: Rest;
  /** A client of the doors with a personal token. */
  holding(person: Person, scopes: readonly string[]): Promise<Rest>;
}

/** Where applications are registered through doors that have no word for organizations. */
const ORGANIZATIONS = Object.fromEntries(
  Object.keys(VARIABLES)
    .filter((name) => /^DOORS_\w+_ORGANIZATION$/.test(name))
    .map((name) => [name, 'Acme']),
);

/** Starts a world with open doors. @param environment further environment variables of its gateway */
export async function startDoors(environment: Record<string, string> = {}): Promise<DoorWorld> {
  const limits = { LIMIT_CREDENTIALS: '100000', LIMIT_STARTS: '100000', LIMIT_TAKEN: '100000' };
  const world = await startOAuthWorld({ DOORS: DOORS.join(), PASSWORD_GRANT: 'true', ...limits, ...ORGANIZATIONS, ...environment });
  const holding = async (person: Person, scopes: readonly string[]) =>
    restOf(world.url, bearer(await world.tokenOf(world.users[person].databaseId, scopes)));
  const rest = {} as Record<Person, Rest>;
  for (const person of PEOPLE) rest[person] = await holding(person, person === 'superuser' ? ['admin'] : ['write']);
  return { ...world, rest, nobody: restOf(world.url), holding };
}
