import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from '../../../src/schema.ts';
import { toGlobalId } from '../../../src/shared/ids.ts';
import { scratchDirectory } from '../../support/process.ts';
import { randomFrom } from '../../support/random.ts';
import { ask } from '../../support/wire.ts';
import { startWorld, type World } from '../../support/world.ts';
import { type Comparable, comparable, isSame, textOf } from './comparable.ts';
import { type RandomRequest, randomRequest } from './documents.ts';

const DOCUMENTS = Number(process.env.FUZZ_WAYS ?? 150);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
/** The most characters of an address: Node takes headers of 16 KiB together. */
const LONGEST = 12_000;

/** What is said of documents that are not executed, of which none is kept. */
const REFUSED = /"(QUERY_TOO_COMPLEX|GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE)"/;

const random = randomFrom(SEED);
const schema = buildSchema();
const ids = ['Application', 'User', 'Organization', 'Token', 'ActivityEntry'].flatMap((type) =>
  [1, 2, 3].map((id) => toGlobalId(type, id)),
);
/** Texts that no two have in common, so that what is kept of one is no other's. */
const requests: readonly RandomRequest[] = Array.from({ length: DOCUMENTS }, (_, index) => {
  const { query, variables } = randomRequest(random, schema, ids);
  return { query: `${query}\n# ${index}`, variables };
});

const scratch = scratchDirectory();
/** One that trusts nothing, where hashes are those of automatic persisted queries, and one that trusts all of the documents. */
const worlds: World[] = [];
const tokens: (readonly (string | undefined)[])[] = [];
beforeAll(async () => {
  const parsable = requests.map(({ query }, index) => ({ id: `random-${index}`, body: query }));
  writeFileSync(
    join(scratch.path, 'random.json'),
    JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations: parsable }),
  );
  const people = ['superuser', 'admin', 'member', 'stranger'] as const;
  for (const PERSISTED_DOCUMENTS of ['', scratch.path]) {
    const world = await startWorld({ LOG_LEVEL: 'error', PERSISTED_DOCUMENTS });
    await world.register({ name: 'Portal' });
    await world.register({ name: 'Foreign', organizationId: world.other.id });
    worlds.push(world);
    const minted = people.map((person) => world.tokenOf(world.users[person].databaseId, ['read']));
    tokens.push([undefined, ...(await Promise.all(minted))]);
  }
});
afterAll(async () => {
  for (const world of worlds) await world.stop();
  scratch.remove();
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

async function said(world: number, way: 'GET' | 'POST', parameters: Record<string, unknown>, viewer: number): Promise<Comparable> {
  const [url, token] = [`${worlds[world]?.url}/graphql`, tokens[world]?.[viewer]];
  const headers = { 'apollo-require-preflight': 'true', ...(token && { authorization: `Bearer ${token}` }) };
  if (way === 'POST') {
    const answer = await ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(parameters),
    });
    return comparable(answer.json);
  }
  const address = `${url}?${addressed(parameters)}`;
  const answer = await ask(address, { headers });
  const { etag } = answer.headers;
  const again = etag === undefined ? undefined : await ask(address, { headers: { ...headers, 'if-none-match': String(etag) } });
  // what is the same is not sent again, and what is sent again is another one
  if (again && again.status !== 304 && again.text === answer.text) throw new Error(`is sent again, though it is the same: ${answer.text}`);
  return comparable(answer.json);
}

function addressed(parameters: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  return String(search);
}

/** The ways to ask for one thing. */
const waysOf = (
  { query, variables }: RandomRequest,
  index: number,
): [world: number, way: 'GET' | 'POST', parameters: Record<string, unknown>][] => [
  [0, 'GET', { query, variables }],
  [0, 'POST', { variables, query, extensions: persisted(hashOf(query)) }],
  [0, 'POST', { variables, extensions: persisted(hashOf(query)) }],
  [0, 'GET', { variables, extensions: persisted(hashOf(query)) }],
  [1, 'POST', { variables, extensions: persisted(`random-${index}`) }],
  [1, 'GET', { variables, extensions: persisted(`random-${index}`) }],
];

describe(`one operation is answered the same whichever way it is asked for (FUZZ_SEED=${SEED})`, () => {
  const counts = { compared: 0, withData: 0 };

  it.each(requests.map((request, index) => [index, request] as const))('document %i', async (index, request) => {
    const viewer = randomFrom(SEED + index).below(5);
    if (/^\s*mutation\b/m.test(request.query)) return;
    // nothing is kept of who shows no token
    await said(0, 'POST', { ...request, extensions: persisted(hashOf(request.query)) }, 1);
    const byTexts: Comparable[] = [];
    for (const [world, way, parameters] of waysOf(request, index)) {
      if (way === 'GET' && addressed(parameters).length > LONGEST) continue;
      let wrong = '';
      // something may have been stamped between the answers
      for (let attempt = 0; attempt < 3; attempt += 1) {
        if (attempt > 0 || !byTexts[world]) byTexts[world] = await said(world, 'POST', { ...request }, viewer);
        const [byText, byWay] = [byTexts[world], await said(world, way, parameters, viewer)];
        const isNotKept = world === 0 && !('query' in parameters) && REFUSED.test(textOf(byText));
        const isRight = isNotKept ? /"PERSISTED_QUERY_NOT_FOUND"/.test(textOf(byWay)) : isSame(byText, byWay);
        wrong = isRight ? '' : `${way} ${JSON.stringify(parameters)}\n${textOf(byWay)}\ninstead of\n${textOf(byText)}`;
        counts.compared += 1;
        counts.withData += Number(byText.certain.startsWith('{"data":{'));
        if (wrong === '') break;
      }
      expect(wrong).toBe('');
    }
  });

  it('most of them have data', () => {
    expect(counts.compared).toBeGreaterThan(DOCUMENTS * 3);
    expect(counts.withData).toBeGreaterThan(counts.compared / 3);
  });
});
