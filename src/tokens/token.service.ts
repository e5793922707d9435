import { awaitRevocation } from '../access/locks.ts';
import { changesBetween } from '../activity/activity.rules.ts';
import { entryOfNew } from '../activity/activity.service.ts';
import type { Application } from '../applications/application.entity.ts';
import { applicationById } from '../applications/application.loaders.ts';
import * as applicationPolicy from '../applications/application.policy.ts';
import { checkCeiling, checkScopes, checkValidity, DEFAULT_SCOPES } from '../applications/application.rules.ts';
import { newRow } from '../mutation/insertion.ts';
import { create, LOST_A_RIGHT, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import { sharedLoader } from '../query/loader.ts';
import type { Precondition, Store } from '../query/store.ts';
import type { Row } from '../query/tables.ts';
import { numberOf } from '../shared/ids.ts';
import { type NewSecret, newSecret } from '../shared/secrets.ts';
import { checkLines, MAXIMUM_NAME_LENGTH } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import { hasLess, type Origin, type Viewer } from '../shared/viewer.ts';
import { viewerOf } from './authentication.ts';
import { revokeFamily } from './family.ts';
import { Token } from './token.entity.ts';
import type { CreateTokenInput } from './token.inputs.ts';

/** What activity tells of a token. */
export const ACTIVITY_FIELDS = ['description', 'scopes', 'expiresAt'] as const;

/** An application, as far as issuing its tokens goes. */
export type Issuing = Pick<Row<Application>, 'databaseId' | 'name' | 'organizationId' | 'renewable' | 'grantValidity'>;

/** What a token that is refreshed leaves to the new one, which is of its family and ends when it would have. */
export type Refreshed = Pick<Row<Token>, 'grantedScopes' | 'refreshScopes' | 'originId'> & {
  readonly familyId: number;
  readonly refreshExpiresAt: Date;
};

/** Who gets a token, and what it may be at most. */
export interface Issuance {
  readonly application: Issuing | null;
  readonly userId: number | null;
  readonly scopes: readonly string[];
  readonly description: string;
  /** Seconds for which the access token is valid. */
  readonly expiresIn: number;
  /** The values, where they have been made already. */
  readonly access?: NewSecret;
  readonly refresh?: NewSecret;
  readonly refreshed?: Refreshed;
  /** Of what was minted: what it belongs to, and ends with. */
  readonly origin?: Origin | null;
  /** What must be so still when it is issued. */
  readonly precondition?: Precondition | undefined;
}

/**
 * Issues a token with its refresh token, where there is one.
 * @param context may be that of a transaction, which then issues it
 * @returns both values, to be shown once
 * @throws {PreconditionFailed}
 */
export async function issueToken(
  context: Context | Writing,
  { application, userId, scopes, description, expiresIn, refreshed, origin = null, precondition, ...values }: Issuance,
) {
  const now = Date.now();
  const access = values.access ?? newSecret('clt_at_');
  const refresh = application?.renewable && userId !== null ? (values.refresh ?? newSecret('clt_rt_')) : null;
  const grantValidity = application?.grantValidity ?? context.settings.grantValidity;
  const endsAt = refreshed?.refreshExpiresAt ?? origin?.endsAt;
  const after = (seconds: number) => new Date(Math.min(now + seconds * 1000, endsAt?.getTime() ?? Number.POSITIVE_INFINITY));
  const token = {
    applicationId: application?.databaseId ?? null,
    userId,
    digest: access.digest,
    hint: access.hint,
    description,
    scopes: [...scopes],
    grantedScopes: refreshed ? refreshed.grantedScopes : application && userId !== null ? [...scopes] : null,
    refreshScopes: refresh && (refreshed?.refreshScopes ?? [...scopes]),
    originId: refreshed?.originId ?? origin?.familyId ?? null,
    expiresAt: after(expiresIn),
    revokedAt: null,
    refreshDigest: refresh?.digest ?? null,
    refreshExpiresAt: refresh && (refreshed?.refreshExpiresAt ?? after(grantValidity)),
    refreshUsedAt: null,
    familyId: refreshed?.familyId ?? null,
    lastUsedAt: null,
  };
  const entry = entryOfNew(context, 'Token', nameOf(token, application), {
    operation: 'ISSUE_TOKEN',
    organizationId: application?.organizationId ?? null,
    subjectId: userId,
    changes: changesBetween(ACTIVITY_FIELDS, null, token),
  });
  const inserter = 'insert' in context ? context : context.store;
  const row = await inserter.insert(newRow(context, Token, token), [entry], precondition);
  context.answer.showsSecret = true;
  return { token: row, accessToken: access.value, refreshToken: refresh?.value ?? null };
}

/** Makes a token for the viewer: for an application, or a personal one. */
export function createToken(context: Context, input: CreateTokenInput) {
  return create(context, async (creating) => {
    const userId = requireUser(creating);
    const { application, scopes, longest } = await checkedCreation(creating, input);
    const issued = await issueToken(creating, {
      application,
      userId,
      scopes,
      description: input.description ?? '',
      expiresIn: input.expiresIn ?? longest,
      origin: creating.viewer.origin,
    });
    await endUnlessAllowedStill(creating, issued.token, scopes, application);
    return issued;
  });
}

/** The user of the viewer. @throws {Refusal} where there is none */
function requireUser({ viewer: { userId } }: Context): number {
  if (userId === null) throw refuse('FORBIDDEN', [], 'A client that acts for itself has no user to make a token for.');
  return userId;
}

/** What a new token is to have. @throws {Refusal} with all that is wrong with it */
async function checkedCreation(context: Context, input: CreateTokenInput) {
  const faults = new Faults();
  const application = await chosenApplication(faults, context, input.applicationId);
  const scopes = input.scopes ?? application?.scopes ?? DEFAULT_SCOPES;
  checkTokenScopes(faults, context, scopes, application);
  checkLines(faults, 'description', input.description, MAXIMUM_NAME_LENGTH);
  checkValidity(faults, 'expiresIn', input.expiresIn);
  const longest = longestValidity(context, application);
  checkExpiry(faults, input.expiresIn, longest, application ? ' for this application' : '');
  checkEndOfOrigin(faults, input.expiresIn, context.viewer.origin);
  faults.end();
  return { application, scopes, longest };
}

/** The application that a token is to be of; null for none. */
async function chosenApplication(faults: Faults, context: Context, id: string | null | undefined): Promise<Row<Application> | null> {
  if (id == null) return null;
  const application = await applicationById(context).load(numberOf('Application', id));
  if (!application) faults.add('NOT_FOUND', 'applicationId', 'There is no such application.');
  else if (application.builtIn) faults.add('FORBIDDEN', 'applicationId', 'Only those who sign in to the console get its tokens.');
  else if (!application.enabled) faults.add('FORBIDDEN', 'applicationId', 'The application is disabled: no tokens are issued for it.');
  return application;
}

/** The most seconds for which a token is valid. */
const longestValidity = ({ settings }: Context, application: Row<Application> | null): number =>
  application ? (application.accessValidity ?? settings.accessValidity) : settings.personalTokenValidity;

function checkEndOfOrigin(faults: Faults, seconds: number | null | undefined, origin: Origin | null): void {
  if (!origin) return;
  const left = Math.ceil((origin.endsAt.getTime() - Date.now()) / 1000);
  checkExpiry(faults, seconds, left, ', when the grant ends that the token that asks came from');
}

function checkExpiry(faults: Faults, seconds: number | null | undefined, longest: number, why: string): void {
  if (seconds != null && seconds > longest) faults.add('LIMIT_EXCEEDED', 'expiresIn', `At most ${longest} seconds${why}.`);
}

/** Ends a token that was minted meanwhile by one that may not any more. @throws {Refusal} */
async function endUnlessAllowedStill(
  context: Context,
  { databaseId }: Row<Token>,
  scopes: readonly string[],
  application: Row<Application> | null,
): Promise<void> {
  if (await mayStillMint(context, scopes, application)) return;
  await context.store.write((transaction) => revokeFamily({ ...context, ...transaction }, databaseId));
  throw refuse('FORBIDDEN', [], LOST_A_RIGHT);
}

/**
 * Whether the token that asks may mint what it has minted, once nobody is about to take that from it. Asked after the new
 * token was stored, where every revocation to come finds it, and before it is shown: so a revoked token mints nothing.
 */
async function mayStillMint(
  { viewer, viewerNow, db, store }: Context,
  scopes: readonly string[],
  application: Row<Application> | null,
): Promise<boolean> {
  const { tokenId, applicationId } = viewer;
  if (tokenId === null) {
    // on the command line nobody has a token, nor has whoever has shown a password
    const now = await viewerNow?.(db);
    return !viewerNow || (now !== undefined && !hasLess(now, viewer));
  }
  const asking = await mintersOf(store)[applicationId === null ? 'personal' : 'ofApplications'].load(tokenId);
  if (!asking?.trusted || !scopes.every((scope) => asking.scopes.has(scope))) return false;
  return application === null || applicationPolicy.canRead(asking, application);
}

/**
 * Finds the viewers of tokens that mint, once nobody is about to revoke them. A token that mints much at once is asked for
 * once in a turn of the event loop: its rows would else be locked by each, which costs more than the insertions that they share.
 */
function mintersOf(store: Store) {
  const minters = known.get(store) ?? { personal: minterLoader(store, false), ofApplications: minterLoader(store, true) };
  known.set(store, minters);
  return minters;
}

const known = new WeakMap<Store, Record<'personal' | 'ofApplications', ReturnType<typeof minterLoader>>>();

const minterLoader = (store: Store, isOfApplication: boolean) =>
  // promises, so that nobody waits for the revocation of another token
  sharedLoader(async (tokenIds: readonly number[]) => new Map(tokenIds.map((id) => [id, minterOnceSettled(store, id, isOfApplication)])));

async function minterOnceSettled(store: Store, tokenId: number, isOfApplication: boolean): Promise<Viewer | undefined> {
  const db = store.read(true);
  await awaitRevocation({ db, store }, { tokenId, isOfApplication });
  return viewerOf(store, tokenId, db);
}

/** How activity calls a token. */
export const nameOf = (token: Pick<Row<Token>, 'hint' | 'description'>, application: { name: string } | null) =>
  token.description || `${application?.name ?? 'personal'} …${token.hint}`;

/** Checks the scope that a token is to have. */
export function checkTokenScopes(
  faults: Faults,
  { viewer, settings }: Context,
  scopes: readonly string[],
  application: Row<Application> | null,
): void {
  if (!checkScopes(faults, 'scopes', scopes, settings)) return;
  if (application) checkCeiling(faults, 'scopes', scopes, application.maximumScopes, 'the application may have at most');
  checkCeiling(faults, 'scopes', scopes, [...viewer.scopes], 'the token that asks has');
}
