/**
 * The names that every object has. As a key of one they would not mean what was put there, in a library as little as
 * here, so nothing that is chosen outside is called so.
 */
const RESERVED: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), '__proto__']);

/** Whether a name is one that nothing may be called. */
export const isReserved = (name: string): boolean => RESERVED.has(name);
