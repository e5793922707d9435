import { createHash } from 'node:crypto';

/** SHA-256 as the gateway keeps it. */
export const digestOf = (value: string): string => createHash('sha256').update(value).digest('base64url');
const clientIdOf = (application: number): string => digestOf(`client ${application}`).slice(0, 40);

/** How many rows of each kind a data set has. */
export interface Size {
  readonly organizations: number;
  readonly users: number;
  readonly applications: number;
  readonly tokens: number;
}

export const SMALL: Size = { organizations: 200, users: 1_100, applications: 10_000, tokens: 50_000 };
export const BIG: Size = { organizations: 20_000, users: 10_000, applications: 1_000_000, tokens: 5_000_000 };

/** The bearer tokens that requests are made with: of a superuser, and of an ADMIN of two organizations of fifty applications each. */
export const BEARERS = { superuser: `clt_at_${'S'.repeat(43)}`, administrator: `clt_at_${'A'.repeat(43)}` } as const;
/** An organization of `BEARERS.administrator`; the other one comes after it. */
export const ORGANIZATION = 7;
/** How many users are like `BEARERS.administrator`, each with two organizations of their own and a token. */
const ADMINISTRATORS = 1_000;
/** Whose tokens requests are made with: of one, or of all administrators in turn. */
export const PEOPLE = {
  superuser: [BEARERS.superuser],
  administrator: [BEARERS.administrator],
  administrators: Array.from({ length: ADMINISTRATORS }, (_, index) => `clt_at_${String(index + 1).padStart(43, 'B')}`),
} as const;
export type Person = keyof typeof PEOPLE;

/** The application that gets tokens of its own, with what it asks for. */
export const CLIENT = { application: 3, id: clientIdOf(3), secret: `clt_sec_${'C'.repeat(43)}`, scope: 'read' } as const;
/** Seconds for which access tokens are valid, unless their application says otherwise. */
export const ACCESS_VALIDITY = 3_600;

/** What a column can hold, before a driver has made it its own. */
export type Value = string | number | boolean | null | Date | readonly unknown[];

