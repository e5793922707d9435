import { type Context, tableFor } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { loader, rowById } from '../query/loader.ts';
import { read } from '../query/read.ts';
import type { FilterContext, Restriction } from '../query/rights.ts';
import { readable } from './application.policy.ts';
import { ClientSecret } from './client-secret.entity.ts';

/** The loader of the client secrets of applications, oldest first. */
export function secretsOfEach(context: Context) {
  return loader(context, 'client secrets', async (applicationIds: readonly number[]) => {
    const table = tableFor(context, ClientSecret);
    const rows = (context: FilterContext) =>
      (context.db.selectFrom('client_secret as x') as Query)
        .where(context.store.dialect.isOneOf('x.application_id', { slot: 'applicationIds' }))
        .orderBy('x.id')
        .select(table.select('x'))
        .select('x.application_id as owner');
    const found = await read<{ owner: number }>(context, 'client secrets', { applicationIds }, rows);
    const secrets = Map.groupBy(found, ({ owner }) => owner);
    return new Map([...secrets].map(([owner, raws]) => [owner, raws.map((raw) => table.row(raw))]));
  });
}

const ofReadable: Restriction = (secrets, context) =>
  secrets.where('x.application_id', 'in', readable(context.db.selectFrom('application as x'), context).select('x.id'));

/** The loader of client secrets by number, of those whose application the viewer may read. */
export const secretById = (context: Context) => rowById(context, ClientSecret, ofReadable);
