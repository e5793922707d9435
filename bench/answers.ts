import { isDeepStrictEqual } from 'node:util';

/** Fields whose values are made anew for every request. */
const MADE = new Set(['clientId', 'clientSecret', 'accessToken', 'refreshToken', 'hint', 'name']);

/** The number in a global id, whoever made it: `Type:7`, `["Type",7]` and `["Type","7"]` are all in use, in base64. */
const numberIn = (id: string) => Number(/(\d+)"?\]?$/.exec(Buffer.from(id, 'base64').toString())?.[1]);

/**
 * An answer without what contestants may do differently: opaque ids become their numbers, times get one notation, cursors go.
 * @param isMutation whether its ids, secrets and times were made for it, so that only their kind can be compared
 */
export function comparable(value: unknown, isMutation: boolean, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, isMutation, key));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([name]) => name !== 'endCursor');
    return Object.fromEntries(entries.map(([name, item]) => [name, comparable(item, isMutation, name)]));
  }
  if (typeof value !== 'string') return value;
  // numbers of 64 bits are texts to some
  if (key === 'databaseId') return Number(value);
  if (key === 'id') return isMutation ? numberIn(value) > 0 : numberIn(value);
  if (key.endsWith('At')) return isMutation ? !Number.isNaN(Date.parse(value)) : new Date(value).toISOString();
  if (isMutation && MADE.has(key)) return `${/^(clt_\w\w_|clt_sec_)?/.exec(value)?.[0]} and ${value.length} characters in all`;
  return value;
}

/** Makes sure that two answers are the same. @throws naming the first place where they differ */
export function expectSame(who: string, actual: unknown, expected: unknown, path = 'data'): void {
  if (isDeepStrictEqual(actual, expected)) return;
  if (typeof actual === 'object' && typeof expected === 'object' && actual && expected) {
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      expectSame(who, actual[key as never], expected[key as never], `${path}.${key}`);
    }
  }
  throw new Error(`${who} answers otherwise at ${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}
