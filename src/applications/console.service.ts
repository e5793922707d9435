import { record } from '../activity/activity.service.ts';
import { newRow } from '../mutation/insertion.ts';
import { loadForUpdate, mutate, savedRow, type Writing } from '../mutation/mutation.ts';
import { Organization } from '../organizations/organization.entity.ts';
import type { Context } from '../query/context.ts';
import { isKeyOf } from '../query/namesakes.ts';
import { keyOf } from '../shared/text.ts';
import { Application } from './application.entity.ts';
import { type ApplicationValues, DEFAULTS, differs } from './application.fields.ts';
import { CLIENT_ID_OF_CONSOLE, ClientType, GrantType } from './application.rules.ts';
import { assign, finishUpdate, register, stateOf, UNIQUE } from './application.service.ts';

/** Seconds for which a token of the console is valid at most; it gets the next one by itself, while its user is signed in. */
const ACCESS_VALIDITY = 1_800;
/** How often it is tried again, where another process does the same at the same time. */
const ATTEMPTS = 5;

/** What the console is to be. */
export interface ConsoleOptions {
  /** The issuer identifier, without a slash at its end: the console is what is there. */
  readonly issuer: string;
  /** Whether it is served; its tokens work no longer than that. */
  readonly isServed: boolean;
}

/**
 * Keeps the console what it must be among the applications, also where several processes do so at once. It is made when it is served
 * for the first time, in an organization without members.
 * @param context of the operator
 * @returns whether there is no other application with its client id
 */
export async function keepConsole(context: Context, options: ConsoleOptions): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const found = await findConsole(context);
    if (found && !found.builtIn) return false;
    if (found ? isAsItMustBe(found, options, context) : !options.isServed) return true;
    const { userErrors } = await mutate(
      context,
      async (writing) => {
        await (found ? restore(writing, found.databaseId, options) : make(writing, options));
        return {};
      },
      UNIQUE,
    );
    if (userErrors.length === 0) return true;
    if (attempt === ATTEMPTS) throw new Error(`the console could not be registered: ${userErrors[0]?.message}`);
  }
}

async function findConsole({ store }: Context) {
  const table = store.table(Application);
  const rows = store.read(true).selectFrom('application as x').where('x.client_id', '=', CLIENT_ID_OF_CONSOLE);
  const found = await rows.select(table.select('x')).executeTakeFirst();
  return found && table.row(found);
}

/** Everything that decides who gets its tokens, and what those may do; the rest is for people to read. */
const valuesOf = ({ issuer, isServed }: ConsoleOptions, { settings }: Context) => ({
  name: 'Clientele console',
  description: 'The console of this gateway, which makes it and keeps it as it must be. CONSOLE=false switches it off.',
  url: `${issuer}/`,
  clientType: ClientType.PUBLIC,
  authorizationGrantType: GrantType.AUTHORIZATION_CODE,
  grantTypes: [GrantType.AUTHORIZATION_CODE],
  redirectUris: [`${issuer}/callback`],
  postLogoutRedirectUris: [`${issuer}/`],
  webOrigins: [new URL(issuer).origin],
  skipAuthorization: true,
  trusted: true,
  enabled: isServed,
  scopes: ['read'],
  // what users make in it can have all that there is
  maximumScopes: settings.scopes.map(({ name }) => name),
  accessValidity: Math.min(ACCESS_VALIDITY, settings.accessValidity),
  grantValidity: null,
  renewable: false,
});

const isAsItMustBe = (row: ApplicationValues, options: ConsoleOptions, context: Context): boolean =>
  Object.entries(valuesOf(options, context)).every(([name, value]) => !differs(row[name as keyof ApplicationValues], value));

async function make(writing: Writing, options: ConsoleOptions): Promise<void> {
  const organizationId = (await findOrganization(writing)) ?? (await makeOrganization(writing));
  const values = { ...DEFAULTS, ...valuesOf(options, writing), clientId: CLIENT_ID_OF_CONSOLE, organizationId };
  await register(writing, writing, values, { builtIn: true });
}

async function restore(writing: Writing, databaseId: number, options: ConsoleOptions): Promise<void> {
  const application = await loadForUpdate(writing, Application, databaseId);
  const before = application && stateOf(application);
  if (!application || !before || isAsItMustBe(before, options, writing)) return;
  assign(application, before, { ...before, ...valuesOf(options, writing) });
  await finishUpdate(writing, before, await savedRow(writing, Application, databaseId));
}

const findOrganization = async ({ db }: Writing): Promise<number | undefined> =>
  (await db.selectFrom('organization').where('built_in', '=', true).select('id').executeTakeFirst())?.id;

async function makeOrganization(writing: Writing): Promise<number> {
  const name = await freeName(writing);
  const description = 'What belongs to this gateway itself. It has no members.';
  const row = await writing.insert(newRow(writing, Organization, { name, nameKey: keyOf(name), description, builtIn: true }));
  await record(writing, 'Organization', row, { operation: 'CREATE', organizationId: row.databaseId });
  return row.databaseId;
}

async function freeName({ db }: Writing): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? 'System' : `System ${number}`;
    const taken = await db
      .selectFrom('organization')
      .where((eb) => isKeyOf(eb, 'name_key', keyOf(name)))
      .select('id')
      .executeTakeFirst();
    if (!taken) return name;
  }
}
