import { Arg, Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import type { Context } from '../query/context.ts';
import { loader } from '../query/loader.ts';
import { Costs } from '../shared/cost.ts';
import { badArgument } from '../shared/errors.ts';
import { Allow } from '../shared/permission.ts';
import { DateTime } from '../shared/scalars.ts';
import * as attention from './attention.loaders.ts';
import * as io from './registry.inputs.ts';
import * as counts from './registry.loaders.ts';
import { LONGEST_SERIES } from './registry.rules.ts';
import { countTokens } from './token-counts.loaders.ts';

/** How many days one can look back or ahead. */
const LONGEST_VIEW = 3_650;

/** Days as they were asked for. @throws `BAD_USER_INPUT` */
function within(argument: string, days: number, most: number): number {
  if (days < 1 || days > most) throw badArgument(argument, `must be between 1 and ${most}, not ${days}.`);
  return days;
}

/**
 * Counts once for each request, however often an operation asks.
 * @param name of what is counted
 * @param argument what the count depends on
 */
const once = <Counted>(
  context: Context,
  name: string,
  count: (argument: number) => Promise<Counted>,
  argument = 0,
): Promise<Counted | null> =>
  loader<number, Counted>(
    context,
    `registry: ${name}`,
    async (all) => new Map(await Promise.all(all.map(async (one) => [one, await count(one)] as const))),
  ).load(argument);

/** The registry in numbers. */
@Resolver(() => io.Registry)
export class RegistryResolver {
  @Allow({ scope: 'read' })
  @Query(() => io.Registry, { description: 'The registry in numbers, as far as you may read it.' })
  registry(): io.Registry {
    return {};
  }

  @Costs({ work: 200 })
  @FieldResolver(() => io.ApplicationCounts, { description: 'How many applications there are, as `applications` lists them.' })
  applications(@Ctx() context: Context) {
    return once(context, 'applications', () => counts.countApplications(context));
  }

  @Costs({ work: 1_500 })
  @FieldResolver(() => io.RegistryTokenCounts, { description: 'How many tokens there are, as `tokens` lists them.' })
  tokens(@Ctx() context: Context) {
    return once(context, 'tokens', () => countTokens(context));
  }

  @Costs({ work: 100 })
  @FieldResolver(() => Int, { description: 'How many organizations there are.' })
  organizations(@Ctx() context: Context) {
    return once(context, 'organizations', () => counts.countOrganizations(context));
  }

  @Costs({ work: 500 })
  @FieldResolver(() => io.BoundedCount, { description: 'How many users there are.' })
  users(@Ctx() context: Context) {
    return once(context, 'users', () => counts.countUsers(context));
  }

  @Costs({ items: 30, work: 200 })
  @FieldResolver(() => [io.DailyCount], {
    description:
      'How many applications were registered on each day, today last: those that are still there. In a large registry no more than the newest 10,000, until it is counted.',
  })
  applicationsRegistered(
    @Ctx() context: Context,
    @Arg('days', () => Int, { defaultValue: 30, description: 'For how many days, 1 to 366.' }) days: number,
  ) {
    return once(
      context,
      'applicationsRegistered',
      (days) => counts.registeredByDay(context, days),
      within('days', days, LONGEST_SERIES.others),
    );
  }

  @Costs({ items: 30, work: 200 })
  @FieldResolver(() => [io.DailyCount], {
    nullable: true,
    description:
      'How many tokens were issued on each day, today last: those that are still there. For the organizations of which you are ADMIN or AUDITOR; null if there are none. In a large registry no more than 10,000, until it is counted.',
  })
  tokensIssued(
    @Ctx() context: Context,
    @Arg('days', () => Int, { defaultValue: 30, description: 'For how many days, 1 to 90.' }) days: number,
  ) {
    return once(context, 'tokensIssued', (days) => counts.issuedByDay(context, days), within('days', days, LONGEST_SERIES.tokens));
  }

  @Costs({ work: 100 })
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When the registry was counted in the background; null if it is counted for this answer.',
  })
  countedAt(@Ctx() context: Context) {
    return counts.countedAt(context);
  }

  @FieldResolver(() => io.Attention, { description: 'What somebody should look at.' })
  attention(): io.Attention {
    return {};
  }
}

/** What somebody should look at. */
@Resolver(() => io.Attention)
export class AttentionResolver {
  @Costs({ work: 1_000 })
  @FieldResolver(() => io.BoundedCount, {
    description:
      'Applications with a client secret that ends within so many days: those of `applications` with `secretExpiresAfter` now and `secretExpiresBefore` then.',
  })
  secretsExpiring(
    @Ctx() context: Context,
    @Arg('withinDays', () => Int, { defaultValue: 30, description: 'Within how many days, 1 to 3,650.' }) days: number,
  ) {
    return once(
      context,
      'secretsExpiring',
      (days) => attention.countExpiringSecrets(context, days),
      within('withinDays', days, LONGEST_VIEW),
    );
  }

  @Costs({ work: 1_000 })
  @FieldResolver(() => io.BoundedCount, {
    description:
      'Applications that are older than so many days, and that nobody has used since: those of `applications` with `createdBefore` and `unusedSince` then.',
  })
  unusedApplications(
    @Ctx() context: Context,
    @Arg('days', () => Int, { defaultValue: 90, description: 'For how many days, 1 to 3,650.' }) days: number,
  ) {
    return once(context, 'unusedApplications', (days) => attention.countUnused(context, days), within('days', days, LONGEST_VIEW));
  }

  @Costs({ work: 1_000 })
  @FieldResolver(() => io.BoundedCount, {
    description:
      'Disabled applications whose tokens would work or could be refreshed if they were enabled: those of `applications` with `enabled: false` and `hasLiveTokens: true`.',
  })
  disabledWithLiveTokens(@Ctx() context: Context) {
    return once(context, 'disabledWithLiveTokens', () => attention.countDisabledWithLiveTokens(context));
  }

  @Costs({ work: 100 })
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Log-ins that failed or were refused in so many days, of which today is the last. Null if you do not read everything.',
  })
  refusedLogins(
    @Ctx() context: Context,
    @Arg('days', () => Int, { defaultValue: 7, description: 'In how many days, 1 to 366.' }) days: number,
  ) {
    return once(context, 'refusedLogins', (days) => counts.countRefusedLogins(context, days), within('days', days, LONGEST_SERIES.others));
  }
}
