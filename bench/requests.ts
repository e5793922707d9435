import { comparable, expectSame } from './answers.ts';
import { CONTESTANTS, type Contestant, POSTGRESQL, type Running, SQLITE } from './contestant.ts';
import { BEARERS } from './data.ts';
import { countRows } from './databases.ts';
import { DOCUMENTS, POSTGRAPHILE_DOCUMENTS, variablesOf, type Work } from './work.ts';

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
  if (speaks === 'gateway' && name !== SQLITE && name !== POSTGRESQL) return handMadeCursor;
  const gateway = 'applications(last: 100, orderBy: { field: NAME })';
  const list = speaks === 'gateway' ? gateway : 'applications: allApplications(last: 100, orderBy: [NAME_KEY_ASC, DATABASE_ID_ASC])';
  const query = `{ ${list} { nodes { name databaseId } pageInfo { startCursor } } }`;
  const { applications } = (await running.ask(BEARERS.superuser, JSON.stringify({ query }))) as {
    applications: { nodes: { name: string; databaseId: number }[]; pageInfo: { startCursor: string } };
  };
  const [row] = applications.nodes;
  handMadeCursor ??= Buffer.from(JSON.stringify([row?.name.toLowerCase(), row?.databaseId])).toString('base64url');
  return applications.pageInfo.startCursor;
}

/** The request bodies of a kind of work, as the contestant understands them. */
export async function bodiesOf(work: Work, running: Running): Promise<string[]> {
  const { contestant } = running;
  const after = work.depth === undefined ? null : ((await deepCursor(running)) ?? null);
  const query = (contestant.speaks === 'gateway' ? DOCUMENTS : POSTGRAPHILE_DOCUMENTS)[work.operation];
  // the mutations are added to PostGraphile by hand, and take the gateway's ids
  const ids = idOf(isMutation(work) ? (CONTESTANTS[0] as Contestant) : contestant);
  return variablesOf(work, ids, after).map((variables) => JSON.stringify({ query, operationName: work.operation, variables }));
}

/** Makes sure that all contestants give the same answers, and write the same rows. @throws where one does not */
export async function compare(work: Work, running: readonly Running[]): Promise<void> {
  let expected: unknown;
  for (const one of running) {
    const [body = ''] = await bodiesOf(work, one);
    const before = isMutation(work) ? await countRows(one.database) : {};
    const answer = comparable(await one.ask(BEARERS[work.person], body), isMutation(work));
    const after = isMutation(work) ? await countRows(one.database) : {};
    const written = Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]);
    expected ??= { answer, written };
    expectSame(one.contestant.name, { answer, written }, expected);
  }
}
