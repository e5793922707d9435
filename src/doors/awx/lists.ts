import type { EntityClass } from '@mikro-orm/core';
import { sql } from 'kysely';
import { arrangedByOrganization } from '../../applications/application.loaders.ts';
import type { Answer } from '../../http/server.ts';
import type { Condition } from '../../query/among.ts';
import type { Context } from '../../query/context.ts';
import type { Query } from '../../query/dialect/dialect.ts';
import { DEEPEST, type NumberedListing, numberedPage, type Part } from '../../query/pages/numbered.ts';
import { queryOf } from '../../query/pages/page.ts';
import { ordinalOf } from '../../query/read.ts';
import type { FilterContext, Restriction } from '../../query/rights.ts';
import type { Values } from '../../query/slot.ts';
import type { Row } from '../../query/tables.ts';
import { isStorable } from '../../shared/text.ts';
import { readsEverything } from '../../shared/viewer.ts';
import { badParameter, Failure, json } from '../answers.ts';
import type { Call } from '../door.ts';
import { filterIn, isNarrow, matching } from './conditions.ts';
import { type Asked, askedIn } from './lookups.ts';
import type { AwxResource } from './resource.ts';

const DEFAULT_SIZE = 25;
const MAXIMUM_SIZE = 200;

/** A list of objects of AWX. */
export interface List<Entity extends object> {
  readonly resource: AwxResource;
  readonly entity: EntityClass<Entity>;
  readonly rights: Restriction;
  /** `rights` as a condition; undefined where it holds for all. Absent where none is to be checked first. */
  readonly isReadable?: (context: FilterContext) => Condition | undefined;
  /** The fields by which it is sorted where nobody says. */
  readonly order: Asked['order'];
  /** Further conditions; what they depend on must be in `name`. */
  readonly within?: (rows: Query, context: FilterContext) => Query;
  /** Values of slots in `within`. */
  readonly values?: Values;
  readonly name: string;
}

/**
 * Answers one page of a list.
 * @param view makes what is shown of the rows, of all of them together
 */
export async function listed<Entity extends object>(
  call: Call,
  list: List<Entity>,
  view: (rows: readonly (Row<Entity> & object)[]) => Promise<readonly unknown[]>,
): Promise<Answer> {
  const asked = askedIn(call.query, list.resource);
  const { page, size } = pageIn(call.query);
  const { rows, total } = await partOf(call.context, list, asked, { offset: (page - 1) * size, size });
  if (page > 1 && rows.length === 0) throw noSuchPage();
  return json(200, {
    count: total,
    next: page * size < total ? linkTo(call, page + 1) : null,
    previous: page > 1 ? linkTo(call, page - 1) : null,
    results: await view(rows),
  });
}

/** One part of a list. */
export async function partOf<Entity extends object>(context: Context, list: List<Entity>, asked: Asked, part: Part) {
  const { entity, rights, isReadable = () => undefined, within = (rows: Query) => rows, resource } = list;
  const found = await findFew(context, resource, asked);
  const filter = (rows: Query, context: FilterContext) => {
    const own = matching(within(rows, context), context, resource, asked, isReadable(context));
    return found ? own.where(context.store.dialect.isOneOf('x.id', { slot: 'found' })) : own;
  };
  const listing = { entity, rights, filter };
  const order = asked.order.length > 0 ? asked.order : list.order;
  const byOrganization = order[0]?.field === 'organization__name' && !order.some(({ isDescending }) => isDescending) && order.length === 2;
  const sorted = arrangedBy(order, resource);
  const arranged: NumberedListing<Entity>['arranged'] = byOrganization
    ? arrangedByOrganization(listing, found !== undefined || isNarrow(asked, resource))
    : (bounds, context) => sorted(queryOf(context, listing), context).limit(bounds.limit);
  // what is looked for differs from one request to the next, and would make way for statements that come again; so do orders
  const isUsual = asked.lookups.length === 0 && asked.search === '' && asked.order.length <= 1;
  const name = isUsual ? `${list.name} ${ordinalOf(list.resource)} ${JSON.stringify(order)}` : undefined;
  return numberedPage(context, { ...listing, name, arranged, values: { ...list.values, found } }, part);
}

/**
 * Finds by the search index what has a text in a name, for who may read everything, as GraphQL does. Only applications have
 * such an index of what is looked through here; it also has what is not, so what it finds is looked at again.
 * @returns undefined where there is much of it, or nothing to look for
 */
async function findFew({ store, db, viewer }: Context, { name }: AwxResource, { lookups, search }: Asked) {
  if (name !== 'Application' || !readsEverything(viewer)) return undefined;
  const needle = lookups.find(
    ({ field, operator, isNegated, isAlternative }) =>
      ['name', 'description'].includes(field) && operator === 'icontains' && !isNegated && !isAlternative,
  );
  const text = search || (needle?.comparand as string | undefined);
  return text && isStorable(text) ? store.dialect.find(db, 'application', text) : undefined;
}

/** Sorts rows by fields, and in the end by number, so that pages have no row in common. */
function arrangedBy(order: Asked['order'], resource: AwxResource): (rows: Query, context: FilterContext) => Query {
  return (rows, { store: { dialect } }) => {
    const joined = order.some(({ field }) => field === 'organization__name')
      ? rows.innerJoin('organization as o', 'o.id', 'x.organization_id')
      : rows;
    const direction = order.every(({ isDescending }) => isDescending) && order.length > 0 ? 'desc' : 'asc';
    const sorted = order.reduce((query, { field, isDescending }) => {
      const { kind, order: columns = [] } = filterIn(resource, field);
      // a key is compared so by itself, and has an index
      const text = (column: string) => (kind === 'text' && !column.endsWith('_key') ? dialect.bytewise(sql.ref(column)) : sql.ref(column));
      return columns.reduce((query, column) => query.orderBy(text(column), isDescending ? 'desc' : 'asc'), query);
    }, joined);
    return sorted.orderBy('x.id', direction);
  };
}

function pageIn(query: URLSearchParams): { page: number; size: number } {
  const asked = query.get('page') || '1';
  if (!/^\d{1,15}$/.test(asked) || Number(asked) < 1) throw noSuchPage();
  const wanted = query.get('page_size') ?? '';
  const size = /^\d{1,15}$/.test(wanted) && Number(wanted) > 0 ? Math.min(Number(wanted), MAXIMUM_SIZE) : DEFAULT_SIZE;
  const page = Number(asked);
  if (page * size > DEEPEST)
    throw badParameter(
      `page * page_size may be at most ${DEEPEST}: narrow the list by a look-up, such as id__gt, instead of paging so far.`,
    );
  return { page, size };
}

const noSuchPage = () => new Failure('NOT_FOUND', 'Invalid page.');

/** The address of another page of the same list. */
function linkTo({ request, query }: Call, page: number): string {
  const parameters = new URLSearchParams(query);
  if (page === 1) parameters.delete('page');
  else parameters.set('page', String(page));
  const path = request.path.endsWith('/') ? request.path : `${request.path}/`;
  return parameters.size > 0 ? `${path}?${parameters}` : path;
}
