/** Whose value a field is to have. */
export type Side = 'mine' | 'theirs';

/** Three versions of the same values: what a form began with, what was typed, and what somebody else has saved meanwhile. */
export interface Versions<Values> {
  readonly before: Values;
  readonly mine: Values;
  readonly theirs: Values;
}

/** A field that two have made different. */
export interface Difference<Values> {
  readonly field: keyof Values & string;
  /** Whose value it has where only one of them has changed it; undefined where both have. */
  readonly side: Side | undefined;
}

/** Which value each field is to have that differs. */
export type Sides<Values> = Readonly<Partial<Record<keyof Values, Side>>>;

/** Whether a field is the same in both; with `isSet`, in whichever order it lists things. */
function isSame<Values>(field: keyof Values, one: Values, other: Values, isSet = false): boolean {
  const written = ({ [field]: value }: Values) => JSON.stringify(isSet && Array.isArray(value) ? value.toSorted() : value);
  return written(one) === written(other);
}

/** The fields that were changed. @param sets fields that are lists in which order says nothing */
export const changedOf = <Values, Field extends keyof Values>(
  fields: Iterable<Field>,
  before: Values,
  mine: Values,
  sets: readonly (keyof Values)[] = [],
): Field[] => [...fields].filter((field) => !isSame(field, before, mine, sets.includes(field)));

/** How two versions differ. @param sets fields that are lists in which order says nothing */
export function differencesOf<Values>(
  fields: Iterable<keyof Values & string>,
  { before, mine, theirs }: Versions<Values>,
  sets: readonly (keyof Values)[] = [],
): Difference<Values>[] {
  return [...fields].flatMap((field): Difference<Values>[] => {
    const isAlike = (one: Values, other: Values) => isSame(field, one, other, sets.includes(field));
    if (isAlike(mine, theirs)) return [];
    if (isAlike(before, mine)) return [{ field, side: 'theirs' }];
    return [{ field, side: isAlike(before, theirs) ? 'mine' : undefined }];
  });
}

/** Of each field the side that is chosen; where nothing is, what was typed, or theirs where nothing was. */
export function merged<Values extends object>({ before, mine, theirs }: Versions<Values>, sides?: Sides<Values>): Values {
  const fields = Object.keys(theirs) as (keyof Values)[];
  const isMine = (field: keyof Values) => (sides?.[field] ?? (isSame(field, before, mine) ? 'theirs' : 'mine')) === 'mine';
  return Object.fromEntries(fields.map((field) => [field, (isMine(field) ? mine : theirs)[field]])) as unknown as Values;
}
