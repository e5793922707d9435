import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DoorWorld, startDoors } from '../support/world.ts';

/** An application as its list answers it. */
// biome-ignore lint/suspicious/noExplicitAny: fields of several types
type Listed = Record<string, any>;

let world: DoorWorld;
let all: Listed[];

const NAMES = [
  ...['alpha', 'ALPHA two', 'Beta', 'beta_2', 'betaX2', '100%', '100 percent', 'Äther', 'äther zwei', 'a+b', 'a b', "quote's"],
  ...['back\\slash', '5', '42', 'Zeta', 'zeta & eta'],
];

beforeAll(async () => {
  world = await startDoors();
  const { acme, other } = world;
  for (const [index, name] of NAMES.entries()) {
    const redirectUris = [`https://${index}.example.org/`, ...(index % 3 === 0 ? ['https://second.example.org/Path'] : [])];
    await world.register({ name, organizationId: index % 2 === 0 ? acme.id : other.id, redirectUris });
  }
  all = (await world.rest.superuser('GET', '/api/v2/applications/?page_size=200')).body.results;
});
afterAll(() => world.stop());

const foundBy = async (query: string) => {
  const { status, body, text } = await world.rest.superuser('GET', `/api/v2/applications/?page_size=200&${query}`);
  if (status !== 200) throw new Error(`${query}: ${status} ${text}`);
  return body.results.map(({ name }: Listed) => name);
};

describe('look-ups', () => {
  it.each([
    ['name=alpha', ['alpha']],
    ['name=Alpha', []],
    ['name__exact=ALPHA', []],
    ['name__iexact=%C3%A4THER', ['Äther']],
    ['name__contains=_', ['beta_2']],
    ['name__icontains=A_2', ['beta_2']],
    ['name__startswith=100%25', ['100%']],
    ['name__endswith=%5Cslash', ['back\\slash']],
    ['name=a+b', ['a b']],
    ['name=a%2Bb', ['a+b']],
    ['name__in=5,42', ['42', '5']],
    ['name__in=5', ['5']],
    ['name__isnull=true', []],
    ['name__isnull=false&name__in=5,Zeta', ['5', 'Zeta']],
    ['or__name=5&or__name=42', ['42', '5']],
    ['or__name=5&or__name__istartswith=zeta', ['5', 'Zeta', 'zeta & eta']],
    ['or__name=5&or__name=42&not__name=42', ['5']],
    ['name__startswith=beta&not__name__endswith=_2', ['betaX2']],
    ['redirect_uris__contains=https://second.example.org/Path&name__startswith=10', ['100 percent']],
    ['created__gt=2100-01-01T00:00:00Z', []],
    ['created__lt=2000-01-01T00:00:00Z', []],
    ['name=Zeta&created__gt=2000-01-01T00:00:00Z&modified__lte=2100-01-01T00:00:00.123456Z', ['Zeta']],
  ])('%s', async (query, expected) => {
    expect((await foundBy(query)).toSorted()).toEqual(expected);
  });

  it('find applications by many numbers', async () => {
    const some = all.slice(3, 9);
    expect(await foundBy(`id__in=${some.map(({ id }) => id).join(',')},999999`)).toEqual(some.map(({ name }) => name));
  });

  it('find by times to the microsecond what they have shown', async () => {
    const { created, name } = all[4] as Listed;
    expect(await foundBy(`created=${created}`)).toContain(name);
    expect(await foundBy(`created__gte=${created}&created__lte=${created}`)).toContain(name);
    expect(await foundBy(`created__gt=${created}`)).not.toContain(name);
  });
});
