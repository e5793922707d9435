import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf } from '../query/pages/connection.ts';
import { MutationPayload } from '../shared/user-errors.ts';
import { Token, TokenState } from './token.entity.ts';

/** Which tokens to list. */
@InputType({ description: 'Which tokens to list; all that is given must hold.' })
export class TokenFilter {
  @Field(() => TokenState, { nullable: true, description: 'In this state.' })
  state?: TokenState | null;

  @Field(() => ID, { nullable: true, description: 'Of this application.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;
}

/** A new token for oneself. */
@InputType({ description: 'A new token for yourself.' })
export class CreateTokenInput {
  @Field(() => ID, { nullable: true, description: 'The application that it is for; absent for a personal token.' })
  applicationId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Its scope. Default: the application\'s own, or `["write"]` for a personal token.',
  })
  scopes?: string[] | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'Seconds for which it is valid; at most what the application allows.' })
  expiresIn?: number | null;
}

/** Changes of a token. */
@InputType({ description: 'Changes of a token. What is omitted stays.' })
export class UpdateTokenInput {
  @Field(() => ID, { description: 'The token.' })
  id!: string;

  @Field(() => [String], { nullable: true, description: 'Its new scope.' })
  scopes?: string[] | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'Refuse the change if this is not the current version.' })
  expectedVersion?: number | null;
}

/** The token to revoke. */
@InputType({ description: 'The token to revoke.' })
export class RevokeTokenInput {
  @Field(() => ID, { description: 'The token.' })
  id!: string;
}

/** Whose tokens to revoke. */
@InputType({ description: 'Whose tokens to revoke; at least one of the two.' })
export class RevokeTokensInput {
  @Field(() => ID, { nullable: true, description: 'Of this application.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;
}

@ObjectType()
abstract class TokenPayload extends MutationPayload {
  @Field(() => Token, { nullable: true, description: 'The token.' })
  token?: object | null;
}

/** What `createToken` answers. */
@ObjectType({ description: 'What `createToken` answers.' })
export class CreateTokenPayload extends TokenPayload {
  @Field(() => String, { nullable: true, description: 'The access token, shown this once.' })
  accessToken?: string | null;

  @Field(() => String, { nullable: true, description: 'The refresh token, shown this once; null where there is none.' })
  refreshToken?: string | null;
}

/** What `updateToken` answers. */
@ObjectType({ description: 'What `updateToken` answers.' })
export class UpdateTokenPayload extends TokenPayload {}

/** What `revokeToken` answers. */
@ObjectType({ description: 'What `revokeToken` answers.' })
export class RevokeTokenPayload extends TokenPayload {}

/** What `revokeTokens` answers. */
@ObjectType({ description: 'What `revokeTokens` answers.' })
export class RevokeTokensPayload extends MutationPayload {
  @Field(() => Int, { nullable: true, description: 'How many live tokens were revoked.' })
  revokedTokenCount?: number | null;
}

/** How many tokens an application has. */
@ObjectType({ description: 'How many tokens there are, by state. Counts only what you may read.' })
export class TokenCounts {
  @Field(() => Int, { description: 'All of them.' })
  total!: number;

  @Field(() => Int, { description: 'Neither expired nor revoked.' })
  active!: number;

  @Field(() => Int, { description: 'Expired, and not revoked before.' })
  expired!: number;

  @Field(() => Int, { description: 'Revoked.' })
  revoked!: number;
}

/** A token in a list. */
@ObjectType({ description: 'A token in a list.' })
export class TokenEdge extends edgeOf(Token) {}

/** A page of tokens. */
@ObjectType({ description: 'A page of tokens, newest first.' })
export class TokenConnection extends connectionOf(Token, TokenEdge, 1_500) {}
