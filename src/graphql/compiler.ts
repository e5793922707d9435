import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { boundedCache } from '../shared/bounded-cache.ts';
import { giveWay } from '../shared/turns.ts';
import { coerce } from './coerce.ts';
import { compilable, schemaToCompile } from './compilable.ts';
import { type Execute, interpreter, type Operation } from './executor.ts';

/** How many operations are remembered that were used, but not often enough to be compiled. */
const SEEN_OPERATIONS = 5_000;
/** How many selections the compiled operations have together at most: code is kept for each. */
const COMPILED_SELECTIONS = 5_000;

let jit: typeof import('graphql-jit') | undefined;
/** Loads what compiles. A start need not wait for that: until it is there, graphql-js executes. */
export async function loadCompiler(): Promise<void> {
  jit ??= await import('graphql-jit');
}

interface Compiled {
  /** Undefined where graphql-js executes. */
  readonly run: CompiledQuery['query'] | undefined;
  /** In selections. */
  readonly size: number;
  /** The variables without which graphql-js executes. */
  readonly required: readonly string[];
}

const NOT_COMPILED: Compiled = { run: undefined, size: 1, required: [] };

/** Operations as compiled code: those that came again, and of them those that were used last. */
export class CompiledOperations {
  readonly #schema: GraphQLSchema;
  readonly #uses: number;
  readonly #seen = boundedCache<number>(SEEN_OPERATIONS);
  readonly #compiled = new LRUCache<string, Compiled>({ maxSize: COMPILED_SELECTIONS, sizeCalculation: ({ size }) => size });

  /** @param uses at which use an operation is compiled */
  constructor(schema: GraphQLSchema, uses = 2) {
    this.#schema = schemaToCompile(schema);
    this.#uses = uses;
  }

  /** How many selections the compiled operations have. */
  get size(): number {
    return this.#compiled.calculatedSize;
  }

  /** The code for an operation, at one more use of it. */
  use(operation: Operation): Compiled {
    const key = `${operation.hash} ${operation.document.definitions.indexOf(operation.operation)}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const uses = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, uses);
    if (uses < this.#uses || !jit) return NOT_COMPILED;
    const compiled = this.#compile(operation, jit);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #compile({ document, operation }: Operation, { compileQuery, isCompiledQuery }: typeof import('graphql-jit')): Compiled {
    const found = compilable(document, operation);
    const compiled = found && compileQuery(this.#schema, found.document, operation.name?.value);
    return found && compiled && isCompiledQuery(compiled)
      ? { run: compiled.query, size: found.size, required: found.required }
      : NOT_COMPILED;
  }
}

/**
 * Executes with code that is compiled for the operation at its second use, because most of what comes once never comes
 * again. graphql-js coerces variables, says what is wrong, and executes what the compiler does not do rightly.
 */
export function compiler(schema: GraphQLSchema, operations = new CompiledOperations(schema)): Execute {
  const interpret = interpreter(schema);
  const executed = (given: Operation, { run, required }: Compiled) => {
    if (!run) return interpret(given);
    const { operation, context } = given;
    const { errors, coerced } = coerce(schema, operation, given.variables);
    if (errors) return { errors };
    if (required.some((name) => coerced[name] == null)) return interpret(given);
    const result = run(undefined, context, coerced) as ExecutionResult | Promise<ExecutionResult>;
    const checked = (answer: ExecutionResult) => {
      if (!answer.errors) return answer;
      // what went wrong, and what of the data is left, graphql-js says, unless it would change something again; what was loaded
      // is not loaded again
      return operation.operation === 'mutation' ? { ...answer, errors: answer.errors.map(asGraphQLError) } : interpret(given);
    };
    return 'then' in result ? result.then(checked) : checked(result);
  };
  return (given) => {
    const start = performance.now();
    const compiled = operations.use(given);
    return giveWay(start)?.then(() => executed(given, compiled)) ?? executed(given, compiled);
  };
}

/** An error as graphql-js makes them: those of graphql-jit may have no extensions, and Apollo tells nothing of such. */
const asGraphQLError = ({ message, path, locations, originalError }: GraphQLError): GraphQLError =>
  Object.assign(new GraphQLError(message, { path, originalError }), { locations });
