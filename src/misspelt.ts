/** How many letters a name may differ from another that it was meant to be. */
const SLIPS = 2;
/** Names shorter than this are too easily like others that have nothing to do with them. */
const LEAST_LENGTH = 8;

/** The name that a misspelt one was meant to be, if it is like one of them but none of them. */
export function meantBy(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return undefined;
  return names.find((other) => other.length >= LEAST_LENGTH && isNear(name, other, SLIPS));
}

function isNear(one: string, other: string, slips: number): boolean {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [a, b] = [one.slice(same), other.slice(same)];
  if (a === b) return true;
  if (slips === 0 || Math.abs(a.length - b.length) > slips) return false;
  return isNear(a.slice(1), b, slips - 1) || isNear(a, b.slice(1), slips - 1) || isNear(a.slice(1), b.slice(1), slips - 1);
}
