import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientType, GrantType } from '../../../src/applications/application.rules.ts';
import { fold } from '../../../src/shared/text.ts';
import { viewerOfUser } from '../../../src/tokens/authentication.ts';
import { createToken } from '../../../src/tokens/token.service.ts';
import { type Random, randomFrom } from '../../support/random.ts';
import { ask } from '../../support/wire.ts';
import { type Person, startWorld, type World } from '../../support/world.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const APPLICATIONS = 60;
const ROUNDS = 250;

/** A row, as a look-up sees it: texts as they are, whatever AWX calls a choice. */
interface Row {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly client_type: string;
  readonly authorization_grant_type: string;
  readonly skip_authorization: boolean;
  readonly organization: number;
  readonly organization__name: string;
  readonly created: number;
  readonly redirect_uris: string;
}

const NAMES = [
  'Zebra',
  'zebra',
  'ÄPFEL',
  'äpfel',
  'Straße',
  'STRASSE',
  'a_b',
  'a%b',
  "O'Neil",
  'x\\y',
  '数据',
  '𝒳',
  'Ωmega',
  'ωMEGA',
  'one two',
];
const URIS = ['https://A.example.org/cb', 'https://b.example.org/', 'https://a.example.org/CB?x=1'];

let world: World;
let tokens: Partial<Record<Person, string>>;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx' });
  const random = randomFrom(SEED);
  for (let index = 0; index < APPLICATIONS; index++) {
    const isPublic = random.chance(40);
    await world.register({
      organizationId: random.chance(60) ? world.acme.id : world.other.id,
      name: `${random.one(NAMES)}${random.chance(50) ? '' : ' '}${index % 20}${index >= 20 ? String.fromCharCode(96 + index / 20) : ''}`,
      description: random.chance(30) ? '' : `${random.one(NAMES)} and ${random.one(NAMES)}`,
      clientType: isPublic ? ClientType.PUBLIC : ClientType.CONFIDENTIAL,
      authorizationGrantType: random.one(
        isPublic ? [GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE] : [GrantType.AUTHORIZATION_CODE, GrantType.CLIENT_CREDENTIALS],
      ),
      redirectUris: URIS.filter((_, place) => place === 0 || random.chance(40)),
      skipAuthorization: random.chance(30),
    });
  }
  tokens = {};
  for (const person of ['superuser', 'auditor'] as const) tokens[person] = await world.tokenOf(world.users[person].databaseId, ['read']);
  const viewer = await viewerOfUser(world.app.store, world.users.member.databaseId, ['write']);
  await createToken({ ...world.operator, viewer }, {});
});
afterAll(() => world.stop());

const GRANTS: Record<string, string> = {
  AUTHORIZATION_CODE: 'authorization-code',
  CLIENT_CREDENTIALS: 'client-credentials',
  DEVICE_CODE: 'urn:ietf:params:oauth:grant-type:device_code',
};

/** An application, as GraphQL answers it. */
interface Node {
  readonly databaseId: number;
  readonly name: string;
  readonly description: string;
  readonly clientType: string;
  readonly authorizationGrantType: string;
  readonly skipAuthorization: boolean;
  readonly redirectUris: string[];
  readonly createdAt: string;
  readonly organization: { readonly databaseId: number; readonly name: string };
}

/** Every application that somebody may read, by GraphQL. */
async function rowsOf(person: 'superuser' | 'auditor'): Promise<Row[]> {
  const { data } = await world.ask[person](`{ applications(first: 100) { nodes {
    databaseId name description clientType authorizationGrantType skipAuthorization redirectUris createdAt organization { databaseId name }
  } } }`);
  return data.applications.nodes.map(
    (node: Node): Row => ({
      id: node.databaseId,
      name: node.name,
      description: node.description,
      client_type: node.clientType.toLowerCase(),
      authorization_grant_type: GRANTS[node.authorizationGrantType] ?? '',
      skip_authorization: node.skipAuthorization,
      organization: node.organization.databaseId,
      organization__name: node.organization.name,
      created: Date.parse(node.createdAt),
      redirect_uris: node.redirectUris.join(' '),
    }),
  );
}

