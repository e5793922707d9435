import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf } from '../query/pages/connection.ts';
import { DateTime } from '../shared/scalars.ts';
import { ActivityEntry, ActivityOperation } from './activity.entity.ts';

/** Which activity to list; all that is given must hold. */
@InputType({ description: 'Which activity to list; all that is given must hold.' })
export class ActivityFilter {
  @Field(() => ID, { nullable: true, description: 'On this object, which may be gone already.' })
  objectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'By this user; nothing if you may not see them.' })
  actorId?: string | null;

  @Field(() => ActivityOperation, { nullable: true, description: 'Of this kind.' })
  operation?: ActivityOperation | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Of the organization that is the gateway's own, in which a token is issued whenever somebody opens the console; of all else with `false`.",
  })
  builtIn?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'At this time or later.' })
  since?: Date | null;
}

/** An entry in a list. */
@ObjectType({ description: 'An activity entry in a list.' })
export class ActivityEdge extends edgeOf(ActivityEntry) {}

/** A page of activity. */
@ObjectType({ description: 'A page of activity, newest first.' })
export class ActivityConnection extends connectionOf(ActivityEntry, ActivityEdge, 3_000) {}
