import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { describe, expect, it } from '@jest/globals';
import { type DocumentNode, getOperationAST } from 'graphql';
import * as generated from '../../console/src/api/generated/graphql.ts';
import { TrustedDocuments } from '../../src/graphql/trusted-documents.ts';

const trusted = new TrustedDocuments('only');
trusted.add('operations.json', readFileSync(join(import.meta.dirname, '../../dist/console/operations.json'), 'utf8'));

/** What the client sends for a document. */
async function sentFor(document: DocumentNode): Promise<string> {
  let sent = '';
  const ask = async (_: unknown, options?: RequestInit) => {
    sent = JSON.parse(String(options?.body)).query;
    return new Response('', { status: 503 });
  };
  const client = new ApolloClient({ link: new HttpLink({ uri: '/graphql', fetch: ask as typeof fetch }), cache: new InMemoryCache() });
  const isMutation = getOperationAST(document)?.operation === 'mutation';
  await (isMutation ? client.mutate({ mutation: document }) : client.query({ query: document })).catch(() => {});
  client.stop();
  return sent;
}

describe('a gateway that executes trusted documents alone knows what the console sends', () => {
  const documents = Object.entries(generated as unknown as Record<string, DocumentNode>).filter(
    ([, document]) => document.definitions && getOperationAST(document),
  );

  it.each(documents)('%s', async (_, document) => {
    const sent = await sentFor(document);
    expect(sent).toMatch(/^(query|mutation) /);
    expect(trusted.whyRefused(sent)).toBeUndefined();
  });

  it('and no other', () => expect(trusted.size).toBe(documents.length));
});
