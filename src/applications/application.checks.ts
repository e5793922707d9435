import type { Writing } from '../mutation/mutation.ts';
import { organizationById } from '../organizations/organization.loaders.ts';
import { canEdit as canEditOrganization, ORGANIZATION_IS_BUILT_IN } from '../organizations/organization.policy.ts';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { loader } from '../query/loader.ts';
import { read } from '../query/read.ts';
import { slot } from '../query/slot.ts';
import { numberOf } from '../shared/ids.ts';
import { newClientId } from '../shared/secrets.ts';
import { checkLine, checkLines, checkName, keyOf, trimmed } from '../shared/text.ts';
import { Faults } from '../shared/user-errors.ts';
import { type ApplicationDraft, type ApplicationValues, CONTROL_FIELDS, DEFAULTS, differs, merged, whole } from './application.fields.ts';
import type { CreateApplicationInput, UpdateApplicationInput } from './application.inputs.ts';
import { CONTROL_IS_FOR_SUPERUSERS, canControl, canTrust } from './application.policy.ts';
import * as rules from './application.rules.ts';
import { checkGivenSecret } from './client-secret.rules.ts';
import { checkOwnerContact } from './owner-contact.rules.ts';
import { checkPostLogoutRedirectUris, checkRedirectUris, requireRedirectUri } from './redirect-uri.rules.ts';
import { checkTags, tagsInOrder } from './tag.rules.ts';
import { checkWebOrigins } from './web-origin.rules.ts';

/** The values of a new application. @throws {Refusal} with all that is wrong with them */
export async function checkedCreation(context: Context, input: CreateApplicationInput): Promise<ApplicationValues> {
  const faults = new Faults();
  const values = await checkCreation(faults, context, input);
  faults.end();
  return whole(values);
}

/** Checks a new application. @returns its values, of which some may be missing where there are faults */
export async function checkCreation(faults: Faults, context: Context, input: CreateApplicationInput): Promise<ApplicationDraft> {
  checkRequired(faults, input);
  const isNamed = checkName(faults, 'name', input.name) !== undefined;
  await checkChosenClientId(faults, context, input.clientId);
  const values = withDependentDefaults(merged(DEFAULTS, await chosen(faults, context, input)));
  check({ faults, context, input, values });
  checkGivenSecret(faults, input.clientSecret, canTrust(context.viewer), values.clientType);
  // where nothing else can be wrong, the constraint of the database tells, at no cost
  if (isNamed && (!faults.areNone || input.clientId != null)) await checkNameIsFree(faults, context, values);
  return values;
}

/** The values of a changed application. @throws {Refusal} with all that is wrong with them */
export async function checkedUpdate(
  writing: Writing,
  input: UpdateApplicationInput,
  before: ApplicationValues & { databaseId: number },
): Promise<ApplicationValues> {
  const faults = new Faults();
  const values = await checkUpdate(faults, writing, input, before);
  faults.end();
  return values;
}

/** Checks a changed application. @returns its values */
export async function checkUpdate(
  faults: Faults,
  writing: Writing,
  input: Omit<UpdateApplicationInput, 'id'>,
  before: ApplicationValues & { databaseId: number },
): Promise<ApplicationValues> {
  const isNamed = input.name == null || checkName(faults, 'name', input.name) !== undefined;
  checkGrantTypeStays(faults, input, before);
  const values = merged(before, await chosen(faults, writing, input, before));
  check({ faults, context: writing, input, values, before });
  if (isNamed && isRenamed(before, values)) await checkNameIsFree(faults, writing, values, before.databaseId);
  return values;
}

/** Whether an application is called otherwise than before, or among others. */
export const isRenamed = (before: ApplicationValues, after: Pick<ApplicationValues, 'name' | 'organizationId'>): boolean =>
  before.name !== after.name || before.organizationId !== after.organizationId;

