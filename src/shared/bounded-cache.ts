import { LRUCache } from 'lru-cache';

/**
 * A cache of the entries that were used last, by strings. It has memory for those alone that it holds: by `max`, lru-cache makes
 * room for all at once, which for our caches together took 9 ms of each start.
 * @param entries how many it holds at most
 */
export const boundedCache = <Value extends {}>(entries: number): LRUCache<string, Value> =>
  new LRUCache({ maxSize: entries, sizeCalculation: () => 1 });
