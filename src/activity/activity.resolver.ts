import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../query/context.ts';
import { PageArguments } from '../query/pages/arguments.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { Costs } from '../shared/cost.ts';
import { toGlobalId } from '../shared/ids.ts';
import { Allow } from '../shared/permission.ts';
import { ActivityEntry } from './activity.entity.ts';
import { ActivityConnection, ActivityFilter } from './activity.inputs.ts';
import { listActivity } from './activity.loaders.ts';

/** Who did what. */
@Resolver(() => ActivityEntry)
export class ActivityResolver {
  @Allow({ scope: 'read' })
  @Costs({ work: 2_000, workFor: { filter: 1_500 } })
  @Query(() => ActivityConnection, { description: 'What happened in your organizations and to you, newest first.' })
  activity(
    @Ctx() context: Context,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('filter', () => ActivityFilter, { nullable: true, description: 'Which activity.' }) filter?: ActivityFilter | null,
  ) {
    return listActivity(context, args, filter ?? {});
  }

  @Needs('objectType', 'objectDatabaseId')
  @FieldResolver(() => ID, { description: 'Global id of the object; it may be gone.' })
  objectId(@Root() entry: Row<ActivityEntry>) {
    return toGlobalId(entry.objectType, entry.objectDatabaseId);
  }
}
