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

  @Field(() => Boolean, {
    description: 'Whether all were counted: false for a while if there are more than 10,000, until these are counted in the background.',
  })
  isExact!: boolean;
}

/** How many tokens there are in the registry. */
@ObjectType({ description: 'How many tokens there are, by state. Counts only what you may read.' })
export class RegistryTokenCounts extends TokenCounts {
  @Field(() => Boolean, {
    description:
      'Whether all were counted. If you do not read everything, no more than 1,000 applications and tokens are looked through; else as of `ApplicationCounts`.',
  })
  isExact!: boolean;
}

/** How many there are, as far as that is found out at once. */
@ObjectType({
  description: 'How many there are, as far as 1,000 objects tell that may be among them; of users, 10,000 if you read everything.',
})
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
@ObjectType({
  description:
    'The registry as a whole, in numbers. Counts only what you may read. With more than 10,000 applications, tokens, users or organizations these are counted in the background, and the numbers are some minutes old; of what needs attention that is only `disabledWithLiveTokens`.',
})
export class Registry {}
