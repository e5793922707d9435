import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ActivityEntry } from '../activity/activity.entity.ts';
import { choosing } from '../limits/taken.ts';
import type { Context } from '../query/context.ts';
import { PageArguments } from '../query/pages/arguments.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { Costs, PAGE } from '../shared/cost.ts';
import { numberOf } from '../shared/ids.ts';
import { Allow } from '../shared/permission.ts';
import { User } from './user.entity.ts';
import {
  CreateUserInput,
  CreateUserPayload,
  DeleteUserInput,
  DeleteUserPayload,
  UpdateUserInput,
  UpdateUserPayload,
  UserConnection,
} from './user.inputs.ts';
import { listUsers, mayReadUserNamed, userById } from './user.loaders.ts';
import { createUser, deleteUser, updateUser } from './user.service.ts';

/** What a mutation costs that may have a password to hash. */
const PASSWORD = 4_000;

/** Users. */
@Resolver(() => User)
export class UserResolver {
  @Allow({ scope: 'read' })
  @Query(() => User, { nullable: true, description: 'The user of the token; null for a client that acts for itself.' })
  viewer(@Ctx() context: Context) {
    return context.viewer.userId === null ? null : userById(context).load(context.viewer.userId);
  }

  @Allow({ scope: 'read' })
  @Query(() => User, { nullable: true, description: 'A user by id.' })
  user(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Global id.' }) id: string) {
    return userById(context).load(numberOf('User', id));
  }

  @Allow({ scope: 'read' })
  @Costs({ work: PAGE, workFor: { search: 800 } })
  @Query(() => UserConnection, { description: 'Yourself and the members of your organizations, by username.' })
  users(
    @Ctx() context: Context,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('search', () => String, { nullable: true, description: 'Literal, case-insensitive, in username, names and e-mail address.' })
    search?: string | null,
  ) {
    return listUsers(context, args, search);
  }

  @Allow({ scope: 'admin', superuser: true, trusted: true })
  @Costs({ work: PASSWORD })
  @Mutation(() => CreateUserPayload, { description: 'Makes a user. For superusers.' })
  createUser(@Ctx() context: Context, @Arg('input', () => CreateUserInput, { description: 'The new user.' }) input: CreateUserInput) {
    return createUser(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Costs({ work: PASSWORD })
  @Mutation(() => UpdateUserPayload, {
    description: 'Changes a user: oneself, or for superusers anybody. A new password ends the sessions of the user.',
  })
  updateUser(@Ctx() context: Context, @Arg('input', () => UpdateUserInput, { description: 'The changes.' }) input: UpdateUserInput) {
    const { username } = input;
    const choice = username == null ? undefined : { field: 'username', isReadable: () => mayReadUserNamed(context, username) };
    return choosing(context, choice, () => updateUser(context, input));
  }

  @Allow({ scope: 'admin', superuser: true, trusted: true })
  @Mutation(() => DeleteUserPayload, { description: 'Deletes a user with all its tokens. For superusers.' })
  deleteUser(@Ctx() context: Context, @Arg('input', () => DeleteUserInput, { description: 'The user.' }) input: DeleteUserInput) {
    return deleteUser(context, input);
  }
}

/** Who did what, of activity entries. */
@Resolver(() => ActivityEntry)
export class ActivityActorResolver {
  @Needs('actorId')
  @FieldResolver(() => User, { nullable: true, description: 'Who did it; null if that user is gone or not yours to see, or nobody.' })
  actor(@Ctx() context: Context, @Root() entry: Row<ActivityEntry>) {
    return entry.actorId === null ? null : userById(context).load(entry.actorId);
  }
}
