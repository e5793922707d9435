import { type Expression, type SqlBool, sql } from 'kysely';
import type { Writing } from '../mutation/mutation.ts';
import { anyTable, type Conditions, type Query } from '../query/dialect/dialect.ts';
import { fromJson } from '../query/table.ts';
import { lockToRevoke, type TokenHolder } from './locks.ts';

/** A condition of tokens under an alias. */
type TokenCondition = (eb: Conditions, alias: string) => ReturnType<Conditions['and']>;

const heldBy =
  ({ applicationId, userId, organizationId }: TokenHolder): TokenCondition =>
  (eb, alias) =>
    eb.and([
      isLive(eb, alias),
      ...(applicationId === undefined ? [] : [eb(`${alias}.application_id`, '=', applicationId)]),
      ...(userId === undefined ? [] : [eb(`${alias}.user_id`, '=', userId)]),
      ...(organizationId === undefined
        ? []
        : [
            eb(
              `${alias}.application_id`,
              'in',
              eb.selectFrom('application as a').where('a.organization_id', '=', organizationId).select('a.id'),
            ),
          ]),
    ]);

/** Whether a token works or can be refreshed. */
export function isLive(eb: Conditions, alias: string) {
  const now = new Date();
  return eb.and([
    eb(`${alias}.revoked_at`, 'is', null),
    eb.or([eb(`${alias}.expires_at`, '>', now), eb(`${alias}.refresh_expires_at`, '>', now)]),
  ]);
}

/** Revokes the tokens of a holder that work or can be refreshed, and all that they have minted. @returns how many were revoked */
export async function revokeLiveTokens(writing: Writing, holder: TokenHolder): Promise<number> {
  await lockToRevoke(writing, holder);
  return revokeAll(writing, heldBy(holder));
}

/** Revokes what the tokens of a holder have minted, but not these tokens themselves. @returns how many were revoked */
export async function revokeMinted(writing: Writing, holder: TokenHolder): Promise<number> {
  await lockToRevoke(writing, holder);
  return revokeAll(writing, heldBy(holder), { mintedAlone: true });
}

/** A user at an application. */
interface Pair {
  readonly userId: number;
  readonly applicationId: number;
}

/** Deletes the grant and the codes of a user at an application, and revokes the tokens. @returns how many were revoked */
export const endGrant = (writing: Writing, pair: Pair): Promise<number> => endAll(writing, pair, ['oauth_grant', 'oauth_artifact']);

/** The same, but what the user has allowed stays: the application gets tokens again without asking. @returns how many were revoked */
export const endUse = (writing: Writing, pair: Pair): Promise<number> => endAll(writing, pair, ['oauth_artifact']);

async function endAll(writing: Writing, pair: Pair, tables: readonly ('oauth_grant' | 'oauth_artifact')[]): Promise<number> {
  await lockToRevoke(writing, pair);
  // what tokens are made of goes before them, so that none is made meanwhile
  for (const table of tables) {
    await writing.db.deleteFrom(table).where('user_id', '=', pair.userId).where('application_id', '=', pair.applicationId).execute();
  }
  return revokeLiveTokens(writing, pair);
}

/**
 * Revokes the tokens of a family, and all that they have minted.
 * @param familyId the first token of the family
 * @returns how many were revoked
 */
export async function revokeTokenFamily(writing: Writing, familyId: number, userId: number | null): Promise<number> {
  // a token without a user can neither be refreshed nor mint
  if (userId !== null) await lockToRevoke(writing, { userId });
  return revokeAll(writing, inFamily(familyId));
}

/** Revokes what the tokens of a family have minted; the caller has locked their user. @param familyId the first token of the family */
export const revokeMintedByFamily = (writing: Writing, familyId: number): Promise<number> =>
  revokeAll(writing, inFamily(familyId), { mintedAlone: true });

