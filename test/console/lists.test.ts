import { gql, InMemoryCache } from '@apollo/client';
import { expect, test } from '@jest/globals';
import { list } from '../../console/src/api/list.ts';
import { type Criteria, criteriaOf, filterOf, parametersOf } from '../../console/src/components/criteria.ts';
import { randomFrom } from '../support/random.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

test(`an address says which applications are listed, whichever these are (seed ${seed})`, () => {
  const random = randomFrom(seed);
  const maybe = <T>(...values: readonly T[]): T | undefined => (random.chance(50) ? random.one(values) : undefined);
  const text = () => maybe('a', ' ä&=+#%', '“x” 😀', '1', '-', 'true');
  for (let round = 0; round < 300; round++) {
    const criteria: Criteria = {
      search: text(),
      organizationId: text(),
      enabled: maybe(true, false),
      clientType: maybe('CONFIDENTIAL', 'PUBLIC'),
      grantType: maybe('AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'DEVICE_CODE', 'PASSWORD'),
      tags: maybe(['a'], ['a', 'b:c']),
      scope: text(),
      unusedDays: maybe(1, 90, 3650),
      secretDays: maybe(1, 30, 3650),
      hasLiveTokens: maybe(true, false),
      order: maybe({ field: 'LAST_USED_AT', direction: 'DESC' }, { field: 'NAME', direction: 'ASC' }),
    };
    const parameters = new URLSearchParams(parametersOf(criteria).toString());
    expect(criteriaOf(parameters)).toEqual(criteria);
  }
});

test('an address with other words than these lists everything', () => {
  const parameters = new URLSearchParams('?q=&organization=&state=1&type=x&grant=&tag=&scope=&unused=-1&secrets=1e9&tokens=no&sort=-x');
  expect(filterOf(criteriaOf(parameters), Date.now())).toBeUndefined();
});

const LIST = gql`query List($after: String) {
  things(after: $after) { pageInfo { endCursor hasNextPage } edges { cursor node { id } } }
}`;
interface Things {
  readonly things: { readonly pageInfo: object; readonly edges: readonly { readonly node: { readonly id: string } }[] };
}

/** A cache, what writes pages into it, and what it has of the list. */
function cached() {
  const cache = new InMemoryCache({ typePolicies: { Query: { fields: { things: list() } } } });
  const write = (ids: string, hasNextPage: boolean, after?: string) =>
    cache.writeQuery({
      query: LIST,
      variables: { after },
      data: {
        things: {
          __typename: 'Things',
          pageInfo: { __typename: 'PageInfo', endCursor: ids.at(-1) ?? null, hasNextPage },
          edges: [...ids].map((id) => ({ __typename: 'Edge', cursor: id, node: { __typename: 'Thing', id } })),
        },
      },
    });
  const read = () => {
    const { pageInfo, edges } = (cache.readQuery<Things>({ query: LIST }) as Things).things;
    return [edges.map(({ node }) => node.id).join(''), pageInfo];
  };
  return { write, read };
}

test.each([
  { what: 'nothing has changed', first: 'abc', expected: 'abcdef' },
  { what: 'something new is at its start', first: 'xab', expected: 'xabcdef' },
  { what: 'something has moved to its start', first: 'eab', expected: 'eabcdf' },
  { what: 'something is gone', first: 'acd', expected: 'acdef' },
])('the pages that follow stay where the first page is read anew and $what', ({ first, expected }) => {
  const { write, read } = cached();
  write('abc', true);
  write('def', true, 'c');
  write(first, true);
  expect(read()).toEqual([expected, { __typename: 'PageInfo', endCursor: 'f', hasNextPage: true }]);
});

test.each([
  { what: 'has become short', first: 'ab', hasNextPage: false },
  { what: 'has become another', first: 'uvw', hasNextPage: true },
  { what: 'has become empty', first: '', hasNextPage: false },
])('a list that $what begins anew', ({ first, hasNextPage }) => {
  const { write, read } = cached();
  write('abc', true);
  write('def', false, 'c');
  write(first, hasNextPage);
  expect(read()).toEqual([first, expect.objectContaining({ hasNextPage })]);
});
