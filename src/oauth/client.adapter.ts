import type { Adapter } from 'oidc-provider';
import { Application } from '../applications/application.entity.ts';
import type { Query } from '../shared/dialect.ts';
import { read } from '../shared/read.ts';
import { slot } from '../shared/slot.ts';
import { type ClientApplication, metadataOf, VIEWED } from './client.rules.ts';
import type { Environment } from './environment.ts';
import { readOnly } from './read-only.ts';

/** Finds an enabled application, on the primary database, so that every change of it counts from the next request on. */
export async function findApplication({ store }: Environment, by: { clientId: string } | { id: number }) {
  const table = store.table(Application);
  const db = store.read(true);
  const isById = 'id' in by;
  const [found] = await read({ store, db }, `client by ${isById ? 'id' : 'client id'}`, by, () =>
    (db.selectFrom('application as x') as Query)
      .innerJoin('organization as o', 'o.id', 'x.organization_id')
      .where(isById ? 'x.id' : 'x.client_id', '=', isById ? slot('id') : slot('clientId'))
      .where('x.enabled', '=', true)
      .select(table.select('x'))
      .select('o.name as organizationName'),
  );
  if (!found) return undefined;
  const { organizationName } = found as { organizationName: string };
  const row = table.row(found);
  const viewed = Object.fromEntries(VIEWED.map((property) => [property, row[property]]));
  return { ...viewed, organizationName } as ClientApplication;
}

/** The applications of the registry as clients of the authorization server, which cannot change them. */
export const clientAdapter = (environment: Environment): Adapter => ({
  ...readOnly('clients'),
  find: async (clientId) => {
    const application = await findApplication(environment, { clientId });
    return application && metadataOf(application, environment.settings);
  },
});
