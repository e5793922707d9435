import { ArgsType, Field, Int } from 'type-graphql';
import { badArgument } from '../../shared/errors.ts';

/** How many objects a page has when nobody says. */
export const DEFAULT_PAGE_SIZE = 25;
/** How many objects a page has at most. */
export const MAXIMUM_PAGE_SIZE = 100;

/** The paging arguments of the Relay connection specification. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, { nullable: true, description: 'How many from the start, 0 to 100. 25 when neither `first` nor `last` is given.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many from the end, 0 to 100.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  before?: string | null;
}

/** A checked page request. */
export interface Window {
  readonly size: number;
  /** Whether the page is taken from the end. */
  readonly fromEnd: boolean;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/** Checks the paging arguments. @throws `BAD_USER_INPUT` naming the argument */
export function windowOf({ first, after, last, before }: PageArguments): Window {
  if (first != null && last != null) throw badArgument('last', 'give "first" or "last", not both.');
  for (const [argument, value] of Object.entries({ first, last })) {
    if (value != null && (value < 0 || value > MAXIMUM_PAGE_SIZE)) {
      throw badArgument(argument, `must be between 0 and ${MAXIMUM_PAGE_SIZE}, not ${value}.`);
    }
  }
  return { size: first ?? last ?? DEFAULT_PAGE_SIZE, fromEnd: last != null, after: after ?? undefined, before: before ?? undefined };
}
