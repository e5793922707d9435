import type { Adapter } from 'oidc-provider';
import { Application } from '../applications/application.entity.ts';
import { CLIENT_FIELDS } from '../applications/application.fields.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { sharedLoader } from '../query/loader.ts';
import { read } from '../query/read.ts';
import { type ClientApplication, metadataOf } from './client.rules.ts';
import type { Environment } from './environment.ts';
import { readOnly } from './read-only.ts';

/** Finds enabled applications, on the primary database, so that every change of them counts from the next request on. */
async function findApplications({ store }: Environment, by: 'id' | 'client_id', keys: readonly (number | string)[]) {
  const table = store.table(Application);
  const db = store.read(true);
  const rows = await read<{ organizationName: string }>({ store, db }, `clients by ${by}`, { keys }, ({ db, store }) =>
    (db.selectFrom('application as x') as Query)
      .innerJoin('organization as o', 'o.id', 'x.organization_id')
      .where(store.dialect.isOneOf(`x.${by}`, by === 'id' ? { slot: 'keys' } : { slot: 'keys', type: 'text' }))
      .where('x.enabled', '=', true)
      .select(table.select('x'))
      .select('o.name as organizationName'),
  );
  return rows.map((found) => {
    const { organizationName } = found;
    const row = table.row(found);
    const values = Object.fromEntries(CLIENT_FIELDS.map((name) => [name, row[name]]));
    return { ...values, databaseId: row.databaseId, builtIn: row.builtIn, organizationName } as ClientApplication;
  });
}

/** Finds an enabled application by its client id, or by its number. */
export async function findApplication(environment: Environment, key: string | number): Promise<ClientApplication | undefined> {
  const [found] = await findApplications(environment, typeof key === 'string' ? 'client_id' : 'id', [key]);
  return found;
}

/** The applications of the registry as clients of the authorization server, which cannot change them. */
export function clientAdapter(environment: Environment): Adapter {
  // those that are looked up in one go cost one statement
  const clients = sharedLoader(async (clientIds: readonly string[]) => {
    const applications = await findApplications(environment, 'client_id', clientIds);
    return new Map(applications.map((application) => [application.clientId, metadataOf(application, environment.settings)]));
  }, process.nextTick);
  return { ...readOnly('clients'), find: async (clientId) => (await clients.load(clientId)) ?? undefined };
}