/** The rows of one table. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  rows(): Iterable<Value[]>;
}

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
// so far away that no token changes its state while it is measured
const LATE = Date.UTC(2035, 0, 1);
const ADJECTIVES = ['Amber', 'brisk', 'Calm', 'daring', 'Eager', 'fleet', 'Gentle', 'hardy', 'Ideal', 'jolly', 'Keen', 'lucid'];
const NOUNS = ['Portal', 'ledger', 'Mailer', 'vault', 'Beacon', 'courier', 'Planner', 'archive', 'Gateway', 'Dashboard', 'scheduler'];

/** A number that looks random and is the same in every run (the finaliser of MurmurHash3). */
function scatter(seed: number): number {
  let hash = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const time = (seed: number): Date => new Date(START + ((scatter(seed) * 7) % (365 * DAY)));
const pick = (from: readonly string[], hash: number): string => from[hash % from.length] as string;

function* upTo<T>(count: number, make: (number: number) => T): Iterable<T> {
  for (let number = 1; number <= count; number++) yield make(number);
}

function application(number: number, { organizations, users }: Size): Value[] {
  const hash = scatter(number);
  const name = `${pick(ADJECTIVES, hash)} ${pick(NOUNS, hash >>> 8)} ${number}`;
  const clientId = clientIdOf(number);
  const actsForItself = number === CLIENT.application;
  const description = `Keeps the ${pick(NOUNS, hash >>> 4).toLowerCase()} of ${number} in step with the rest of the house.`;
  const vendor = hash % 4 === 0 ? null : `Vendor ${hash % 40}`;
  const scopes = hash % 3 === 0 ? ['read'] : ['write'];
  return [
    number,
    time(number),
    time(number),
    1,
    clientId,
    name,
    name.toLowerCase(),
    description,
    [name, description, clientId].join('\u0001').toLowerCase(),
    vendor,
    vendor?.toLowerCase() ?? null,
    `https://app-${number}.example.org/`,
    hash % 5 === 0 && !actsForItself ? 'PUBLIC' : 'CONFIDENTIAL',
    actsForItself ? 'CLIENT_CREDENTIALS' : 'AUTHORIZATION_CODE',
    actsForItself ? [] : [`https://app-${number}.example.org/callback`, 'http://127.0.0.1/callback'],
    false,
    false,
    true,
    scopes,
    ['write'],
    hash % 2 === 0 ? ACCESS_VALIDITY : null,
    null,
    true,
    1 + (number % organizations),
    1 + (hash % users),
    hash % 7 === 0 ? null : time(number + 1),
  ];
}

function token(number: number, applicationId: number | null, userId: number, digest: string, scopes: string[]): Value[] {
  const hash = scatter(number);
  const [isOver, isRevoked] = [hash % 5 === 0, hash % 11 === 0];
  const isBearer = applicationId === null;
  const expiry = isOver && !isBearer ? new Date(START + 366 * DAY) : new Date(LATE);
  const [revoked, used] = [isRevoked && !isBearer ? time(number + 2) : null, hash % 3 === 0 ? null : time(number + 1)];
  const name = isBearer ? 'Benchmark' : `Session ${number % 1000}`;
  return [number, time(number), time(number), 1, applicationId, userId, digest, digest.slice(-4), name, scopes, expiry, revoked, used];
}

/** Every row of a data set, table by table, parents first. */
export function tablesOf(size: Size): TableRows[] {
  const { organizations, users, applications, tokens } = size;
  return [
    {
      table: 'organization',
      columns: ['id', 'created_at', 'modified_at', 'version', 'name', 'name_key', 'description'],
      rows: () => upTo(organizations, (n) => [n, time(n), time(n), 1, `House ${scatter(n)}`, `house ${scatter(n)}`, `The house of ${n}`]),
    },
    {
      table: 'user',
      columns: ['id', 'created_at', 'modified_at', 'version', 'username', 'username_key', 'search_text', 'is_superuser'],
      rows: () => upTo(users, (n) => [n, time(n), time(n), 1, `user-${n}`, `user-${n}`, `user-${n}`, n === 1]),
    },
    {
      table: 'membership',
      columns: ['user_id', 'organization_id', 'role'],
      rows: function* () {
        yield [2, ORGANIZATION, 'ADMIN'];
        yield [2, ORGANIZATION + 1, 'ADMIN'];
        yield* upTo(users - ADMINISTRATORS - 2, (n) => [n + 2, 1 + (scatter(n) % organizations), 'MEMBER']);
        for (let n = 0; n < ADMINISTRATORS; n++) {
          // no two have the same pair
          const distance = 1 + Math.floor(n / organizations);
          for (const organization of [n, n + distance]) yield [users - n, 1 + (organization % organizations), 'ADMIN'];
        }
      },
    },
    {
      table: 'application',
      columns:
        'id created_at modified_at version client_id name name_key description search_text vendor vendor_key url client_type authorization_grant_type redirect_uris skip_authorization trusted enabled scopes maximum_scopes access_validity grant_validity renewable organization_id created_by_id last_used_at'.split(
          ' ',
        ),
      rows: () => upTo(applications, (n) => application(n, size)),
    },
    {
      table: 'client_secret',
      columns: ['id', 'created_at', 'application_id', 'digest', 'hint'],
      rows: () => upTo(applications, (n) => [n, time(n), n, digestOf(n === CLIENT.application ? CLIENT.secret : `secret ${n}`), 'aB3_']),
    },
    {
      table: 'token',
      columns:
        'id created_at modified_at version application_id user_id digest hint description scopes expires_at revoked_at last_used_at'.split(
          ' ',
        ),
      rows: function* () {
        yield token(1, null, 1, digestOf(BEARERS.superuser), ['admin']);
        yield token(2, null, 2, digestOf(BEARERS.administrator), ['write']);
        const of = (n: number) => 1 + (scatter(n * 31 + 5) % applications);
        yield* upTo(ADMINISTRATORS, (n) => token(n + 2, null, users - n + 1, digestOf(PEOPLE.administrators[n - 1] as string), ['write']));
        const own = ADMINISTRATORS + 2;
        const ordinary = users - ADMINISTRATORS;
        yield* upTo(tokens - own, (n) => token(n + own, of(n), 1 + (scatter(n) % ordinary), digestOf(`token ${n}`), ['read']));
      },
    },
  ];
}
