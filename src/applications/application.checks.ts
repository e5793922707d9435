import { organizationById } from '../organizations/organization.loaders.ts';
import { canEdit as canEditOrganization } from '../organizations/organization.policy.ts';
import type { Context } from '../shared/context.ts';
import { numberOf } from '../shared/ids.ts';
import type { Writing } from '../shared/mutation.ts';
import { read } from '../shared/read.ts';
import { newClientId } from '../shared/secrets.ts';
import { slot } from '../shared/slot.ts';
import { checkLine, checkLines, checkName, keyOf, trimmed } from '../shared/text.ts';
import { Faults } from '../shared/user-errors.ts';
import type { Viewer } from '../shared/viewer.ts';
import { type ApplicationDraft, type ApplicationValues, CONTROL_FIELDS, DEFAULTS, merged, whole } from './application.fields.ts';
import type { CreateApplicationInput, UpdateApplicationInput } from './application.inputs.ts';
import { CONTROL_IS_FOR_SUPERUSERS, canControl, canTrust } from './application.policy.ts';
import * as rules from './application.rules.ts';
import { checkRedirectUris } from './redirect-uri.rules.ts';

/** The values of a new application. @throws {Refusal} with all that is wrong with them */
export async function checkedCreation(context: Context, input: CreateApplicationInput): Promise<ApplicationValues> {
  const faults = new Faults();
  for (const field of ['organizationId', 'clientType', 'authorizationGrantType'] as const) {
    if (input[field] == null) faults.add('REQUIRED', field, 'Give a value.');
  }
  const isSound = checkName(faults, 'name', input.name) !== undefined;
  if (input.clientId != null && rules.checkClientId(faults, input.clientId)) {
    const other = await context.db.selectFrom('application').where('client_id', '=', input.clientId).select('id').executeTakeFirst();
    if (other) faults.add('TAKEN', 'clientId', 'Another application has this client id already.');
  }
  const draft = merged(DEFAULTS, await chosen(faults, context, input));
  const values = { ...draft, clientId: draft.clientId ?? newClientId(), maximumScopes: draft.maximumScopes ?? draft.scopes };
  check(faults, context, input, values);
  // where nothing else can be wrong, the constraint of the database tells, at no cost
  if (isSound && (!faults.areNone || input.clientId != null)) await checkNameIsFree(faults, context, values);
  faults.end();
  return whole(values);
}

/** The values of a changed application. @throws {Refusal} with all that is wrong with them */
export async function checkedUpdate(
  writing: Writing,
  input: UpdateApplicationInput,
  before: ApplicationValues & { databaseId: number },
): Promise<ApplicationValues> {
  const faults = new Faults();
  const isSound = input.name == null || checkName(faults, 'name', input.name) !== undefined;
  if (input.authorizationGrantType != null && input.authorizationGrantType !== before.authorizationGrantType) {
    faults.add(
      'IMMUTABLE',
      'authorizationGrantType',
      `It is ${before.authorizationGrantType} and cannot change. Make another application.`,
    );
  }
  const values = merged(before, await chosen(faults, writing, input));
  check(faults, writing, input, { ...values, authorizationGrantType: before.authorizationGrantType }, before);
  if (isSound && isRenamed(before, values)) await checkNameIsFree(faults, writing, values, before.databaseId);
  faults.end();
  return values;
}

/** Whether an application is called otherwise than before, or among others. */
export const isRenamed = (before: ApplicationValues, after: Pick<ApplicationValues, 'name' | 'organizationId'>): boolean =>
  before.name !== after.name || before.organizationId !== after.organizationId;

/** An input with the number of the organization, and with the name as it is kept. */
async function chosen(faults: Faults, context: Context, input: CreateApplicationInput | UpdateApplicationInput) {
  const organizationId = await chosenOrganization(faults, context, input.organizationId);
  return { ...input, name: input.name == null ? undefined : trimmed(input.name), organizationId };
}

