import { comparable, expectSame } from './answers.ts';
import { CONTESTANTS, type Contestant, POSTGRESQL, type Running, SQLITE } from './contestant.ts';
import { ACCESS_VALIDITY, BEARERS, CLIENT, PEOPLE } from './data.ts';
import { countRows } from './databases.ts';
import { doorRequest, graphqlRequest, type Request } from './http.ts';
import { AWX_PAGE_PATH, DOCUMENTS, PAGE_OF_25_DOCUMENT, POSTGRAPHILE_DOCUMENTS, variablesOf, type Work } from './work.ts';

const isMutation = ({ operation }: Work): boolean => operation.startsWith('Create');

const idOf = ({ speaks }: Contestant) =>
  speaks === 'gateway'
    ? (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64url')
    : (type: string, number: number) => Buffer.from(JSON.stringify([type, number])).toString('base64');

/** The cursor of the hundredth row from the end, for contestants that only page forwards. */
let handMadeCursor: string | undefined;

/** The cursor of the hundredth row from the end, as the contestant makes it. */
async function deepCursor(running: Running): Promise<string | undefined> {
  const { speaks, name } = running.contestant;
  const isOurs = name.startsWith(SQLITE) || name.startsWith(POSTGRESQL);
  if (speaks === 'gateway' && !isOurs) return handMadeCursor;
  const gateway = 'applications(last: 100, orderBy: { field: NAME })';
  const list = speaks === 'gateway' ? gateway : 'applications: allApplications(last: 100, orderBy: [NAME_KEY_ASC, DATABASE_ID_ASC])';
  const query = `{ ${list} { nodes { name databaseId } pageInfo { startCursor } } }`;
  const { data } = (await running.ask(graphqlRequest(BEARERS.superuser, JSON.stringify({ query })))) as {
    data: { applications: { nodes: { name: string; databaseId: number }[]; pageInfo: { startCursor: string } } };
  };
  const { applications } = data;
  const [row] = applications.nodes;
  handMadeCursor ??= Buffer.from(JSON.stringify([row?.name.toLowerCase(), row?.databaseId])).toString('base64url');
  return applications.pageInfo.startCursor;
}

/** The requests of a kind of work, as the contestant understands them. */
export async function requestsOf(work: Work, running: Running): Promise<Request[]> {
  const { contestant } = running;
  const after = work.depth === undefined ? null : ((await deepCursor(running)) ?? null);
  const query = (contestant.speaks === 'gateway' ? DOCUMENTS : POSTGRAPHILE_DOCUMENTS)[work.operation];
  // the mutations are added to PostGraphile by hand, and take the gateway's ids
  const ids = idOf(isMutation(work) ? (CONTESTANTS[0] as Contestant) : contestant);
  const bodies = variablesOf(work, ids, after).map((variables) => JSON.stringify({ query, operationName: work.operation, variables }));
  return PEOPLE[work.person].flatMap((bearer) => bodies.map((body) => graphqlRequest(bearer, body)));
}

/** Makes sure that all contestants give the same answers, and write the same rows. @throws where one does not */
export async function compare(work: Work, running: readonly Running[]): Promise<void> {
  let expected: unknown;
  for (const one of running) {
    const requests = await requestsOf(work, one);
    const before = isMutation(work) ? await countRows(one.database) : {};
    const answers = requests
      .filter((_, index) => index === 0 || (!isMutation(work) && index === requests.length - 1))
      .map(async (request) => comparable((await one.ask(request)).data, isMutation(work)));
    const answer = await Promise.all(answers);
    const after = isMutation(work) ? await countRows(one.database) : {};
    const written = Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]);
    expected ??= { answer, written };
    expectSame(one.contestant.name, { answer, written }, expected);
  }
}

/** Makes sure that all issuers give tokens of the same kind, each a new one, and keep as many rows. @throws where one does not */
export async function compareTokens(running: readonly Running[]): Promise<void> {
  const expected = { access_token: 'opaque', expires_in: ACCESS_VALIDITY, token_type: 'Bearer', scope: CLIENT.scope };
  for (const one of running) {
    const { name, opening, engine } = one.contestant;
    const countTokens = async () => (engine === 'memory' ? 0 : ((await countRows(one.database)).token ?? 0));
    const before = await countTokens();
    const answers = await Promise.all(Array.from({ length: 32 }, () => one.ask(opening)));
    const written = (await countTokens()) - before;
    const isOpaque = ({ access_token: token }: Record<string, unknown>) => /^[\w-]{43,}$/.test(String(token));
    for (const answer of answers)
      expectSame(name, { ...answer, access_token: isOpaque(answer) ? 'opaque' : answer.access_token }, expected, 'answer');
    const issued = new Set(answers.map(({ access_token: token }) => token)).size;
    expectSame(name, { issued, written }, { issued: answers.length, written: engine === 'memory' ? 0 : answers.length }, 'tokens');
  }
}

/** The page of 25 by GraphQL. */
export const pageOf25 = graphqlRequest(BEARERS.superuser, JSON.stringify({ query: PAGE_OF_25_DOCUMENT, operationName: 'PageOf25' }));
/** The same page through the door of AWX. */
export const awxPage = doorRequest(BEARERS.superuser, AWX_PAGE_PATH);

/** Makes sure that both pages have the same applications of the same organizations. @throws where they differ */
export async function comparePages(one: Running): Promise<void> {
  const { data } = (await one.ask(pageOf25)) as { data: { applications: { totalCount: number; nodes: PageNode[] } } };
  const { count, results } = (await one.ask(awxPage)) as { count: number; results: PageResult[] };
  const byApi = data.applications.nodes.map((node) => [node.databaseId, node.name, node.description, node.organization.name]);
  const byDoor = results.map(({ id, name, description, summary_fields: { organization } }) => [id, name, description, organization.name]);
  expectSame(one.contestant.name, { count, rows: byDoor }, { count: data.applications.totalCount, rows: byApi });
}

interface PageNode {
  readonly databaseId: number;
  readonly name: string;
  readonly description: string;
  readonly organization: { readonly name: string };
}

interface PageResult {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly summary_fields: { readonly organization: { readonly name: string } };
}
