import { changesBetween } from '../activity/activity.rules.ts';
import { entryOfNew, record } from '../activity/activity.service.ts';
import type { Application } from '../applications/application.entity.ts';
import { applicationById } from '../applications/application.loaders.ts';
import * as applicationPolicy from '../applications/application.policy.ts';
import { checkCeiling, checkScopes, checkValidity, DEFAULT_SCOPES } from '../applications/application.rules.ts';
import type { Context } from '../shared/context.ts';
import { databaseIdOf, NOTHING, toGlobalId } from '../shared/ids.ts';
import { newRow } from '../shared/insertion.ts';
import { create, expectVersion, loadForUpdate, mutate, savedRow, type Writing } from '../shared/mutation.ts';
import { type NewSecret, newSecret } from '../shared/secrets.ts';
import type { Row } from '../shared/tables.ts';
import { checkLines, MAXIMUM_NAME_LENGTH } from '../shared/text.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import { actsAsSuperuser } from '../shared/viewer.ts';
import { revokeLiveTokens } from '../users/live-tokens.ts';
import { userById } from '../users/user.loaders.ts';
import { Token } from './token.entity.ts';
import type { CreateTokenInput, RevokeTokenInput, RevokeTokensInput, UpdateTokenInput } from './token.inputs.ts';
import { canEdit, canMint, canRead } from './token.policy.ts';

const TOLD = ['description', 'scopes', 'expiresAt'] as const;

/** An application, as far as issuing its tokens goes. */
export type Issuing = Pick<Row<Application>, 'databaseId' | 'name' | 'organizationId' | 'renewable' | 'grantValidity'>;

/** Who gets a token, and what it may be at most. */
export interface Grant {
  readonly application: Issuing | null;
  readonly userId: number | null;
  readonly scopes: readonly string[];
  readonly description: string;
  /** Seconds for which the access token is valid. */
  readonly expiresIn: number;
  /** The values, where they have been made already. */
  readonly access?: NewSecret;
  readonly refresh?: NewSecret;
  /** The token that is refreshed: the new one is of its family, and its refresh token ends when the old one would have. */
  readonly refreshed?: { readonly familyId: number; readonly refreshExpiresAt: Date };
}

/**
 * Issues a token with its refresh token, where there is one.
 * @param context may be that of a transaction, which then issues it
 * @returns both values, to be shown once
 */
export async function issueToken(
  context: Context | Writing,
  { application, userId, scopes, description, expiresIn, refreshed, ...values }: Grant,
) {
  const now = Date.now();
  const access = values.access ?? newSecret('clt_at_');
  const refresh = application?.renewable && userId !== null ? (values.refresh ?? newSecret('clt_rt_')) : null;
  const grantValidity = application?.grantValidity ?? context.settings.grantValidity;
  const token = {
    applicationId: application?.databaseId ?? null,
    userId,
    digest: access.digest,
    hint: access.hint,
    description,
    scopes: [...scopes],
    expiresAt: new Date(now + expiresIn * 1000),
    revokedAt: null,
    refreshDigest: refresh?.digest ?? null,
    refreshExpiresAt: refresh && (refreshed?.refreshExpiresAt ?? new Date(now + grantValidity * 1000)),
    refreshUsedAt: null,
    familyId: refreshed?.familyId ?? null,
    lastUsedAt: null,
  };
  const entry = entryOfNew(context, 'Token', nameOf(token, application), {
    operation: 'ISSUE_TOKEN',
    organizationId: application?.organizationId ?? null,
    subjectId: userId,
    changes: changesBetween(TOLD, null, token),
  });
  const inserter = 'insert' in context ? context : context.store;
  const row = await inserter.insert(newRow(context, Token, token), [entry]);
  context.answer.showsSecret = true;
  return { token: row, accessToken: access.value, refreshToken: refresh?.value ?? null };
}

/** Makes a token for the viewer: for an application, or a personal one. */
export function createToken(context: Context, input: CreateTokenInput) {
  return create(context, async (context) => {
    const { viewer, settings } = context;
    if (viewer.userId === null) throw refuse('FORBIDDEN', [], 'A client that acts for itself has no user to make a token for.');
    const faults = new Faults();
    const application =
      input.applicationId == null ? null : await applicationById(context).load(databaseIdOf('Application', input.applicationId) ?? NOTHING);
    if (input.applicationId != null && !application) faults.add('NOT_FOUND', 'applicationId', 'There is no such application.');
    if (application && !application.enabled)
      faults.add('FORBIDDEN', 'applicationId', 'The application is disabled: no tokens are issued for it.');
    if ((application || input.applicationId == null) && !canMint(viewer, application))
      faults.add('FORBIDDEN', 'applicationId', 'The application of the token that asks is not trusted: use a personal token.');
    const scopes = input.scopes ?? application?.scopes ?? DEFAULT_SCOPES;
    checkTokenScopes(faults, context, scopes, application);
    checkLines(faults, 'description', input.description, MAXIMUM_NAME_LENGTH);
    checkValidity(faults, 'expiresIn', input.expiresIn);
    const longest = application ? (application.accessValidity ?? settings.accessValidity) : settings.personalTokenValidity;
    if (input.expiresIn != null && input.expiresIn > longest) {
      faults.add('LIMIT_EXCEEDED', 'expiresIn', `At most ${longest} seconds${application ? ' for this application' : ''}.`);
    }
    faults.end();
    return issueToken(context, {
      application,
      userId: viewer.userId,
      scopes,
      description: input.description ?? '',
      expiresIn: input.expiresIn ?? longest,
    });
  });
}

