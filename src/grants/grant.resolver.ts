import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Application } from '../applications/application.entity.ts';
import { applicationById } from '../applications/application.loaders.ts';
import type { Context } from '../query/context.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { Costs } from '../shared/cost.ts';
import { Allow } from '../shared/permission.ts';
import { DateTime } from '../shared/scalars.ts';
import { User } from '../users/user.entity.ts';
import { Grant } from './grant.entity.ts';
import { RevokeGrantInput, RevokeGrantPayload } from './grant.inputs.ts';
import { grantsOfEach, lastUseOf } from './grant.loaders.ts';
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
