import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Permission } from '../shared/permission.ts';

/** What is kept no longer than it takes to read it. */
export const NO_STORE = 'no-store';

/** Answers that are the same for everybody: they change when the gateway is set up otherwise. */
const PUBLIC = { 'cache-control': 'public, max-age=300', vary: 'Accept' };
/** All others: whoever has one asks each time whether it still holds, by the tag that it came with (RFC 9111, section 5.2.2.4). */
const PRIVATE = { 'cache-control': 'private, no-cache', vary: 'Accept, Authorization' };

/** Whether an operation asks for nothing but the schema and what needs no token. */
function isPublic(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const fields = schema.getQueryType()?.getFields() ?? {};
  const arePublic = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return arePublic(selection.selectionSet);
      const name = selection.name.value;
      if (selection.kind === Kind.FIELD)
        return name.startsWith('__') || (fields[name]?.extensions.permission as Permission | undefined)?.scope === 'none';
      return document.definitions.some(
        (definition) =>
          definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name && arePublic(definition.selectionSet),
      );
    });
  return arePublic(operation.selectionSet);
}

/** Says of each answer to a GET by whom, and for how long, it may be kept. */
export const caching = (schema: GraphQLSchema): ApolloServerPlugin<BaseContext> => ({
  requestDidStart: async ({ request }) => {
    if (request.http?.method !== 'GET') return;
    return {
      willSendResponse: async ({ response: { http, body }, document, operation }) => {
        if (body.kind !== 'single' || body.singleResult.errors || !document || !operation) return;
        const headers = isPublic(schema, document, operation) ? PUBLIC : PRIVATE;
        for (const [name, value] of Object.entries(headers)) http.headers.set(name, value);
      },
    };
  },
});