/** An input with the number of the organization, and with name, tags and grant types as they are kept. */
async function chosen(
  faults: Faults,
  context: Context,
  input: CreateApplicationInput | Omit<UpdateApplicationInput, 'id'>,
  before?: ApplicationValues,
) {
  const organizationId = await chosenOrganization(faults, context, input.organizationId);
  const name = input.name == null ? undefined : trimmed(input.name);
  const tags = input.tags && tagsInOrder(input.tags);
  return { ...input, ...rules.chosenGrantTypes(faults, input, before?.authorizationGrantType), name, tags, organizationId };
}

/** The number of the organization that is to own applications; undefined where there are faults, or none is chosen. */
export async function chosenOrganization(faults: Faults, context: Context, id: string | null | undefined): Promise<number | undefined> {
  if (id == null) return undefined;
  const organization = await organizationById(context).load(numberOf('Organization', id));
  if (!organization) faults.add('NOT_FOUND', 'organizationId', 'There is no such organization.');
  else if (organization.builtIn) faults.add('FORBIDDEN', 'organizationId', ORGANIZATION_IS_BUILT_IN);
  else if (!canEditOrganization(context.viewer, organization)) {
    faults.add('FORBIDDEN', 'organizationId', 'Only an ADMIN of the organization may register applications in it.');
  } else return organization.databaseId;
  return undefined;
}

function checkRequired(faults: Faults, input: CreateApplicationInput): void {
  for (const field of ['organizationId', 'clientType', 'authorizationGrantType'] as const) {
    const isImplied = field === 'authorizationGrantType' && input.grantTypes != null;
    if (input[field] == null && !isImplied) faults.add('REQUIRED', field, 'Give a value.');
  }
}

async function checkChosenClientId(faults: Faults, context: Context, clientId: string | null | undefined): Promise<void> {
  if (clientId == null || !rules.checkClientId(faults, clientId)) return;
  // whatever its case: people are not to take one for the other
  if (clientId.toLowerCase() === rules.CLIENT_ID_OF_CONSOLE) {
    faults.add('INVALID', 'clientId', `"${rules.CLIENT_ID_OF_CONSOLE}" is the console of the gateway itself: choose another client id.`);
    return;
  }
  if (await numberByClientId(context).load(clientId)) faults.add('TAKEN', 'clientId', 'Another application has this client id already.');
}

function checkGrantTypeStays(
  faults: Faults,
  { authorizationGrantType: wanted }: Omit<UpdateApplicationInput, 'id'>,
  { authorizationGrantType: current }: ApplicationValues,
): void {
  if (wanted == null || wanted === current) return;
  faults.add('IMMUTABLE', 'authorizationGrantType', `It is ${current} and cannot change. Make another application.`);
}

/** A draft with the defaults that depend on other fields, or on chance. */
const withDependentDefaults = (draft: ApplicationDraft): CheckedDraft => ({
  ...draft,
  clientId: draft.clientId ?? newClientId(),
  maximumScopes: draft.maximumScopes ?? draft.scopes,
});

type CheckedDraft = ApplicationDraft & Pick<ApplicationValues, 'maximumScopes'>;

/** What is checked, and what the checks go by. */
interface Checking {
  readonly faults: Faults;
  readonly context: Context;
  readonly input: CreateApplicationInput;
  /** The values that the application is to have. */
  readonly values: CheckedDraft;
  /** Those that it has; absent for a new one. */
  readonly before?: ApplicationValues;
}

/** Everything that holds for new and changed applications alike. */
function check(checking: Checking): void {
  checkTexts(checking);
  checkValidities(checking);
  checkGrantTypes(checking);
  checkChangedRedirectUris(checking);
  checkFrontEnds(checking);
  checkScopes(checking);
  checkControl(checking);
}

function checkTexts({ faults, input }: Checking): void {
  checkLines(faults, 'description', input.description);
  checkLine(faults, 'vendor', input.vendor);
  if (input.url !== undefined) rules.checkUrl(faults, 'url', input.url);
  checkTags(faults, input.tags);
  checkOwnerContact(faults, input.ownerContact);
}

