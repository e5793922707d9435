import type { Application } from '../applications/application.entity.ts';
import { DEFAULTS, differs } from '../applications/application.fields.ts';
import { listApplications } from '../applications/application.loaders.ts';
import { type ApplicationInFile, writeDeclarations } from '../declarations/file.rules.ts';
import { organizationById } from '../organizations/organization.loaders.ts';
import type { Context } from '../query/context.ts';
import type { Row } from '../query/tables.ts';
import { toGlobalId } from '../shared/ids.ts';
import { CommandError } from './fail.ts';
import { findApplication, findOrganization } from './find.ts';
import { firstOf } from './lists.ts';
import { asOperator } from './with-store.ts';

/** What `export` is asked. */
export interface ExportOptions {
  readonly organization?: string;
  readonly application?: string;
}

/** The fields that a file always says, in the order in which it says them. */
const ALWAYS = ['clientId', 'name', 'clientType', 'grantTypes'] as const;

/** `clientele export` */
export function exportApplications(options: ExportOptions): Promise<void> {
  return asOperator(async (context) => {
    process.stdout.write(await exported(context, options));
  });
}

/** Applications as a file of declarations. */
export async function exported(context: Context, { organization, application }: ExportOptions): Promise<string> {
  const found = application === undefined ? await all(context, organization) : [await findDeclarable(context, application)];
  const organizations = Map.groupBy(found, ({ organizationId }) => organizationId);
  const documents = [...organizations].map(async ([number, applications]) => ({
    organization: (await organizationById(context).load(number))?.name ?? '',
    applications: applications.map(declarationOf),
  }));
  return writeDeclarations(await Promise.all(documents));
}

/** An application that a file can declare. @throws {CommandError} */
async function findDeclarable(context: Context, typed: string): Promise<Row<Application>> {
  const found = await findApplication(context, typed);
  if (found.builtIn) throw new CommandError(`"${found.clientId}" is the gateway's own console: no file declares it.`);
  return found;
}

/** All applications that a file can declare, by organization and name. */
async function all(context: Context, typed: string | undefined): Promise<Row<Application>[]> {
  const organizationId = typed === undefined ? null : toGlobalId('Organization', (await findOrganization(context, typed)).databaseId);
  const { nodes } = await firstOf(Number.POSITIVE_INFINITY, (args) => listApplications(context, args, { organizationId }, null));
  // the gateway makes its own by itself, and nobody else may
  return nodes.filter(({ builtIn }) => !builtIn);
}

/** An application with all that a new one would not have by itself. */
function declarationOf(application: Row<Application>): ApplicationInFile {
  const { organizationId: _, clientId: __, authorizationGrantType: ___, ...defaults } = { ...DEFAULTS, maximumScopes: application.scopes };
  const names = Object.keys(defaults) as (keyof typeof defaults)[];
  const others = names.filter((name) => !(ALWAYS as readonly string[]).includes(name));
  return Object.fromEntries([
    ...ALWAYS.map((name) => [name, application[name]]),
    ...others.filter((name) => differs(application[name], defaults[name])).map((name) => [name, application[name]]),
  ]);
}
