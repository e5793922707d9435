import { whereAmong } from '../query/among.ts';
import type { Context } from '../query/context.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { rowById } from '../query/loader.ts';
import { findNamed, isNamed } from '../query/namesakes.ts';
import type { PageArguments } from '../query/pages/arguments.ts';
import type { Order } from '../query/pages/order.ts';
import { page } from '../query/pages/page.ts';
import type { FilterContext } from '../query/rights.ts';
import type { Store } from '../query/store.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID } from '../shared/ids.ts';
import { isStorable } from '../shared/text.ts';
import { User } from './user.entity.ts';
import { isReadable, readable } from './user.policy.ts';

/** Users by name. */
export const BY_USERNAME: Order = {
  name: 'username',
  keys: [
    { column: 'x.username_key', property: 'usernameKey', kind: 'text' },
    { column: 'x.id', property: 'databaseId', kind: 'number' },
  ],
};

const visible = (context: FilterContext): Query => readable(context.db.selectFrom('user as x'), context);

/** The loader of users by number, of those that the viewer may read. */
export const userById = (context: Context) => rowById(context, User, readable);

/** The user with a name as it was typed, and what a login goes by; of namesakes, the one whose name it is to the letter. */
export async function findByUsername(store: Store, typed: string): Promise<Row<User> | undefined> {
  const table = store.table(User);
  const rows = (store.read(true).selectFrom('user as x') as Query).select(table.select('x')).select('x.password_hash as passwordHash');
  const raw = await findNamed<{ passwordHash: string | null }>(rows, 'x.username_key', typed, (raw) => table.row(raw).username);
  return raw && { ...table.row(raw), passwordHash: raw.passwordHash };
}

/** Whether the viewer may read a user of a name. */
export const mayReadUserNamed = (context: Context, name: string): Promise<boolean> =>
  isNamed(context, visible(context), 'x.username_key', name);

/** One page of the users that the viewer may read. */
export function listUsers(context: Context, args: PageArguments, search: string | null | undefined) {
  const filter = (rows: Query, context: FilterContext) => {
    if (!search) return rows;
    if (!isStorable(search)) return rows.where('x.id', '=', NO_ID);
    return whereAmong(rows, isReadable(context), () => context.store.dialect.contains('x.search_text', search));
  };
  return page(context, { entity: User, identity: ['users', search], order: BY_USERNAME, rights: readable, filter }, args);
}
