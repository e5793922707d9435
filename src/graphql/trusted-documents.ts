import { createHash } from 'node:crypto';
import { type GraphQLError, parse, print, visit } from 'graphql';
import { apiError } from '../shared/errors.ts';

/** What becomes of documents that are not among the trusted ones: they are executed, executed and logged, or refused. */
export type Mode = 'log' | 'only' | undefined;

/** Told of an operation that was executed and is not among the trusted ones, or how many there were when no more are told. */
export type OnUntrusted = (operation: { readonly operation: string; readonly hash: string; readonly document: string } | number) => void;

/** How many untrusted operations are logged that come with a token, and without: each once, and then no more. */
const LOGGED = { known: 1_000, anonymous: 100 };
/** The most characters of a document in the log. */
const LOGGED_CHARACTERS = 2_000;

/** The documents that whoever runs the server trusts: clients may name them by their id, by the hash of their text, or send the text. */
export class TrustedDocuments {
  readonly #texts = new Map<string, string>();
  readonly #known = new Set<string>();
  readonly #sources = new Map<string, string>();
  readonly #mode: Mode;

  constructor(mode: Mode) {
    this.#mode = mode;
  }

  /** How many documents there are. */
  get size(): number {
    return this.#known.size;
  }

  /** The document under an id or a hash. */
  textOf(id: string): string | undefined {
    return this.#texts.get(id);
  }

  has(text: string): boolean {
    return this.#known.has(text);
  }

  /** Why a text is not executed; undefined where it is, or is no text. */
  whyRefused(text: unknown): GraphQLError | undefined {
    if (this.#mode !== 'only' || typeof text !== 'string' || text === '' || this.#known.has(text)) return undefined;
    return apiError('QUERY_NOT_IN_SAFELIST', 'The document is none of those that this server executes.');
  }

  /**
   * Adds the documents of a file: a manifest of Apollo's, or an object of ids and documents, as graphql-codegen and relay-compiler
   * write it.
   * @param source names the file
   * @throws if it is neither, in one line that says where
   */
  add(source: string, json: string): void {
    for (const { place, id, body } of entriesOf(source, json)) {
      if (typeof id !== 'string' || id === '') throw new Error(`${source}: ${place}.id must be a text that is not empty.`);
      if (typeof body !== 'string' || body === '') throw new Error(`${source}: ${place} has no document.`);
      try {
        parse(body, { noLocation: true });
      } catch (error) {
        throw new Error(`${source}: ${place} is no GraphQL: ${(error as Error).message}`);
      }
      const hash = createHash('sha256').update(body).digest('hex');
      for (const name of [id, hash]) {
        const other = this.#texts.get(name);
        if (other !== undefined && other !== body)
          throw new Error(`${source}: ${place} has the id "${name}", under which ${this.#sources.get(name)} has another document.`);
        this.#texts.set(name, body);
        this.#sources.set(name, source);
      }
      this.#known.add(body);
    }
  }
}

interface Entry {
  /** Where it stands in its file. */
  readonly place: string;
  readonly id: unknown;
  readonly body: unknown;
}

function entriesOf(source: string, json: string): Entry[] {
  const content = parsed(source, json);
  const { format, version, operations } = content as { format?: unknown; version?: unknown; operations?: unknown };
  if (!Object.hasOwn(content, 'format')) return Object.entries(content).map(([id, body]) => ({ place: `the document "${id}"`, id, body }));
  if (format !== 'apollo-persisted-query-manifest' || version !== 1 || !Array.isArray(operations))
    throw new Error(`${source}: must have the format "apollo-persisted-query-manifest", the version 1 and a list of operations.`);
  return operations.map((operation: { id?: unknown; body?: unknown } | null, index) => ({
    place: `operations[${index}]`,
    id: operation?.id,
    body: operation?.body,
  }));
}

function parsed(source: string, json: string): object {
  try {
    const content: unknown = JSON.parse(json);
    if (content !== null && typeof content === 'object' && !Array.isArray(content)) return content;
  } catch (error) {
    throw new Error(`${source}: is not JSON: ${(error as Error).message.replace(/\s+/g, ' ')}`);
  }
  throw new Error(`${source}: must be a JSON object.`);
}

/** Tells of each operation once, as long as there are not too many. */
export class UntrustedLog {
  readonly #seen = { known: new Set<string>(), anonymous: new Set<string>() };
  readonly #tell: OnUntrusted;

  constructor(tell: OnUntrusted) {
    this.#tell = tell;
  }

  /** @param who whether it came with a token: what anybody sends takes no place of what users do */
  note(who: keyof typeof LOGGED, hash: string, name: string | null | undefined, text: string): void {
    const seen = this.#seen[who];
    if (seen.size >= LOGGED[who] || seen.has(hash)) return;
    seen.add(hash);
    this.#tell({ operation: name ?? '', hash, document: withoutValues(text).slice(0, LOGGED_CHARACTERS) });
    if (seen.size === LOGGED[who]) this.#tell(seen.size);
  }
}

/** A document without comments and without the values that stand in it, which may be secrets. */
const withoutValues = (text: string): string =>
  print(
    visit(parse(text, { noLocation: true }), {
      StringValue: (node) => ({ ...node, value: '', block: false }),
      IntValue: (node) => ({ ...node, value: '0' }),
      FloatValue: (node) => ({ ...node, value: '0' }),
    }),
  ).replace(/\s+/g, ' ');
