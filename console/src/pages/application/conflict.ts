import type { ApplicationValues } from '../../components/application/values.ts';

/** A list in which order says nothing. */
const SETS: readonly (keyof ApplicationValues)[] = ['scopes', 'maximumScopes', 'tags'];

/** Whether a field is the same in both. */
export function isSame(field: keyof ApplicationValues, one: ApplicationValues, other: ApplicationValues): boolean {
  const written = ({ [field]: value }: ApplicationValues) =>
    JSON.stringify(SETS.includes(field) && Array.isArray(value) ? value.toSorted() : value);
  return written(one) === written(other);
}

/** Whose value a field is to have. */
export type Side = 'mine' | 'theirs';

/** A field that two have made different. */
export interface Difference {
  readonly field: keyof ApplicationValues;
  /** Whose value it has where only one of them has changed it; undefined where both have. */
  readonly side: Side | undefined;
}

/** How two versions of the same differ, and what it was before. */
export function differencesOf(
  fields: Iterable<keyof ApplicationValues>,
  before: ApplicationValues,
  mine: ApplicationValues,
  theirs: ApplicationValues,
): Difference[] {
  return [...fields].flatMap((field): Difference[] => {
    if (isSame(field, mine, theirs)) return [];
    if (isSame(field, before, mine)) return [{ field, side: 'theirs' }];
    return [{ field, side: isSame(field, before, theirs) ? 'mine' : undefined }];
  });
}

/** Their version with those fields that are to be as mine. */
export const merged = (
  mine: ApplicationValues,
  theirs: ApplicationValues,
  sides: Readonly<Partial<Record<keyof ApplicationValues, Side>>>,
): ApplicationValues =>
  Object.fromEntries(
    (Object.keys(theirs) as (keyof ApplicationValues)[]).map((field) => [field, (sides[field] === 'mine' ? mine : theirs)[field]]),
  ) as unknown as ApplicationValues;