const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

interface Question {
  readonly parameter: string;
  readonly value: string;
  readonly isAlternative: boolean;
  readonly holds: (row: Row) => boolean;
}

const TEXTS = ['name', 'description', 'client_type', 'authorization_grant_type', 'redirect_uris', 'organization__name'] as const;
const FOLDED: readonly string[] = ['name', 'description', 'organization__name'];

function ofText(random: Random, rows: readonly Row[]): Omit<Question, 'isAlternative'> {
  const field = random.one(TEXTS);
  const operator = random.one([
    '',
    'exact',
    'iexact',
    'contains',
    'icontains',
    'startswith',
    'istartswith',
    'endswith',
    'iendswith',
    'gt',
    'gte',
    'lt',
    'lte',
    'in',
  ]);
  const parameter = operator ? `${field}__${operator}` : field;
  const some = () => String(random.one(rows)[field]);
  const letters = [...some()];
  const start = random.below(letters.length + 1);
  const piece = letters.slice(start, start + random.below(5)).join('');
  const cased = (text: string) => (random.chance(50) ? text : random.chance(50) ? text.toUpperCase() : text.toLowerCase());
  if (operator === 'in') {
    const values = [some(), some(), piece || 'x'].filter((value) => value !== '' && !value.includes(','));
    const value = values.join(',') || 'x';
    return { parameter, value, holds: (row) => value.split(',').includes(row[field]) };
  }
  const isWhole = operator === '' || /exact|^[gl]te?$/.test(operator);
  const isStart = operator.endsWith('startswith');
  const isEnd = operator.endsWith('endswith');
  const value = cased(isWhole ? some() : isStart ? letters.slice(0, start).join('') : isEnd ? letters.slice(start).join('') : piece);
  const isCaseless = operator.startsWith('i');
  const caseless = (text: string) => (!isCaseless ? text : FOLDED.includes(field) ? fold(text) : asciiLower(text));
  const plain = isCaseless ? operator.slice(1) : operator || 'exact';
  const compare: Record<string, (text: string, sought: string) => boolean> = {
    exact: (text, sought) => text === sought,
    contains: (text, sought) => text.includes(sought),
    startswith: (text, sought) => text.startsWith(sought),
    endswith: (text, sought) => text.endsWith(sought),
    gt: (text, sought) => byBytes(text, sought) > 0,
    gte: (text, sought) => byBytes(text, sought) >= 0,
    lt: (text, sought) => byBytes(text, sought) < 0,
    lte: (text, sought) => byBytes(text, sought) <= 0,
  };
  return { parameter, value, holds: (row) => Boolean(compare[plain]?.(caseless(row[field]), caseless(value))) };
}

function ofOther(random: Random, rows: readonly Row[]): Omit<Question, 'isAlternative'> {
  const row = random.one(rows);
  const field = random.one(['id', 'organization', 'created', 'skip_authorization', 'search', 'isnull'] as const);
  if (field === 'search') {
    const letters = [...random.one([row.name, row.description || 'x'])];
    const start = random.below(letters.length);
    const value = letters.slice(start, start + 1 + random.below(4)).join('');
    const folded = fold(value);
    return {
      parameter: 'search',
      value,
      holds: ({ name, description }) => [name, description].some((text) => fold(text).includes(folded)),
    };
  }
  if (field === 'isnull') {
    const isTrue = random.chance(50);
    return {
      parameter: `${random.one(['name', 'id', 'organization', 'organization__name'])}__isnull`,
      value: String(isTrue),
      holds: () => !isTrue,
    };
  }
  if (field === 'skip_authorization') {
    const value = random.chance(50);
    return { parameter: field, value: String(value), holds: (row) => row.skip_authorization === value };
  }
  const operator = random.one(['', 'gt', 'gte', 'lt', 'lte', 'in'] as const);
  const values = operator === 'in' ? [row[field], random.one(rows)[field]] : [row[field]];
  const write = (value: number) => (field === 'created' ? new Date(value).toISOString() : String(value));
  const [sought = 0] = values;
  const compare: Record<string, (value: number) => boolean> = {
    '': (value) => value === sought,
    in: (value) => values.includes(value),
    gt: (value) => value > sought,
    gte: (value) => value >= sought,
    lt: (value) => value < sought,
    lte: (value) => value <= sought,
  };
  return {
    parameter: operator ? `${field}__${operator}` : field,
    value: values.map(write).join(','),
    holds: (row) => Boolean(compare[operator]?.(row[field])),
  };
}

