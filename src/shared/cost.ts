import { Extensions } from 'type-graphql';

/** What a field costs beside the objects that it gives, counted in objects. */
export interface Cost {
  /** For each of its values, if it has no objects but values: a long text weighs more than a number. */
  readonly value?: number;
  /** How many objects the list has, where there are no pages. */
  readonly items?: number;
  /** Where its arguments have a list, as a path, for each item of which there are the objects below again. */
  readonly timesOf?: readonly [argument: string, field: string];
  /** For what the database does, however many objects it does it for at once. */
  readonly work?: number;
  /** For what it does in addition if an argument is given. */
  readonly workFor?: Readonly<Record<string, number>>;
}

/** What a value costs where nothing else is said. */
export const VALUE = 0.25;
/**
 * How many times as much a value costs under a name of its own, and an object that takes no arguments: the same could be asked
 * for under hundreds of names.
 */
export const RENAMED = 4;
/** How many values a list of them is taken for under a name of its own. */
export const LISTED = 4;
/** What a text of several thousand characters costs. */
export const LONG_TEXT: Cost = { value: 3 };
/** What a page costs that is read by an index. */
export const PAGE = 100;
/** What it costs to go through rows until a page is full. */
export const WALK = 1_000;

/**
 * Says above a field what it costs. The prices were measured on 10,000 applications and 50,000 tokens: a hundred are
 * about a millisecond.
 */
export const Costs = (cost: Cost): MethodDecorator & PropertyDecorator => Extensions({ cost }) as MethodDecorator & PropertyDecorator;
