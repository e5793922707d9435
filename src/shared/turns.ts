import { setImmediate } from 'node:timers/promises';

/** Milliseconds after which others are to have their turn. */
const LONG = 10;

/**
 * Gives what others wait for a turn of the event loop, if a step of a request has taken long. A large document is parsed,
 * checked, compiled and executed without reading anything: all of it at once would keep everybody waiting for the sum.
 * @param start when the step began, by `performance.now()`
 * @returns what to wait for before the next step; undefined if there is nothing to wait for
 */
export const giveWay = (start: number): Promise<void> | undefined => (performance.now() - start > LONG ? setImmediate() : undefined);

/** How much of many is done in one turn of the event loop. */
const PART = 50;

/** Parts of what is long. After each whole part others have their turn of the event loop; what is short is one part, and waits for none. */
export async function* inTurns<Item>(items: readonly Item[], size = PART): AsyncGenerator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) {
    const part = items.slice(start, start + size);
    yield part;
    if (part.length === size) await setImmediate();
  }
}
