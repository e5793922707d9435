import { applicationByClientId, applicationById } from '../applications/application.loaders.ts';
import { findByName, organizationById } from '../organizations/organization.loaders.ts';
import type { Context } from '../query/context.ts';
import { numberOf } from '../shared/ids.ts';
import { findByUsername } from '../users/user.loaders.ts';
import { CommandError } from './fail.ts';

/** The application with a client id, or an id, as it was typed. @throws {CommandError} if there is none */
export async function findApplication(context: Context, typed: string) {
  const found = (await applicationByClientId(context, typed)) ?? (await applicationById(context).load(numberOf('Application', typed)));
  if (found) return found;
  throw new CommandError(`There is no application with the client id or id "${typed}". "clientele application list" lists all.`);
}

/** The organization with a name, or an id, as it was typed. @throws {CommandError} if there is none */
export async function findOrganization(context: Context, typed: string) {
  const found = (await findByName(context.store, typed)) ?? (await organizationById(context).load(numberOf('Organization', typed)));
  if (found) return found;
  throw new CommandError(`There is no organization "${typed}". "clientele organization list" lists all.`);
}

/** The user with a name as it was typed. @throws {CommandError} if there is none */
export async function findUser({ store }: Context, typed: string) {
  const found = await findByUsername(store, typed);
  if (found) return found;
  throw new CommandError(`There is no user "${typed}". "clientele user list" lists all.`);
}
