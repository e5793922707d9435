import { BIG, ORGANIZATION, type Person, SMALL } from './data.ts';

/** One kind of request, in the words of the gateway's API. */
export interface Work {
  readonly name: string;
  readonly title: string;
  readonly person: Person;
  readonly operation: Operation;
  /** How many rows of the list come before the page. */
  readonly depth?: number;
}
export type Operation = keyof typeof DOCUMENTS;

const HEAD = 'id clientId name clientType authorizationGrantType enabled createdAt';
const FLAT = `${HEAD} description vendor url redirectUris scopes accessValidity modifiedAt`;
const TOKEN = 'id hint description expiresAt';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const list = 'applications(first: $first, after: $after, orderBy: { field: NAME })';

/** What contestants are asked that speak the gateway's API. */
export const DOCUMENTS = {
  One: `query One($id: ID!) { application(id: $id) {
    ${FLAT} databaseId skipAuthorization trusted maximumScopes grantValidity renewable version lastUsedAt } }`,
  Nested: `query Nested($first: Int!, $after: String) { ${list} { nodes { ${HEAD} organization { id name }
    tokens(first: 10) { totalCount nodes { ${TOKEN} } } } ${PAGE} } }`,
  Flat: `query Flat($first: Int!, $after: String) { ${list} { nodes { ${FLAT} } ${PAGE} } }`,
  CreateApplication: `mutation CreateApplication($input: CreateApplicationInput!) { createApplication(input: $input) {
    application { id name clientId version createdAt } clientSecret userErrors { field code message } } }`,
  CreateToken: `mutation CreateToken($input: CreateTokenInput!) { createToken(input: $input) {
    token { id hint createdAt expiresAt } accessToken refreshToken userErrors { field code message } } }`,
};

/** The same in the words of PostGraphile, which names lists, orders and cursors in its own way. */
export const POSTGRAPHILE_DOCUMENTS: typeof DOCUMENTS = Object.fromEntries(
  Object.entries(DOCUMENTS).map(([operation, document]) => [
    operation,
    document
      .replace('applications(', 'applications: allApplications(')
      .replace('orderBy: { field: NAME }', 'orderBy: [NAME_KEY_ASC, DATABASE_ID_ASC]')
      .replace('tokens(first: 10)', 'tokens(first: 10, orderBy: [DATABASE_ID_DESC])')
      .replace('$after: String', '$after: Cursor'),
  ]),
) as typeof DOCUMENTS;

export const WORKS: readonly Work[] = [
  { name: 'Q1', title: 'one application', person: 'superuser', operation: 'One' },
  { name: 'Q2', title: 'page of 50, nested', person: 'superuser', operation: 'Nested' },
  { name: 'Q2 member', title: 'the same, for a viewer of two organizations', person: 'administrator', operation: 'Nested' },
  { name: 'Q2 members', title: 'the same, for 1,000 such viewers in turn', person: 'administrators', operation: 'Nested' },
  { name: 'Q2 deep', title: 'the same, behind 9,900 rows', person: 'superuser', operation: 'Nested', depth: SMALL.applications - 100 },
  { name: 'Q3', title: 'page of 100, flat', person: 'superuser', operation: 'Flat' },
  { name: 'M1', title: 'create an application', person: 'superuser', operation: 'CreateApplication' },
  { name: 'M2', title: 'create a token', person: 'superuser', operation: 'CreateToken' },
];

/** The page that clients of AWX ask for, by GraphQL and as they ask for it. */
export const PAGE_OF_25 = { name: 'page of 25', title: 'page of 25 with all that AWX shows, by GraphQL' };
export const AWX_PAGE = { name: 'AWX page', title: 'the same page through the door of AWX' };
export const PAGE_OF_25_DOCUMENT = `query PageOf25 { applications(first: 25) { totalCount nodes {
  databaseId createdAt modifiedAt name description clientId clientType redirectUris authorizationGrantType skipAuthorization
  organization { databaseId name description } userCapabilities { edit delete }
  tokens(first: 10) { totalCount nodes { databaseId scopes } } } } }`;
export const AWX_PAGE_PATH = '/api/v2/applications/';

/** What several processes are measured with: a small answer, a big one, and writing. */
export const WORKERS_DO: readonly string[] = ['Q1', 'Q2', 'M1'];

/** Issuing a token, at the token endpoint. */
export const ISSUE = { name: 'T1', title: 'issue a client-credentials token' };

const page = { person: 'superuser', operation: 'Nested' } as const;

/** The first and a deep page of the small data set, once more, beside those of the big one. */
export const SMALL_PAGES: readonly Work[] = [
  { name: 'small Q2', title: 'page of 50 of 10,000, nested', ...page },
  { name: 'small deep', title: 'the same, behind 9,900 rows', ...page, depth: SMALL.applications - 100 },
];
export const BIG_PAGES: readonly Work[] = [
  { name: 'big Q2', title: 'page of 50 of a million, nested', ...page },
  { name: 'big deep', title: 'the same, behind 999,900 rows', ...page, depth: BIG.applications - 100 },
];

/** Stands for twelve characters that differ in every request. */
export const UNIQUE = '@@@@@@@@@@@@';

/** The variables that requests take in turn. @param idOf makes the global id of an object as the contestant does */
export function variablesOf({ operation }: Work, idOf: (type: string, number: number) => string, after: string | null): object[] {
  // 7919 is prime, so the requests visit every part of the table
  const numbers = Array.from({ length: 500 }, (_, index) => 1 + ((index * 7919) % SMALL.applications));
  switch (operation) {
    case 'One':
      return numbers.map((number) => ({ id: idOf('Application', number) }));
    case 'CreateToken':
      return numbers.map((number) => ({ input: { applicationId: idOf('Application', number), scopes: ['read'] } }));
    case 'CreateApplication': {
      const kind = { clientType: 'CONFIDENTIAL', authorizationGrantType: 'AUTHORIZATION_CODE' };
      const input = { name: `Made ${UNIQUE}`, organizationId: idOf('Organization', ORGANIZATION), ...kind };
      return [{ input: { ...input, redirectUris: ['https://app.example.org/callback'] } }];
    }
    default:
      return [{ first: operation === 'Flat' ? 100 : 50, after }];
  }
}
