/** Letters that AWX writes otherwise in the name of a URL, the sign that says so of the rest, and the one that would end it. */
const RESERVED = /[%;/?:@=&[\]#]/g;
/** What stands between the name of an object and that of its parent. */
const BETWEEN = '++';
/** How many ways to take a name apart are tried. */
const MOST_WAYS = 8;

const escaped = (name: string): string => name.replace(RESERVED, encodeURIComponent).replaceAll('+', '%5B+%5D');
const unescaped = (text: string): string => text.replaceAll('[+]', '+');

/** The name of an object and of its parent in one part of a path, as AWX writes it. Spaces stay; clients encode them. */
export const namedUrl = (...names: string[]): string => names.map(escaped).join(BETWEEN);

/**
 * The name of an object, or those of an object and of its parent, in one part of a path that was decoded. Clients encode plus
 * signs as AWX does, or as any URL does; then there are several ways to read it, all of which come.
 * @param count how many names it has
 */
export function namesIn(text: string, count: number): readonly (readonly string[])[] {
  if (count === 1) return [[unescaped(text)]];
  const ways: string[][] = [];
  for (let at = text.indexOf(BETWEEN); at >= 0 && ways.length < MOST_WAYS; at = text.indexOf(BETWEEN, at + 1))
    ways.push([unescaped(text.slice(0, at)), unescaped(text.slice(at + BETWEEN.length))]);
  return ways;
}

/** The number that a part of a path is; undefined where it is a name. */
export const numberIn = (text: string): number | undefined => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined);
