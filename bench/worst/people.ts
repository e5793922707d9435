import { BEARERS, digestOf, ORGANIZATION, SMALL, type TableRows, tablesOf, type Value } from '../data.ts';

/** Those who ask, each with a bearer token: who reads everything in two ways, who reads half of it, and who reads little. */
export const ASKING = {
  superuser: BEARERS.superuser,
  auditor: `clt_at_${'B'.repeat(43)}`,
  ofHalf: `clt_at_${'H'.repeat(43)}`,
  administrator: BEARERS.administrator,
} as const;
export type Asking = keyof typeof ASKING;

const [AUDITOR, OF_HALF] = [SMALL.users + 1, SMALL.users + 2];
const SINCE = new Date(Date.UTC(2025, 0, 1));
const UNTIL = new Date(Date.UTC(2035, 0, 1));

function* upTo<T>(count: number, make: (number: number) => T): Iterable<T> {
  for (let number = 1; number <= count; number++) yield make(number);
}

function* tokens(): Iterable<Value[]> {
  for (const [index, [user, bearer]] of [[AUDITOR, ASKING.auditor] as const, [OF_HALF, ASKING.ofHalf] as const].entries()) {
    yield [SMALL.tokens + index + 1, SINCE, SINCE, user, digestOf(bearer), 'aB3_', ['write'], UNTIL];
  }
}

/** One entry for each application and each token that was made. */
const entry = (number: number): Value[] => {
  const ofApplication = number <= SMALL.applications;
  const object = ofApplication ? number : number - SMALL.applications;
  const type = ofApplication ? 'Application' : 'Token';
  return [
    number,
    new Date(SINCE.getTime() + number * 1000),
    'CREATE',
    1 + (number % SMALL.users),
    type,
    object,
    `${type} ${object}`,
    1 + (number % SMALL.organizations),
    [],
  ];
};

/** The data set of the benchmark, with further people, activity and grants. */
export const TABLES: readonly TableRows[] = [
  ...tablesOf(SMALL),
  {
    table: 'user',
    columns: ['id', 'created_at', 'modified_at', 'version', 'username', 'username_key', 'search_text', 'is_system_auditor'],
    rows: () => [AUDITOR, OF_HALF].map((id) => [id, SINCE, SINCE, 1, `asks-${id}`, `asks-${id}`, `asks-${id}`, id === AUDITOR]),
  },
  {
    table: 'membership',
    columns: ['user_id', 'organization_id', 'role'],
    rows: () => upTo(SMALL.organizations / 2, (n) => [OF_HALF, n === ORGANIZATION ? n : n * 2, n % 2 ? 'ADMIN' : 'MEMBER']),
  },
  {
    table: 'token',
    columns: ['id', 'created_at', 'modified_at', 'user_id', 'digest', 'hint', 'scopes', 'expires_at'],
    rows: tokens,
  },
  {
    table: 'activity_entry',
    columns: [
      'id',
      'created_at',
      'operation',
      'actor_id',
      'object_type',
      'object_database_id',
      'object_name',
      'organization_id',
      'changes',
    ],
    rows: () => upTo(SMALL.applications + SMALL.tokens, entry),
  },
  {
    table: 'oauth_grant',
    columns: ['id', 'created_at', 'user_id', 'application_id', 'scopes', 'expires_at'],
    rows: () => upTo(10_000, (n) => [n, SINCE, 1 + (n % SMALL.users), n, ['read'], UNTIL]),
  },
];
