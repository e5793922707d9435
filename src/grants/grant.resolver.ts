import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Application } from '../applications/application.entity.ts';
import { applicationById } from '../applications/application.loaders.ts';
import type { Context } from '../query/context.ts';
import { PageArguments } from '../query/pages/arguments.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { Costs, PAGE } from '../shared/cost.ts';
import { Allow } from '../shared/permission.ts';
import { DateTime } from '../shared/scalars.ts';
import { User } from '../users/user.entity.ts';
import { userById } from '../users/user.loaders.ts';
import { Grant } from './grant.entity.ts';
import { GrantConnection, RevokeGrantInput, RevokeGrantPayload } from './grant.inputs.ts';
import { grantsOfEach, grantsOfEachApplication, lastUseOf } from './grant.loaders.ts';
import { revokeGrant } from './grant.service.ts';

/** What users have allowed applications. */
@Resolver(() => Grant)
export class GrantResolver {
  @Needs('applicationId')
  @FieldResolver(() => Application, {
    nullable: true,
    description: 'Which application; null if you may not read it, as mostly the console.',
  })
  application(@Ctx() context: Context, @Root() grant: Row<Grant>) {
    return applicationById(context).load(grant.applicationId);
  }

  @Needs('userId')
  @FieldResolver(() => User, { nullable: true, description: 'Who has allowed it; null if they are not yours to see.' })
  user(@Ctx() context: Context, @Root() grant: Row<Grant>) {
    return userById(context).load(grant.userId);
  }

  @Needs('userId', 'applicationId')
  @FieldResolver(() => DateTime, { nullable: true, description: 'When the application last got or used a token by it, to the minute.' })
  async lastUsedAt(@Ctx() context: Context, @Root() grant: Row<Grant>): Promise<Date | null> {
    const used = await lastUseOf(context).load(`${grant.userId}:${grant.applicationId}`);
    return used && (!grant.lastUsedAt || used > grant.lastUsedAt) ? used : grant.lastUsedAt;
  }

  @Allow({ scope: 'write' })
  @Mutation(() => RevokeGrantPayload, {
    description: 'Withdraws what you have allowed an application: the tokens that it has of you end at once.',
  })
  revokeGrant(@Ctx() context: Context, @Arg('input', () => RevokeGrantInput, { description: 'The grant.' }) input: RevokeGrantInput) {
    return revokeGrant(context, input);
  }
}

/** The grants of users. */
@Resolver(() => User)
export class UserGrantsResolver {
  @Costs({ items: 50, work: 500 })
  @FieldResolver(() => [Grant], {
    description: 'The applications that the user has allowed something, newest first; empty for users other than yourself.',
  })
  async grants(@Ctx() context: Context, @Root() user: Row<User>): Promise<Row<Grant>[]> {
    return (await grantsOfEach(context).load(user.databaseId)) ?? [];
  }
}

/** The grants to applications. */
@Resolver(() => Application)
export class ApplicationGrantsResolver {
  @Costs({ work: PAGE })
  @FieldResolver(() => GrantConnection, {
    description: 'What users have allowed it, newest first, of what you may read: your own, and as a superuser that of everybody.',
  })
  grants(@Ctx() context: Context, @Root() application: Row<Application>, @Args(() => PageArguments) args: PageArguments) {
    return grantsOfEachApplication(context, args).load(application.databaseId);
  }
}