function checkValidities({ faults, input }: Checking): void {
  rules.checkValidity(faults, 'accessValidity', input.accessValidity);
  rules.checkValidity(faults, 'grantValidity', input.grantValidity);
}

function checkGrantTypes({ faults, input, values: { clientType, grantTypes }, before }: Checking): void {
  if (!clientType || !grantTypes) return;
  const field = input.grantTypes ? 'grantTypes' : before ? 'clientType' : 'authorizationGrantType';
  rules.checkGrantTypes(faults, field, clientType, input.grantTypes ?? grantTypes);
}

/** Those that were registered under earlier rules stay until they change. */
function checkChangedRedirectUris({ faults, context: { settings }, values, before }: Checking): void {
  const areAsBefore = before && !differs(values.redirectUris, before.redirectUris);
  if (needsRedirectUri(values) && !(areAsBefore && needsRedirectUri(before))) requireRedirectUri(faults, values.redirectUris);
  if (!areAsBefore) checkRedirectUris(faults, values.redirectUris, settings);
}

function checkFrontEnds({ faults, context: { settings }, values, before }: Checking): void {
  const isChanged = (field: 'postLogoutRedirectUris' | 'webOrigins') => !before || differs(values[field], before[field]);
  if (isChanged('postLogoutRedirectUris')) checkPostLogoutRedirectUris(faults, values.postLogoutRedirectUris, settings);
  if (isChanged('webOrigins')) checkWebOrigins(faults, values.webOrigins, settings);
}

const needsRedirectUri = ({ grantTypes }: ApplicationDraft) => grantTypes?.includes(rules.GrantType.AUTHORIZATION_CODE);

function checkScopes({ faults, context: { settings }, input, values }: Checking): void {
  const scopesAreSound = rules.checkScopes(faults, 'scopes', input.scopes ?? [], settings);
  const maximumIsSound = rules.checkScopes(faults, 'maximumScopes', input.maximumScopes ?? [], settings);
  if (!scopesAreSound || !maximumIsSound) return;
  const field = input.scopes || !input.maximumScopes ? 'scopes' : ['maximumScopes'];
  rules.checkCeiling(faults, field, values.scopes, values.maximumScopes, 'the application may have at most');
}

/** Checks what is for superusers alone: to make an application powerful, and to control one that is or becomes so. */
function checkControl({ faults, context: { viewer }, input, values, before }: Checking): void {
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

async function checkNameIsFree(faults: Faults, context: Context, { name, organizationId }: ApplicationDraft, own?: number): Promise<void> {
  if (name === undefined || organizationId === undefined) return;
  const other = await numberByName(context, organizationId).load(keyOf(name));
  if (other !== null && other !== own) faults.add('TAKEN', 'name', 'Another application of the organization has this name already.');
}

/** The loader of the number of the application that has a client id, whoever may read it. */
export const numberByClientId = (context: Context) =>
  loader(context, 'number by client id', async (clientIds: readonly string[]) => {
    const found = await read<{ id: number; client_id: string }>(context, 'numbers by client ids', { clientIds }, ({ db, store }) =>
      (db.selectFrom('application') as Query)
        .where(store.dialect.isOneOf('client_id', { slot: 'clientIds', type: 'text' }))
        .select(['id', 'client_id']),
    );
    return new Map(found.map((row) => [row.client_id, row.id]));
  });

/** The loader of the number of the application that has the key of a name in an organization. */
export const numberByName = (context: Context, organizationId: number) =>
  loader(context, `number by name in ${organizationId}`, async (nameKeys: readonly string[]) => {
    const values = { organizationId, nameKeys };
    const found = await read<{ id: number; name_key: string }>(context, 'numbers by names', values, ({ db, store }) =>
      (db.selectFrom('application') as Query)
        .where('organization_id', '=', slot<number>('organizationId'))
        .where(store.dialect.isOneOf('name_key', { slot: 'nameKeys', type: 'text' }))
        .select(['id', 'name_key']),
    );
    return new Map(found.map((row) => [row.name_key, row.id]));
  });
