import type { Adapter } from 'oidc-provider';
import { Application } from '../applications/application.entity.ts';
import { type ClientApplication, metadataOf, VIEWED } from './client.rules.ts';
import type { Environment } from './environment.ts';
import { readOnly } from './read-only.ts';

/** Finds an enabled application, on the primary database, so that every change of it counts from the next request on. */
export async function findApplication({ store }: Environment, by: { clientId: string } | { id: number }) {
  const table = store.table(Application);
  const found = await store
    .read(true)
    .selectFrom('application as x')
    .innerJoin('organization as o', 'o.id', 'x.organization_id')
    .where((eb) => ('id' in by ? eb('x.id', '=', by.id) : eb('x.client_id', '=', by.clientId)))
    .where('x.enabled', '=', true as never)
    .select(table.select('x'))
    .select('o.name as organizationName')
    .executeTakeFirst();
  if (!found) return undefined;
  const row = table.row(found);
  const viewed = Object.fromEntries(VIEWED.map((property) => [property, row[property]]));
  return { ...viewed, organizationName: found.organizationName } as ClientApplication;
}

/** The applications of the registry as clients of the authorization server, which cannot change them. */
export const clientAdapter = (environment: Environment): Adapter => ({
  ...readOnly('clients'),
  find: async (clientId) => {
    const application = await findApplication(environment, { clientId });
    return application && metadataOf(application, environment.settings);
  },
});
