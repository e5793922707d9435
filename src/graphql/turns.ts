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
