import { GraphQLDate } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { TokenCounts } from '../tokens/token.inputs.ts';

/** How many applications there are. */
@ObjectType({ description: 'How many applications there are. Counts only what you may read.' })
export class ApplicationCounts {
  @Field(() => Int, { description: 'All of them.' })
  total!: number;

  @Field(() => Int, { description: 'Those that are enabled.' })
  enabled!: number;

  @Field(() => Int, { description: 'Those that are disabled.' })
  disabled!: number;

  @Field(() => Int, { description: 'Those that can keep a secret.' })
  confidential!: number;

  @Field(() => Int, { description: 'Those that cannot.' })
  public!: number;
}

/** How many tokens there are in the registry. */
@ObjectType({ description: 'How many tokens there are, by state. Counts only what you may read.' })
export class RegistryTokenCounts extends TokenCounts {
  @Field(() => Boolean, { description: 'Whether all were counted: false if you do not read everything, and there are more than 5,000.' })
  isExact!: boolean;
}

/** How many there are, as far as that is found out at once. */
@ObjectType({ description: 'How many there are, as far as 5,000 objects tell that may be among them.' })
export class BoundedCount {
  @Field(() => Int, { description: 'So many, at least.' })
  count!: number;

  @Field(() => Boolean, { description: 'Whether there are no more.' })
  isExact!: boolean;
}

/** How often something happened on one day. */
@ObjectType({ description: 'How often something happened on one day.' })
export class DailyCount {
  @Field(() => GraphQLDate, { description: 'The day, in UTC.' })
  date!: string;

  @Field(() => Int, { description: 'How often.' })
  count!: number;
}

/** What somebody should look at. */
@ObjectType({ description: 'What somebody should look at. Counts only what you may read.' })
export class Attention {}

/** The registry as a whole. */
@ObjectType({ description: 'The registry as a whole, in numbers. Counts only what you may read.' })
export class Registry {}
