import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** What Apollo keeps something in. */
interface Cache<Value> {
  get(key: string): Promise<Value | undefined>;
  set(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
}

/** How many documents are remembered that were used once. */
const SEEN_DOCUMENTS = 5_000;
/** How many bytes the parsed documents have together at most, about. */
const KEPT_BYTES = 12_000_000;
/** What parsing makes of a lexical token: itself, its node, and where that stands. */
const BYTES_PER_TOKEN = 500;

/** How many bytes a parsed document holds, about. */
function bytesOf({ loc }: DocumentNode): number {
  let bytes = loc?.source.body.length ?? 0;
  for (let token = loc?.startToken; token; token = token.next ?? undefined) bytes += BYTES_PER_TOKEN;
  return bytes + 1;
}

/** Documents that are parsed and valid. Kept are those that came again, because most of what comes once never does. */
export class ParsedDocuments implements Cache<DocumentNode> {
  readonly #seen = new LRUCache<string, true>({ max: SEEN_DOCUMENTS });
  readonly #kept = new LRUCache<string, DocumentNode>({ maxSize: KEPT_BYTES, sizeCalculation: bytesOf });

  /** How many bytes it holds, about. */
  get size(): number {
    return this.#kept.calculatedSize;
  }

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.#kept.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    if (this.#seen.has(key)) this.#kept.set(key, document);
    else this.#seen.set(key, true);
  }

  async delete(key: string): Promise<void> {
    this.#kept.delete(key);
  }
}

/** How many characters the persisted documents have together at most. */
const PERSISTED_CHARACTERS = 2_000_000;

/** The texts of documents that clients name by their hash (automatic persisted queries); those that were used last. */
export class PersistedDocuments implements Cache<string> {
  readonly #texts = new LRUCache<string, string>({ maxSize: PERSISTED_CHARACTERS, sizeCalculation: (text) => text.length + 1 });

  /** How many characters it holds. */
  get size(): number {
    return this.#texts.calculatedSize;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#texts.get(key);
  }

  async set(key: string, text: string): Promise<void> {
    this.#texts.set(key, text);
  }

  async delete(key: string): Promise<void> {
    this.#texts.delete(key);
  }
}
