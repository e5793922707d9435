import type { Ask } from './gateway.ts';

/** What a mutation answers, as far as every test asks for it. */
export interface Payload {
  readonly userErrors: readonly { field: string[]; code: string; message: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the mutation's
  readonly [field: string]: any;
}

/**
 * Runs one mutation and returns its payload.
 * @param fields what to select of the payload besides its user errors
 * @throws if there is a top-level error
 */
export async function mutate(ask: Ask, operation: string, input: object, fields = ''): Promise<Payload> {
  const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${operation}(input: $input) { userErrors { field code message } ${fields} } }`;
  const { data, errors } = await ask(document, { input });
  if (errors) throw new Error(`${operation}: ${JSON.stringify(errors)}`);
  return data[operation];
}

/** The faults of a mutation's input, each as its code and its path, such as `INVALID_SCOPE scopes.0`. */
export async function faultsOf(ask: Ask, operation: string, input: object): Promise<string[]> {
  const { userErrors } = await mutate(ask, operation, input);
  return userErrors.map(({ code, field }) => `${code} ${field.join('.')}`.trim());
}
