import { whereAmong } from '../query/among.ts';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { loader, rowById } from '../query/loader.ts';
import { findNamed, isNamed } from '../query/namesakes.ts';
import type { PageArguments } from '../query/pages/arguments.ts';
import type { Order } from '../query/pages/order.ts';
import { page, pageOfEach } from '../query/pages/page.ts';
import { type FilterContext, unrestricted } from '../query/rights.ts';
import type { Store } from '../query/store.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID } from '../shared/ids.ts';
import { isStorable } from '../shared/text.ts';
import type { Role } from '../shared/viewer.ts';
import { User } from '../users/user.entity.ts';
import { BY_USERNAME } from '../users/user.loaders.ts';
import { Organization } from './organization.entity.ts';
import { isReadable, readable } from './organization.policy.ts';

const BY_NAME: Order = {
  name: 'name',
  keys: [
    { column: 'x.name_key', property: 'nameKey', kind: 'text' },
    { column: 'x.id', property: 'databaseId', kind: 'number' },
  ],
};

const visible = (context: FilterContext): Query => readable(context.db.selectFrom('organization as x'), context);

/** The loader of organizations by number, of those that the viewer may read. */
export const organizationById = (context: Context) => rowById(context, Organization, readable);

/** Whether the viewer may read an organization of a name. */
export const mayReadOrganizationNamed = (context: Context, name: string): Promise<boolean> =>
  isNamed(context, visible(context), 'x.name_key', name);

/** The organization with a name as it was typed; of namesakes, the one whose name it is to the letter. */
export async function findByName(store: Store, typed: string): Promise<Row<Organization> | undefined> {
  const table = store.table(Organization);
  const rows = (store.read(true).selectFrom('organization as x') as Query).select(table.select('x'));
  const raw = await findNamed(rows, 'x.name_key', typed, (raw) => table.row(raw).name);
  return raw && table.row(raw);
}

/** One page of the organizations that the viewer may read. */
export function listOrganizations(context: Context, args: PageArguments, search: string | null | undefined) {
  const filter = (rows: Query, context: FilterContext) => {
    if (!search) return rows;
    if (!isStorable(search)) return rows.where('x.id', '=', NO_ID);
    return whereAmong(rows, isReadable(context), () => context.store.dialect.contains('x.name_key', search));
  };
  return page(context, { entity: Organization, identity: ['organizations', search], order: BY_NAME, rights: readable, filter }, args);
}

/** The loader of a page of the organizations of each of many users, of those that the viewer may read. */
export function organizationsOfEach(context: Context, args: PageArguments) {
  const filter = (rows: Query) => rows.innerJoin('membership as m', 'm.organization_id', 'x.id');
  const listing = { entity: Organization, identity: ['organizations of user'] as const, order: BY_NAME, rights: readable, filter };
  return pageOfEach(context, listing, 'm.user_id', args);
}

/** The loader of a page of the members of each of many organizations, all of whom are seen by whoever reads the organization. */
export function membersOfEach(context: Context, args: PageArguments) {
  const filter = (rows: Query) => rows.innerJoin('membership as m', 'm.user_id', 'x.id');
  const listing = { entity: User, identity: ['members'] as const, order: BY_USERNAME, rights: unrestricted, filter };
  return pageOfEach(context, listing, 'm.organization_id', args);
}

/** The loader of the role of a member, by `organization:user`. */
export function roleOf(context: Context) {
  return loader(context, 'role of member', async (keys: readonly `${number}:${number}`[]) => {
    const pairs = keys.map((key) => key.split(':').map(Number) as [number, number]);
    const rows = await context.db
      .selectFrom('membership as m')
      .where(context.store.dialect.isOneOf('m.organization_id', [...new Set(pairs.map(([organization]) => organization))]))
      .where(context.store.dialect.isOneOf('m.user_id', [...new Set(pairs.map(([, user]) => user))]))
      .select(['m.organization_id', 'm.user_id', 'm.role'])
      .execute();
    return new Map(rows.map((row) => [`${row.organization_id}:${row.user_id}` as const, row.role as Role]));
  });
}
