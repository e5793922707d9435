import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { boundedCache } from '../shared/bounded-cache.ts';

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
  readonly #seen = boundedCache<true>(SEEN_DOCUMENTS);
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

/** How many characters the persisted documents have together at most, and how many of one owner. */
const PERSISTED_CHARACTERS = { all: 2_000_000, each: 200_000 };
/** What is kept beside each text, as characters. */
const BESIDE = 200;

interface Persisted {
  readonly text: string;
  readonly owner: string;
}

/**
 * The texts of documents that clients name by their hash (automatic persisted queries); those that were used last. Who has
 * many kept loses own ones for them, so that nobody alone can push out those of all others.
 */
export class PersistedDocuments {
  readonly #documents: LRUCache<string, Persisted> = new LRUCache({
    maxSize: PERSISTED_CHARACTERS.all,
    sizeCalculation: ({ text }) => text.length + BESIDE,
    dispose: ({ text, owner }, hash) => this.#forget(owner, hash, text),
  });
  /** What each owner has, the oldest first. */
  readonly #owned = new Map<string, { readonly hashes: Set<string>; characters: number }>();

  /** How many characters it holds. */
  get size(): number {
    return this.#documents.calculatedSize;
  }

  /** The text under a hash. */
  get(hash: string): string | undefined {
    return this.#documents.get(hash)?.text;
  }

  /** Keeps a text for an owner, unless it is kept already. @param hash of the text, which was checked */
  keep(owner: string, hash: string, text: string): void {
    const characters = text.length + BESIDE;
    if (this.#documents.has(hash) || characters > PERSISTED_CHARACTERS.each) return;
    const owned = this.#owned.get(owner) ?? { hashes: new Set(), characters: 0 };
    for (const oldest of owned.hashes) {
      if (owned.characters + characters <= PERSISTED_CHARACTERS.each) break;
      this.#documents.delete(oldest);
    }
    owned.hashes.add(hash);
    owned.characters += characters;
    this.#owned.set(owner, owned);
    this.#documents.set(hash, { text, owner });
  }

  #forget(owner: string, hash: string, text: string): void {
    const owned = this.#owned.get(owner);
    if (!owned?.hashes.delete(hash)) return;
    owned.characters -= text.length + BESIDE;
    if (owned.hashes.size === 0) this.#owned.delete(owner);
  }
}