async function chosenOrganization(faults: Faults, context: Context, id: string | null | undefined): Promise<number | undefined> {
  if (id == null) return undefined;
  const organization = await organizationById(context).load(numberOf('Organization', id));
  if (!organization) faults.add('NOT_FOUND', 'organizationId', 'There is no such organization.');
  else if (!canEditOrganization(context.viewer, organization)) {
    faults.add('FORBIDDEN', 'organizationId', 'Only an ADMIN of the organization may register applications in it.');
  } else return organization.databaseId;
  return undefined;
}

/** What is checked: all that depends on other fields is decided. */
type CheckedDraft = ApplicationDraft & Pick<ApplicationValues, 'maximumScopes'>;

/** Everything that holds for new and changed applications alike. */
function check(faults: Faults, context: Context, input: CreateApplicationInput, values: CheckedDraft, before?: ApplicationValues): void {
  const { settings, viewer } = context;
  checkLines(faults, 'description', input.description);
  checkLine(faults, 'vendor', input.vendor);
  if (input.url !== undefined) rules.checkUrl(faults, input.url);
  rules.checkValidity(faults, 'accessValidity', input.accessValidity);
  rules.checkValidity(faults, 'grantValidity', input.grantValidity);
  const grantField = before ? 'clientType' : 'authorizationGrantType';
  if (values.clientType && values.authorizationGrantType)
    rules.checkGrantType(faults, grantField, values.clientType, values.authorizationGrantType);
  // those that were registered under earlier rules stay until they change
  if (!before || differs(values.redirectUris, before.redirectUris))
    checkRedirectUris(faults, values.redirectUris, values.authorizationGrantType === rules.GrantType.AUTHORIZATION_CODE);

  const scopesAreSound = rules.checkScopes(faults, 'scopes', input.scopes ?? [], settings);
  const maximumIsSound = rules.checkScopes(faults, 'maximumScopes', input.maximumScopes ?? [], settings);
  const scopeField = input.scopes || !input.maximumScopes ? 'scopes' : ['maximumScopes'];
  if (scopesAreSound && maximumIsSound)
    rules.checkCeiling(faults, scopeField, values.scopes, values.maximumScopes, 'the application may have at most');
  checkControl(faults, viewer, input, values, before);
}

/** Checks what is for superusers alone: to make an application powerful, and to control one that is or becomes so. */
function checkControl(
  faults: Faults,
  viewer: Viewer,
  input: CreateApplicationInput,
  values: CheckedDraft,
  before: ApplicationValues | undefined,
): void {
  if (canTrust(viewer)) return;
  const said: string[] = [];
  if (values.trusted && !before?.trusted) {
    faults.add('FORBIDDEN', 'trusted', 'Only superusers may make an application trusted, with a token of the scope "admin".');
    said.push('trusted');
  }
  const admin = values.maximumScopes.indexOf('admin');
  if (admin >= 0 && !before?.maximumScopes.includes('admin')) {
    const field = input.maximumScopes ? 'maximumScopes' : 'scopes';
    faults.add('FORBIDDEN', [field, String(admin)], 'Only superusers may give "admin" to an application, with a token of that scope.');
    said.push('maximumScopes');
  }
  if (!before || (canControl(viewer, before) && canControl(viewer, values))) return;
  for (const field of CONTROL_FIELDS.filter((field) => !said.includes(field) && differs(values[field], before[field]))) {
    // whoever sees that something is wrong may stop it
    if (field !== 'enabled' || values.enabled) faults.add('FORBIDDEN', field, CONTROL_IS_FOR_SUPERUSERS);
  }
}

const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

async function checkNameIsFree(faults: Faults, context: Context, { name, organizationId }: ApplicationDraft, own?: number): Promise<void> {
  if (name === undefined || organizationId === undefined) return;
  const others = await read(context, 'application of name', { organizationId, nameKey: keyOf(name) }, () =>
    context.db
      .selectFrom('application')
      .where('organization_id', '=', slot<number>('organizationId'))
      .where('name_key', '=', slot<string>('nameKey'))
      .select('id'),
  );
  if ((others as { id: number }[]).some(({ id }) => id !== own))
    faults.add('TAKEN', 'name', 'Another application of the organization has this name already.');
}
