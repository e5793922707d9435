import { badArgument } from '../shared/errors.ts';
import type { Faults } from '../shared/user-errors.ts';

/** The most tags that an application has, and that each list of a filter has. */
export const MAXIMUM_TAGS = 20;

const TAG = /^[a-z0-9._:-]{1,63}$/;

/** Whether an application can have a tag. */
export const isTag = (text: string): boolean => TAG.test(text);

/** Checks tags. */
export function checkTags(faults: Faults, tags: readonly string[] | null | undefined): void {
  if (tags == null) return;
  if (tags.length > MAXIMUM_TAGS) {
    faults.add('LIMIT_EXCEEDED', 'tags', `At most ${MAXIMUM_TAGS}; there are ${tags.length}.`);
    return;
  }
  tags.forEach((tag, index) => {
    const path = ['tags', String(index)];
    if (!isTag(tag)) faults.add('INVALID', path, 'Must have 1 to 63 characters of a-z, 0-9 and ". _ : -".');
    else if (tags.indexOf(tag) < index) faults.add('INVALID', path, `"${tag}" is given twice.`);
  });
}

/** Tags as they are kept: the same set is the same list. */
export const tagsInOrder = (tags: readonly string[]): string[] => tags.toSorted();

/** Which tags to look for. */
interface Wanted {
  readonly all?: readonly string[] | null;
  readonly any?: readonly string[] | null;
}

/** Checks a filter of tags. @throws `BAD_USER_INPUT` */
export function checkTagFilter(filter: Wanted | null | undefined): void {
  for (const name of ['all', 'any'] as const) {
    const { length } = filter?.[name] ?? [];
    if (length > MAXIMUM_TAGS) throw badArgument(`filter.tags.${name}`, `at most ${MAXIMUM_TAGS} tags, not ${length}.`);
  }
}