/** The tokens of families that are not revoked. @param isFirst whether a column holds the number of the first token of one */
const inFamilies =
  (isFirst: (eb: Conditions, column: string) => Expression<SqlBool>): TokenCondition =>
  (eb, alias) =>
    eb.and([eb.or([isFirst(eb, `${alias}.id`), isFirst(eb, `${alias}.family_id`)]), eb(`${alias}.revoked_at`, 'is', null)]);

const inFamily = (familyId: number) => inFamilies((eb, column) => eb(column, '=', familyId));

/**
 * Deletes the grants and codes, and revokes the tokens, of users at applications that they may not use any more. Every mutation
 * that takes a right to an application from somebody calls this, after it has written the change.
 * @param holder the user who lost a right, or the application to which users lost it
 * @returns how many live tokens ended
 */
export async function endLostAccess(writing: Writing, holder: { userId: number } | { applicationId: number }): Promise<number> {
  const { db } = writing;
  await lockToRevoke(writing, holder);
  const lost: TokenCondition = (eb, alias) =>
    eb.and([
      'userId' in holder ? eb(`${alias}.user_id`, '=', holder.userId) : eb(`${alias}.application_id`, '=', holder.applicationId),
      eb(`${alias}.application_id`, 'is not', null),
      eb(`${alias}.user_id`, 'is not', null),
      eb.not(eb.exists(rightToUse(eb, alias))),
    ]);
  for (const table of ['oauth_grant', 'oauth_artifact'] as const) {
    const ended = (db.selectFrom(`${table} as x`) as Query).where((eb: Conditions) => lost(eb, 'x')).select('x.id');
    await db.deleteFrom(table).where('id', 'in', ended).execute();
  }
  return revokeAll(writing, (eb, alias) => eb.and([isLive(eb, alias), lost(eb, alias)]));
}

/**
 * Ends codes and tokens that were issued without asking the user for consent, if the user would be asked today: they must not carry
 * rights that the user has got since. Every mutation that gives a user rights beyond one organization, or makes an application
 * untrusted, calls this, after it has written the change.
 * @param holder the user with new rights, or the application that is not trusted any more
 * @returns how many tokens ended
 */
export async function endUnasked(writing: Writing, holder: { userId: number } | { applicationId: number }): Promise<number> {
  const { db, store } = writing;
  const { isOneOf } = store.dialect;
  await lockToRevoke(writing, holder);
  const codes = (await askedNow(writing, 'oauth_artifact', holder)
    .where('t.kind', '=', 'AuthorizationCode')
    .select(['t.id', 't.payload', 'g.consented'])
    .execute()) as { id: number; payload: unknown; consented: unknown }[];
  const unaskedCodes = codes.filter(({ payload, consented }) =>
    exceeds(fromJson<{ scope?: string }>(payload).scope?.split(' ') ?? [], consented),
  );
  const ids = unaskedCodes.map(({ id }) => id);
  if (ids.length > 0) await db.deleteFrom('oauth_artifact').where(isOneOf('id', ids)).execute();
  const tokens = (await askedNow(writing, 'token', holder)
    .where((eb: Conditions) => isLive(eb, 't'))
    .select([familyOf('t'), 't.granted_scopes as granted', 'g.consented'])
    .execute()) as { family_id: number; granted: unknown; consented: unknown }[];
  const unasked = tokens.filter(({ granted, consented }) => exceeds(fromJson<string[]>(granted ?? '[]'), consented));
  if (unasked.length === 0) return 0;
  const families = unasked.map(({ family_id }) => family_id);
  return revokeAll(
    writing,
    inFamilies((_, column) => isOneOf(column, families)),
  );
}

/** Codes or tokens `t` of users who would be asked for consent today, with the grant `g` that says to what they have consented. */
const askedNow = ({ db }: Writing, table: 'oauth_artifact' | 'token', holder: { userId: number } | { applicationId: number }): Query =>
  (db.selectFrom(`${table} as t`) as Query)
    .innerJoin('application as a', 'a.id', 't.application_id')
    .innerJoin('user as u', 'u.id', 't.user_id')
    .innerJoin('oauth_grant as g', (join) => join.onRef('g.user_id', '=', 't.user_id').onRef('g.application_id', '=', 't.application_id'))
    .where('userId' in holder ? 't.user_id' : 't.application_id', '=', 'userId' in holder ? holder.userId : holder.applicationId)
    .where('a.trusted', '=', false)
    .where((eb) => eb.or([readsEverything(eb), eb.exists(elsewhere(eb))]));