function question(random: Random, rows: readonly Row[]): Question {
  const { parameter, value, holds } = random.chance(60) ? ofText(random, rows) : ofOther(random, rows);
  if (parameter === 'search') return { parameter, value, isAlternative: false, holds };
  const isNegated = random.chance(30);
  const isAlternative = random.chance(30);
  return {
    parameter: `${isAlternative ? 'or__' : ''}${isNegated ? 'not__' : ''}${parameter}`,
    value,
    isAlternative,
    holds: isNegated ? (row) => !holds(row) : holds,
  };
}

/** The orders, by what they compare; what is equal is in the order of numbers. */
const ORDERS: Readonly<Record<string, (one: Row, other: Row) => number>> = {
  '': (one, other) =>
    byBytes(fold(one.organization__name), fold(other.organization__name)) || byBytes(fold(one.name), fold(other.name)) || one.id - other.id,
  name: (one, other) => byBytes(fold(one.name), fold(other.name)) || one.id - other.id,
  '-name': (one, other) => byBytes(fold(other.name), fold(one.name)) || other.id - one.id,
  'client_type,-id': (one, other) => byBytes(one.client_type, other.client_type) || other.id - one.id,
  '-organization__name,created': (one, other) =>
    byBytes(fold(other.organization__name), fold(one.organization__name)) || one.created - other.created || one.id - other.id,
};

describe(`lists of the door of AWX, at random (SEED=${SEED})`, () => {
  it.each(['superuser', 'auditor'] as const)('have for a %s what look-ups leave of all rows, in their order', async (person) => {
    const random = randomFrom(SEED + 1);
    const rows = await rowsOf(person);
    let found = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const questions = Array.from({ length: random.below(3) + 1 }, () => question(random, rows));
      const order = random.one(Object.keys(ORDERS));
      const searches = questions.filter(({ parameter }) => parameter === 'search');
      const asked = questions.filter((one) => one.parameter !== 'search' || one === searches.at(-1));
      const [either, all] = [asked.filter(({ isAlternative }) => isAlternative), asked.filter(({ isAlternative }) => !isAlternative)];
      const expected = rows
        .filter((row) => all.every(({ holds }) => holds(row)) && (either.length === 0 || either.some(({ holds }) => holds(row))))
        .sort(ORDERS[order])
        .map(({ id }) => id);
      const parameters = new URLSearchParams(asked.map(({ parameter, value }): [string, string] => [parameter, value]));
      if (order) parameters.set('order_by', order);
      const size = random.one([5, 25, 100]);
      const page = 1 + random.below(Math.max(1, Math.ceil(expected.length / size)));
      const path = `/api/v2/applications/?${parameters}&page_size=${size}&page=${page}`;
      const { status, json } = await ask(world.url + path, { headers: { authorization: `Bearer ${tokens[person]}` } });
      const ids = json.results?.map(({ id }: { id: number }) => id);
      expect({ path, status, count: json.count, ids }).toEqual({
        path,
        status: 200,
        count: expected.length,
        ids: expected.slice((page - 1) * size, page * size),
      });
      found += expected.length;
    }
    // it would prove nothing if hardly anything was ever found
    expect(found).toBeGreaterThan(ROUNDS);
  });
});
