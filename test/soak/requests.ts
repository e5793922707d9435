import { createHash } from 'node:crypto';
import type { Random } from '../support/random.ts';

/** Whom requests are made as. */
export interface Callers {
  readonly tokens: readonly string[];
  readonly organizationId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A request, ready to be sent. */
export interface SoakRequest {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const FIELDS = ['id', 'name', 'clientId', 'createdAt', 'enabled', 'scopes', 'redirectUris', 'vendor', 'version', 'renewable', 'lastUsedAt'];
const NESTED = [
  'organization { name }',
  'tokens(first: 3) { totalCount nodes { id hint } }',
  'tokenCounts { total }',
  'secrets { hint }',
  'createdBy { username }',
];
const DAILY =
  'query Daily($first: Int!) { applications(first: $first) { nodes { id name organization { name } tokens(first: 5) { totalCount } } } }';

/** Makes one request after the other: of every kind that there is, and most of them never the same. */
export function requests(random: Random, { tokens, organizationId, clientId, clientSecret }: Callers): () => SoakRequest {
  let number = 0;
  const repeated: string[] = [];
  const graphql = (body: object, token: string | undefined = random.one(tokens)): SoakRequest => ({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const form = (path: string, fields: Record<string, string>): SoakRequest => ({
    path,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(fields)),
  });
  const selection = () =>
    Array.from({ length: 1 + random.below(12) }, () =>
      random.chance(80) ? `${random.chance(30) ? `a${number}: ` : ''}${random.one(FIELDS)}` : random.one(NESTED),
    );
  const document = () => {
    const fields = [...new Set(selection())].join(' ');
    return `query Q${number} { applications(first: ${random.below(10)}) { nodes { ${fields} } } } # ${'x'.repeat(random.below(300))}`;
  };
  const kinds: readonly (() => SoakRequest)[] = [
    () => graphql({ query: DAILY, variables: { first: 5 } }),
    () => graphql({ query: document() }),
    () => graphql({ query: document() }),
    // each a few times, so that it is kept and compiled
    () => {
      repeated[number % 200] = document();
      return graphql({ query: repeated[number % 200] });
    },
    () => graphql({ query: random.one(repeated.filter(Boolean)) ?? DAILY, variables: { first: 1 } }),
    () => graphql({ query: random.one(repeated.filter(Boolean)) ?? DAILY, variables: { first: 1 } }),
    () =>
      graphql({
        query: `{ applications(first: 3, filter: { search: "text ${number}" }) { nodes { id } } organizations(search: "text ${number}") { totalCount } }`,
      }),
    () =>
      graphql({
        query: 'query ($filter: ApplicationFilter) { applications(first: 3, filter: $filter) { nodes { id } } }',
        variables: {
          filter: { vendor: `vendor ${number}`, redirectUri: `https://${number}.example/`, unusedSince: new Date(number * 1e6) },
        },
      }),
    () => graphql({ query: `query N${'n'.repeat(random.below(2_000))}${number} { viewer { username } }` }),
    () => graphql({ query: `{ ${Array.from({ length: 150 }, (_, index) => `a${number}_${index}: __typename`).join(' ')} }` }),
    () => {
      const query = document();
      return graphql({
        query,
        extensions: { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } },
      });
    },
    () => graphql({ query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', variables: { ids: [`rubbish ${number}`, organizationId] } }),
    () => graphql({ query: `{ applications(first: 1, after: "cursor ${number}") { totalCount } }` }),
    () => graphql({ query: `{ nonsense${number} }` }),
    () => graphql({ query: '{ viewer { username } }' }, `clt_at_${number}`),
    () =>
      graphql({ query: `mutation { updateApplication(input: { id: "rubbish ${number}", name: "${number}" }) { userErrors { code } } }` }),
    () => form('/oauth/token', { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'read' }),
    () => form('/oauth/token', { grant_type: 'client_credentials', client_id: clientId, client_secret: `wrong ${number}` }),
    () => form('/oauth/token', { grant_type: 'client_credentials', client_id: `unknown-${number}`, client_secret: 'wrong' }),
    () => ({ path: `/oauth/authorize?client_id=unknown-${number}&response_type=code`, method: 'GET', headers: {} }),
    () => ({ path: `/nothing/${number}`, method: 'GET', headers: {} }),
  ];
  return () => {
    number += 1;
    return random.one(kinds)();
  };
}