/** Changes the scope or the description of a token. */
export function updateToken(context: Context, input: UpdateTokenInput) {
  return mutate(context, async (writing) => {
    const { token, application } = await loadEditable(writing, input.id);
    expectVersion(token.version, input.expectedVersion);
    const faults = new Faults();
    if (input.scopes != null) {
      checkTokenScopes(faults, writing, input.scopes, application);
      // the user may have fewer rights than whoever changes the token
      const user = await token.user?.load();
      const admin = input.scopes.indexOf('admin');
      if (admin >= 0 && !user?.isSuperuser)
        faults.add('SCOPE_EXCEEDS_MAXIMUM', ['scopes', String(admin)], '"admin" is above what the user of the token has.');
    }
    checkLines(faults, 'description', input.description, MAXIMUM_NAME_LENGTH);
    faults.end();
    const before = { description: token.description, scopes: token.scopes, expiresAt: token.expiresAt };
    token.scopes = input.scopes ?? token.scopes;
    token.description = input.description ?? token.description;
    const row = await savedRow(writing, Token, token.databaseId);
    await tell(writing, 'UPDATE', row, application, changesBetween(TOLD, before, row));
    return { token: row };
  });
}

/** Revokes a token and the refresh token that goes with it (RFC 7009, section 2.1). */
export function revokeToken(context: Context, input: RevokeTokenInput) {
  return mutate(context, async (writing) => {
    const { token, application } = await loadEditable(writing, input.id);
    if (token.revokedAt !== null) throw refuse('ALREADY_REVOKED', 'id', `It was revoked at ${token.revokedAt.toISOString()}.`);
    token.revokedAt = new Date();
    const row = await savedRow(writing, Token, token.databaseId);
    await tell(writing, 'REVOKE_TOKEN', row, application);
    return { token: row };
  });
}

/** Revokes every live token of an application, of a user, or of a user at an application. */
export function revokeTokens(context: Context, input: RevokeTokensInput) {
  return mutate(context, async (writing) => {
    const { viewer } = writing;
    const faults = new Faults();
    if (input.applicationId == null && input.userId == null) faults.add('REQUIRED', [], 'Give applicationId, userId or both.');
    const application =
      input.applicationId == null ? null : await applicationById(writing).load(databaseIdOf('Application', input.applicationId) ?? NOTHING);
    const user = input.userId == null ? null : await userById(writing).load(databaseIdOf('User', input.userId) ?? NOTHING);
    if (input.applicationId != null && !application) faults.add('NOT_FOUND', 'applicationId', 'There is no such application.');
    if (input.userId != null && !user) faults.add('NOT_FOUND', 'userId', 'There is no such user.');
    faults.end();

    const own = user !== null && user.databaseId === viewer.userId;
    const may = actsAsSuperuser(viewer) || own || (application !== null && applicationPolicy.canEdit(viewer, application));
    if (!may)
      throw refuse(
        'FORBIDDEN',
        application ? 'applicationId' : 'userId',
        'You may revoke your own tokens, and those of applications that you administer.',
      );
    const revokedTokenCount = await revokeLiveTokens(writing, { applicationId: application?.databaseId, userId: user?.databaseId });
    const object = application ?? { id: toGlobalId('User', user?.databaseId ?? NOTHING), name: user?.username ?? '' };
    await record(writing, {
      operation: 'REVOKE_TOKEN',
      object,
      organizationId: application?.organizationId ?? null,
      subjectId: user?.databaseId ?? null,
      changes: [{ field: 'tokens', before: String(revokedTokenCount), after: '0' }],
    });
    return { revokedTokenCount };
  });
}

const nameOf = (token: Pick<Row<Token>, 'hint' | 'description'>, application: { name: string } | null) =>
  token.description || `${application?.name ?? 'personal'} …${token.hint}`;

function tell(
  writing: Writing,
  operation: 'UPDATE' | 'REVOKE_TOKEN',
  token: Row<Token>,
  application: Row<Application> | null,
  changes?: ReturnType<typeof changesBetween>,
) {
  const object = { id: token.id, name: nameOf(token, application) };
  return record(writing, { operation, object, organizationId: application?.organizationId ?? null, subjectId: token.userId, changes });
}

async function loadEditable(writing: Writing, id: string) {
  const token = await loadForUpdate(writing, Token, databaseIdOf('Token', id));
  const application = token?.application ? await applicationById(writing).load(token.application.databaseId) : null;
  const subject = token && { userId: token.user?.databaseId ?? null, organizationId: application?.organizationId ?? null };
  const isOrphan = token?.application && !application;
  if (!token || !subject || (isOrphan && subject.userId !== writing.viewer.userId) || !canRead(writing.viewer, subject)) {
    throw refuse('NOT_FOUND', 'id', 'There is no such token.');
  }
  if (!canEdit(writing.viewer, subject))
    throw refuse('FORBIDDEN', 'id', 'You may change your own tokens, and those of applications that you administer.');
  return { token, application };
}

function checkTokenScopes(
  faults: Faults,
  { viewer, settings }: Context,
  scopes: readonly string[],
  application: Row<Application> | null,
): void {
  if (!checkScopes(faults, 'scopes', scopes, settings)) return;
  if (application) checkCeiling(faults, 'scopes', scopes, application.maximumScopes, 'the application may have at most');
  checkCeiling(faults, 'scopes', scopes, [...viewer.scopes], 'the token that asks has');
}
