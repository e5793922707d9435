import { type ExecutionResult, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import type { App } from '../../src/app.ts';
import { CompiledOperations, compiler, loadCompiler } from '../../src/graphql/compiler.ts';
import { type Execute, interpreter, selecting } from '../../src/graphql/executor.ts';
import { createContext } from '../../src/query/context.ts';
import { buildSchema } from '../../src/schema.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { authenticate } from '../../src/tokens/authentication.ts';

let schema: GraphQLSchema | undefined;
let ways: readonly Execute[] = [];

/** What an answer says, without where in the document its errors are. */
function said({ data, errors }: ExecutionResult): string {
  const faults = errors?.map(({ message, path, extensions }) => ({ message, path, code: extensions?.code }));
  return JSON.stringify({ data, errors: faults });
}

/**
 * Executes a query that was valid as graphql-js does with whole rows, as it does with the rows that the query selects, and as compiled
 * code does, and makes sure that all say the same.
 */
export async function expectExecutorsToAgree(
  app: App,
  settings: Settings,
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> | undefined,
): Promise<void> {
  if (!schema) {
    await loadCompiler();
    schema = buildSchema();
    const compiled = compiler(schema, new CompiledOperations(schema, 1));
    ways = [interpreter(schema), selecting(schema, interpreter(schema)), selecting(schema, compiled)];
  }
  const document = parse(query);
  const operation = getOperationAST(document);
  if (operation?.operation !== 'query') return;
  const answers = async () => {
    const found = await authenticate(app.store, token && `Bearer ${token}`);
    if ('invalid' in found) return [];
    const contexts = ways.map(() => createContext({ store: app.store, settings, viewer: found.viewer }));
    return Promise.all(
      ways.map(async (way, index) => said(await way({ document, operation, variables, context: contexts[index] as never, hash: query }))),
    );
  };
  let given = await answers();
  // something may have been stamped, or deleted, between them
  for (let attempt = 1; attempt < 10 && new Set(given).size > 1; attempt++) given = await answers();
  if (new Set(given).size > 1) throw new Error(`The executors disagree on\n${query}\n${given.join('\n')}`);
}
