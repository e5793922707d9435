import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Application } from '../applications/application.entity.ts';
import { applicationById } from '../applications/application.loaders.ts';
import type { Context } from '../query/context.ts';
import { PageArguments } from '../query/pages/arguments.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { UserCapabilities } from '../shared/capabilities.ts';
import { Costs, PAGE, WALK } from '../shared/cost.ts';
import { Allow } from '../shared/permission.ts';
import { User } from '../users/user.entity.ts';
import { userById } from '../users/user.loaders.ts';
import * as existing from './existing-token.service.ts';
import { Token, TokenState } from './token.entity.ts';
import * as io from './token.inputs.ts';
import { listTokens, personalTokensOfEach, tokenCountsOfEach, tokensOfEachApplication } from './token.loaders.ts';
import { canEdit } from './token.policy.ts';
import { isRenewable, stateOf } from './token.rules.ts';
import { createToken } from './token.service.ts';

/** Tokens. */
@Resolver(() => Token)
export class TokenResolver {
  @Allow({ scope: 'read' })
  @Costs({ work: 500, workFor: { filter: WALK } })
  @Query(() => io.TokenConnection, { description: 'Your tokens and those that you may read as an admin or auditor, newest first.' })
  tokens(
    @Ctx() context: Context,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('filter', () => io.TokenFilter, { nullable: true, description: 'Which tokens.' }) filter?: io.TokenFilter | null,
  ) {
    return listTokens(context, args, filter ?? {});
  }

  @Needs('revokedAt', 'expiresAt')
  @FieldResolver(() => TokenState, { description: 'Whether it works.' })
  state(@Root() token: Row<Token>): TokenState {
    return stateOf(token, new Date());
  }

  @Needs('revokedAt', 'refreshDigest', 'refreshExpiresAt', 'refreshUsedAt')
  @FieldResolver(() => Boolean, { description: 'Whether a refresh token that works goes with it.' })
  renewable(@Root() token: Row<Token>): boolean {
    return isRenewable(token, new Date());
  }

  @Needs('userId')
  @FieldResolver(() => User, { nullable: true, description: 'Whose it is; null for a token that a client got for itself.' })
  user(@Ctx() context: Context, @Root() token: Row<Token>) {
    return token.userId === null ? null : userById(context).load(token.userId);
  }

  @Needs('applicationId')
  @FieldResolver(() => Application, {
    nullable: true,
    description: 'The application that it is for; null for a personal token, and where you may not read it, as mostly the console.',
  })
  application(@Ctx() context: Context, @Root() token: Row<Token>) {
    return token.applicationId === null ? null : applicationById(context).load(token.applicationId);
  }

  @Needs('userId', 'applicationId', 'Application.organizationId')
  @FieldResolver(() => UserCapabilities, { description: 'What you may do with it; `delete` means to revoke it.' })
  async userCapabilities(@Ctx() context: Context, @Root() token: Row<Token>): Promise<UserCapabilities> {
    const application = token.applicationId === null ? null : await applicationById(context).load(token.applicationId);
    const may = canEdit(context.viewer, { ...token, organizationId: application?.organizationId ?? null });
    return { edit: may, delete: may };
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.CreateTokenPayload, {
    description:
      'Makes a token for yourself, never above the scope of the token that asks. What is made with the token of a trusted application ends with that, but for what you make in the console.',
  })
  createToken(
    @Ctx() context: Context,
    @Arg('input', () => io.CreateTokenInput, { description: 'The new token.' }) input: io.CreateTokenInput,
  ) {
    return createToken(context, input);
  }

  @Allow({ scope: 'write' })
  @Mutation(() => io.UpdateTokenPayload, {
    description:
      'Changes a token: your own, or of an application that you administer. Only you may widen your own, within what you granted.',
  })
  updateToken(
    @Ctx() context: Context,
    @Arg('input', () => io.UpdateTokenInput, { description: 'The changes.' }) input: io.UpdateTokenInput,
  ) {
    return existing.updateToken(context, input);
  }

  @Allow({ scope: 'write' })
  @Mutation(() => io.RevokeTokenPayload, {
    description:
      'Revokes a token, your own or of an application that you administer, with all that refreshing has made of it and that was minted by it.',
  })
  revokeToken(@Ctx() context: Context, @Arg('input', () => io.RevokeTokenInput, { description: 'The token.' }) input: io.RevokeTokenInput) {
    return existing.revokeToken(context, input);
  }

  @Allow({ scope: 'write' })
  @Mutation(() => io.RevokeTokensPayload, {
    description: 'Revokes every live token of an application, of a user, or of a user at an application.',
  })
  revokeTokens(@Ctx() context: Context, @Arg('input', () => io.RevokeTokensInput, { description: 'Whose.' }) input: io.RevokeTokensInput) {
    return existing.revokeTokens(context, input);
  }
}

/** The tokens of applications. */
@Resolver(() => Application)
export class ApplicationTokensResolver {
  @Costs({ work: PAGE, workFor: { filter: 200 } })
  @FieldResolver(() => io.TokenConnection, { description: 'Its tokens that you may read, newest first.' })
  tokens(
    @Ctx() context: Context,
    @Root() application: Row<Application>,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('filter', () => io.TokenFilter, { nullable: true, description: 'Which tokens.' }) filter?: io.TokenFilter | null,
  ) {
    return tokensOfEachApplication(context, args, filter ?? {}).load(application.databaseId);
  }

  @Costs({ work: 500 })
  @FieldResolver(() => io.TokenCounts, { description: 'How many tokens it has, by state, of those that you may read.' })
  tokenCounts(@Ctx() context: Context, @Root() application: Row<Application>) {
    return tokenCountsOfEach(context).load(application.databaseId);
  }
}

/** The personal tokens of users. */
@Resolver(() => User)
export class UserTokensResolver {
  @Costs({ work: PAGE, workFor: { filter: 200 } })
  @FieldResolver(() => io.TokenConnection, { description: 'The personal tokens of the user that you may read, newest first.' })
  personalTokens(
    @Ctx() context: Context,
    @Root() user: Row<User>,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('filter', () => io.TokenFilter, { nullable: true, description: 'Which tokens.' }) filter?: io.TokenFilter | null,
  ) {
    return personalTokensOfEach(context, args, filter ?? {}).load(user.databaseId);
  }
}