function exceeds(scopes: readonly string[], consented: unknown): boolean {
  const allowed = fromJson<string[]>(consented);
  return scopes.some((scope) => !allowed.includes(scope));
}

/** Whether a user `u` is a superuser or a system auditor. */
const readsEverything = (eb: Conditions) => eb.or([eb('u.is_superuser', '=', true), eb('u.is_system_auditor', '=', true)]);

/** Finds a membership of a user `u` in another organization than that of an application `a`. */
const elsewhere = (eb: Conditions): Query =>
  (eb.selectFrom('membership as m') as Query)
    .whereRef('m.user_id', '=', 'u.id')
    .whereRef('m.organization_id', '<>', 'a.organization_id')
    .select('m.user_id');

/**
 * Finds a row if the user of a token, grant or code, under an alias, may use its application: as somebody who reads everything, or as
 * a member of its organization; everybody may use the gateway's own.
 */
export const rightToUse = (eb: Conditions, alias: string): Query =>
  (eb.selectFrom('application as a') as Query)
    .innerJoin('user as u', (join) => join.onRef('u.id', '=', `${alias}.user_id`))
    .leftJoin('membership as m', (join) => join.onRef('m.user_id', '=', 'u.id').onRef('m.organization_id', '=', 'a.organization_id'))
    .whereRef('a.id', '=', `${alias}.application_id`)
    .where((eb) => eb.or([eb('m.user_id', 'is not', null), eb('a.built_in', '=', true), readsEverything(eb)]))
    .select('a.id');

/**
 * Revokes tokens and what they have minted, through any number of generations. It repeats this until it finds none: a token that it
 * waited for may have minted another one meanwhile.
 */
async function revokeAll(writing: Writing, condition: TokenCondition, { mintedAlone = false } = {}): Promise<number> {
  const { db, store } = writing;
  const { dialect } = store;
  let total = 0;
  for (;;) {
    const found = await dialect.locked(closure(writing, condition, mintedAlone), 'update', 'x').execute();
    const ids = (found as { id: number }[]).map(({ id }) => id);
    if (ids.length === 0) return total;
    const now = new Date();
    await db
      .updateTable('token')
      .set((eb) => ({ revoked_at: now, modified_at: now, version: eb('version', '+', 1) }))
      .where(dialect.isOneOf('id', ids))
      .execute();
    total += ids.length;
  }
}

/** The numbers of tokens and of all that they have minted, ascending, which is the order in which tokens are locked. */
function closure({ db }: Writing, condition: TokenCondition, mintedAlone: boolean): Query {
  return anyTable(db)
    .withRecursive('ended(id, family_id, is_minted)', (cte) =>
      cte
        .selectFrom('token as t')
        .where((eb) => condition(eb, 't'))
        .select(['t.id', familyOf('t'), sql<number>`0`.as('is_minted')])
        .union(
          cte
            .selectFrom('ended as e')
            .innerJoin('token as m', 'm.origin_id', 'e.family_id')
            .where((eb) => isLive(eb, 'm'))
            .select(['m.id', familyOf('m'), sql<number>`1`.as('is_minted')]),
        ),
    )
    .selectFrom('token as x')
    .where('x.id', 'in', (eb: Conditions) => {
      const ended = eb.selectFrom('ended').select('ended.id');
      return mintedAlone ? ended.where('ended.is_minted', '=', 1) : ended;
    })
    .orderBy('x.id')
    .select('x.id');
}

const familyOf = (alias: string) => sql<number>`coalesce(${sql.ref(`${alias}.family_id`)}, ${sql.ref(`${alias}.id`)})`.as('family_id');
