import { type ASTNode, type DocumentNode, type GraphQLSchema, Kind, parse, print, validate, visit } from 'graphql';
import type { RandomRequest } from './documents.ts';

/** What can be left out of a document. */
const PARTS: readonly string[] = [
  Kind.FRAGMENT_DEFINITION,
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
  Kind.VARIABLE_DEFINITION,
];

/** The document without its part of this number, and without what has nothing to say then; undefined if there are not so many. */
function without(document: DocumentNode, number: number): DocumentNode | undefined {
  let count = 0;
  const rest = visit(document, {
    enter: (node: ASTNode) => (PARTS.includes(node.kind) && count++ === number ? null : undefined),
    leave: (node: ASTNode) => ('selectionSet' in node && node.selectionSet?.selections.length === 0 ? null : undefined),
  }) as DocumentNode;
  return count > number ? rest : undefined;
}

/** Leaves out of a request whatever makes no difference to what is wrong with it. @param isWrong whether a request shows it still */
export async function reduced(
  schema: GraphQLSchema,
  request: RandomRequest,
  isWrong: (request: RandomRequest) => Promise<boolean>,
): Promise<RandomRequest> {
  let smallest = request;
  for (let number = 0; ; ) {
    const rest = without(parse(smallest.query), number);
    if (!rest) return smallest;
    const candidate = { ...smallest, query: print(rest) };
    const isValid = rest.definitions.length > 0 && validate(schema, rest).length === 0;
    if (isValid && (await isWrong(candidate))) smallest = candidate;
    else number += 1;
  }
}
