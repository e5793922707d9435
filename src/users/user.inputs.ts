import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CHOICES } from '../limits/taken.ts';
import { connectionOf, edgeOf } from '../query/pages/connection.ts';
import { MutationPayload } from '../shared/user-errors.ts';
import { User } from './user.entity.ts';

@InputType()
abstract class UserFields {
  @Field(() => String, { nullable: true, description: `1 to 255 characters, unique whatever their case. ${CHOICES}` })
  username?: string | null;

  @Field(() => String, { nullable: true, description: '8 to 1024 characters, the same however they are composed (NFKC).' })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Given name.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'Family name.' })
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the address in `email` is verified to be theirs; for superusers to say. False again with every other address.',
  })
  isEmailVerified?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the user may do everything; for superusers to give.' })
  isSuperuser?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the user may read everything; for superusers to give.' })
  isSystemAuditor?: boolean | null;
}

/** A new user. */
@InputType({ description: 'A new user. `username` and `password` are required.' })
export class CreateUserInput extends UserFields {}

/** Changes of a user. */
@InputType({ description: 'Changes of a user. What is omitted stays.' })
export class UpdateUserInput extends UserFields {
  @Field(() => ID, { description: 'The user.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Your password until now; needed to change your own `username`, `password` or `email`, and for nothing else.',
  })
  currentPassword?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether all tokens of the user end with this change, also the one that asks; sessions end with a new password anyway.',
  })
  revokeTokens?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Refuse the change if this is not the current version.' })
  expectedVersion?: number | null;
}

/** The user to delete. */
@InputType({ description: 'The user to delete, together with all its tokens.' })
export class DeleteUserInput {
  @Field(() => ID, { description: 'The user.' })
  id!: string;
}

/** What `createUser` answers. */
@ObjectType({ description: 'What `createUser` answers.' })
export class CreateUserPayload extends MutationPayload {
  @Field(() => User, { nullable: true, description: 'The new user.' })
  user?: object | null;
}

/** What `updateUser` answers. */
@ObjectType({ description: 'What `updateUser` answers.' })
export class UpdateUserPayload extends MutationPayload {
  @Field(() => User, { nullable: true, description: 'The changed user.' })
  user?: object | null;

  @Field(() => Int, { nullable: true, description: 'How many tokens ended, if `revokeTokens` asked for it.' })
  revokedTokenCount?: number | null;
}

/** What `deleteUser` answers. */
@ObjectType({ description: 'What `deleteUser` answers.' })
export class DeleteUserPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the user that is gone.' })
  deletedId?: string | null;
}

/** A user in a list. */
@ObjectType({ description: 'A user in a list.' })
export class UserEdge extends edgeOf(User) {}

/** A page of users. */
@ObjectType({ description: 'A page of users, by username.' })
export class UserConnection extends connectionOf(User, UserEdge, 500) {}
