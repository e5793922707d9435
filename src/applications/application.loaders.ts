import { hasLiveTokens } from '../access/live-tokens.ts';
import { type Condition, whereAmong } from '../query/among.ts';
import { type Context, tableFor } from '../query/context.ts';
import { type Conditions, FEW, type Query } from '../query/dialect/dialect.ts';
import { loader, rowById } from '../query/loader.ts';
import type { PageArguments } from '../query/pages/arguments.ts';
import { arrange, type Order, type OrderKey, sorted } from '../query/pages/order.ts';
import { type Bounds, type Listing, page, pageOfEach, queryOf } from '../query/pages/page.ts';
import { read, readOnce } from '../query/read.ts';
import { type FilterContext, ownOrganizations, unrestricted } from '../query/rights.ts';
import { slot, type Values } from '../query/slot.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID, numberOf } from '../shared/ids.ts';
import { implying } from '../shared/scopes.ts';
import { isStorable, keyOf } from '../shared/text.ts';
import { readsEverything } from '../shared/viewer.ts';
import { Application } from './application.entity.ts';
import {
  type ApplicationFilter,
  type ApplicationOrder,
  ApplicationOrderField,
  OrderDirection,
  type TagFilter,
} from './application.filter.inputs.ts';
import { canRead, isReadable, mayUse, readable } from './application.policy.ts';
import { keyOfContact } from './owner-contact.rules.ts';
import { checkTagFilter, isTag } from './tag.rules.ts';

const ID: OrderKey = { column: 'x.id', property: 'databaseId', kind: 'number' };
const NAME: OrderKey = { column: 'x.name_key', property: 'nameKey', kind: 'text' };
const ORGANIZATION: OrderKey = { column: 'o.name_key', property: 'organizationKey', kind: 'text' };

/** The keys of each order; every one ends with the id, and so is total. */
const ORDER_KEYS: Readonly<Record<ApplicationOrderField, readonly OrderKey[]>> = {
  NAME: [NAME, ID],
  ORGANIZATION: [ORGANIZATION, NAME, ID],
  VENDOR: [{ column: 'x.vendor_key', property: 'vendorKey', kind: 'text', nullable: true }, ID],
  ACCESS_VALIDITY: [{ column: 'x.access_validity', property: 'accessValidity', kind: 'integer', nullable: true }, ID],
  CREATED_AT: [{ column: 'x.created_at', property: 'createdAt', kind: 'time' }, ID],
  MODIFIED_AT: [{ column: 'x.modified_at', property: 'modifiedAt', kind: 'time' }, ID],
  LAST_USED_AT: [{ column: 'x.last_used_at', property: 'lastUsedAt', kind: 'time', nullable: true }, ID],
};

const BY_ORGANIZATION: ApplicationOrder = { field: ApplicationOrderField.ORGANIZATION, direction: OrderDirection.ASC };

/** Filters that leave so little that it is sooner found and sorted than met on a walk through the whole list. */
const NARROW_FILTERS = ['vendor', 'redirectUri', 'ownerContact', 'secretExpiresBefore', 'secretExpiresAfter'] as const;

const visible = (context: FilterContext): Query => readable(context.db.selectFrom('application as x'), context);

/** The loader of applications by number, of those that the viewer may read. */
export const applicationById = (context: Context) => rowById(context, Application, readable);

/** Loads, in a mutation, an application that the viewer may use. They need not be able to read it: it may be the gateway's own. */
export async function usableApplication(context: Context, databaseId: number): Promise<Row<Application> | null> {
  const application = await rowById(context, Application, unrestricted).load(databaseId);
  return application && mayUse(context.viewer, application) ? application : null;
}

/** Whether the viewer may read the application with a client id. */
export const mayReadClientId = async (context: Context, clientId: string): Promise<boolean> =>
  (await readOnce(context, visible(context).where('x.client_id', '=', clientId).select('x.id'))).length > 0;

/** The application with this client id, if the viewer may read it. */
export const applicationByClientId = async (context: Context, clientId: string): Promise<Row<Application> | null> =>
  isStorable(clientId) ? applicationsByClientId(context).load(clientId) : null;

/** The loader of applications by client id, of those that the viewer may read. */
export const applicationsByClientId = (context: Context) =>
  loader(context, 'application by client id', async (clientIds: readonly string[]) => {
    const table = tableFor(context, Application);
    // a row has no more than what the operation reads
    const found = await read<{ sought: string }>(context, 'applications by client ids', { clientIds }, (context) =>
      visible(context)
        .where(context.store.dialect.isOneOf('x.client_id', { slot: 'clientIds', type: 'text' }))
        .select(table.select('x'))
        .select('x.client_id as sought'),
    );
    return new Map(found.map((raw) => [raw.sought, table.row(raw)]));
  });

/** One page of the applications that the viewer may read. */
export async function listApplications(
  context: Context,
  args: PageArguments,
  filter: ApplicationFilter,
  orderBy: ApplicationOrder | null | undefined,
) {
  const order = orderOf(orderBy ?? BY_ORGANIZATION);
  checkTagFilter(filter.tags);
  const found = await findFew(context, filter);
  const matching = (rows: Query, context: FilterContext) => {
    if (!found) return filtered(rows, context, filter);
    const others = filtered(rows, context, { ...filter, [found.by]: null });
    return others.where(context.store.dialect.isOneOf('x.id', { slot: found.by }));
  };
  const values = { ...valuesOf(context, filter), ...(found && { [found.by]: found.ids }) };
  const listing = { entity: Application, identity: ['applications', filter] as const, order, rights: readable, filter: matching, values };
  if (order.keys[0] !== ORGANIZATION) return page(context, listing, args);
  const isNarrow = found !== undefined || NARROW_FILTERS.some((name) => filter[name] != null);
  return page(context, isNarrow ? besideOrganizations(listing) : throughOrganizations(listing), args);
}

/** An order of applications with all of its keys. */
export const orderOf = ({ field, direction }: ApplicationOrder): Order => ({
  name: `${field} ${direction}`,
  keys: ORDER_KEYS[field],
  descending: direction === OrderDirection.DESC,
});

/**
 * How a list of applications is put in the order of organizations, and then of names.
 * @param isNarrow whether it is so short that it is sooner found and sorted than met on a walk
 */
export function arrangedByOrganization(listing: Pick<Listing<Application>, 'rights' | 'filter'>, isNarrow: boolean) {
  const order = { name: 'organization', keys: ORDER_KEYS.ORGANIZATION };
  const whole = { entity: Application, identity: ['applications'] as const, order, ...listing };
  return (isNarrow ? besideOrganizations(whole) : throughOrganizations(whole)).arranged;
}

/**
 * Finds by an index what fits a filter that may leave few applications or many.
 * @returns the numbers and the filter; undefined if they are many, or if it would tell of what the viewer may not read
 */
async function findFew(context: Context, { search, tags }: ApplicationFilter) {
  const { db, store, viewer } = context;
  if (!readsEverything(viewer)) return undefined;
  const sought = search && isStorable(search) ? await store.dialect.find(db, 'application', search) : undefined;
  if (sought) return { by: 'search', ids: sought } as const;
  const conditions = tagConditions(context, tags, true);
  if (conditions.length === 0) return undefined;
  const rows = (db.selectFrom('application as x') as Query).where((eb) => eb.and(conditions.map((condition) => condition(eb))));
  const tagged = await readOnce<{ id: number }>(context, rows.select('x.id').limit(FEW + 1));
  return tagged.length > FEW ? undefined : ({ by: 'tags', ids: tagged.map(({ id }) => id) } as const);
}

/** The loader of a page of the applications of each of many organizations. */
export function applicationsOfEach(
  context: Context,
  args: PageArguments,
  filter: ApplicationFilter,
  orderBy: ApplicationOrder | null | undefined,
) {
  checkTagFilter(filter.tags);
  const { field, direction } = orderBy ?? BY_ORGANIZATION;
  const keys = ORDER_KEYS[field].filter((key) => key !== ORGANIZATION);
  const order = { name: `${field} ${direction}`, keys, descending: direction === OrderDirection.DESC };
  const listing: Listing<Application> = {
    entity: Application,
    identity: ['applications of organization', filter],
    order,
    rights: readable,
    filter: (rows, context) => filtered(rows, context, filter, false),
    values: valuesOf(context, filter),
  };
  return pageOfEach(context, listing, 'x.organization_id', args);
}

/**
 * The rows of a query of applications that fit the filter. Its conditions are checked only for rows that the viewer may read.
 * @param isFound whether a condition may search all applications by an index; checking the rows of one organization is faster
 */
function filtered(query: Query, context: FilterContext, filter: ApplicationFilter, isFound = true): Query {
  const { search, vendor, redirectUri, scope, ownerContact } = filter;
  if ([search, vendor, redirectUri, scope, ownerContact].some((text) => text != null && !isStorable(text)))
    return query.where('x.id', '=', NO_ID);
  const { organizationId } = filter;
  const rows = organizationId == null ? query : query.where('x.organization_id', '=', slot<number>('organization'));
  const conditions = conditionsOf(context, filter, isFound);
  if (conditions.length === 0) return rows;
  return whereAmong(rows, isReadable(context), (eb) => eb.and(conditions.map((condition) => condition(eb))));
}

/** The values of the slots of `filtered`. */
function valuesOf({ viewer }: Context, { organizationId: id }: ApplicationFilter): Values {
  if (id == null) return {};
  const organizationId = numberOf('Organization', id);
  return { organization: canRead(viewer, { organizationId }) ? organizationId : NO_ID };
}

/** Whether the secret `s` expires between two times, as far as they are given. */
const isExpiring =
  ({ secretExpiresAfter: after, secretExpiresBefore: before }: ApplicationFilter) =>
  (eb: Conditions) =>
    eb.and([...(after == null ? [] : [eb('s.expires_at', '>=', after)]), ...(before == null ? [] : [eb('s.expires_at', '<', before)])]);

/**
 * The conditions of a filter of tags; what no application can have as a tag, none has.
 * @param byIndex whether an index of all applications may be searched
 */
function tagConditions({ store: { dialect } }: FilterContext, filter: TagFilter | null | undefined, byIndex: boolean): Condition[] {
  const has = (tags: readonly string[]): Condition => {
    const possible = tags.filter(isTag);
    if (possible.length === 0) return (eb) => eb.lit(false);
    return () => (byIndex ? dialect.hasItem('application', 'tags', possible) : dialect.holdsOneOf('x.tags', possible));
  };
  const { all, any } = filter ?? {};
  return [...(all ?? []).map((tag) => has([tag])), ...(any ? [has(any)] : [])];
}

function conditionsOf(context: FilterContext, filter: ApplicationFilter, isFound: boolean): Condition[] {
  const { viewer, db, store } = context;
  const { dialect } = store;
  const { search, clientType, authorizationGrantType, grantType, enabled, vendor, redirectUri, scope, ownerContact } = filter;
  const { unusedSince, createdBefore, secretExpiresBefore, secretExpiresAfter } = filter;
  const conditions: Condition[] = [];
  if (search) conditions.push(() => dialect.contains('x.search_text', search));
  if (clientType != null) conditions.push((eb) => eb('x.client_type', '=', clientType));
  if (authorizationGrantType != null) conditions.push((eb) => eb('x.authorization_grant_type', '=', authorizationGrantType));
  if (grantType != null) conditions.push(() => dialect.holdsOneOf('x.grant_types', [grantType]));
  if (enabled != null) conditions.push((eb) => eb('x.enabled', '=', enabled));
  if (vendor != null) conditions.push((eb) => eb('x.vendor_key', '=', keyOf(vendor)));
  if (ownerContact != null) conditions.push((eb) => eb('x.owner_contact_key', '=', keyOfContact(ownerContact)));
  if (scope != null) conditions.push(() => dialect.holdsOneOf('x.maximum_scopes', implying(scope)));
  if (unusedSince != null) conditions.push((eb) => eb.or([eb('x.last_used_at', 'is', null), eb('x.last_used_at', '<', unusedSince)]));
  const fromAll = isFound && readsEverything(viewer);
  if (redirectUri != null) {
    conditions.push(() =>
      fromAll ? dialect.hasItem('application', 'redirect_uris', [redirectUri]) : dialect.holdsOneOf('x.redirect_uris', [redirectUri]),
    );
  }
  conditions.push(...tagConditions(context, filter.tags, fromAll));
  if (createdBefore != null) conditions.push((eb) => eb('x.created_at', '<', createdBefore));
  if (filter.hasLiveTokens != null) conditions.push((eb) => (filter.hasLiveTokens ? hasLiveTokens(eb) : eb.not(hasLiveTokens(eb))));
  if (secretExpiresBefore != null || secretExpiresAfter != null) {
    const secrets = db.selectFrom('client_secret as s') as Query;
    const expiring = (eb: Conditions) => eb.fn.countAll().filterWhere(isExpiring(filter)).as('count');
    conditions.push((eb) =>
      fromAll
        ? eb('x.id', 'in', secrets.where(isExpiring(filter)).select('s.application_id'))
        : eb(secrets.whereRef('s.application_id', '=', 'x.id').select(expiring), '>', 0),
    );
  }
  return conditions;
}

type Arranged = Listing<Application> & Required<Pick<Listing<Application>, 'arranged'>>;

/** A listing in the order of organizations that reads all applications that fit, and sorts them: they are few. */
function besideOrganizations(listing: Listing<Application>): Arranged {
  const arranged = (bounds: Bounds, context: FilterContext) =>
    arrange(queryOf(context, listing).innerJoin('organization as o', 'o.id', 'x.organization_id'), listing.order, bounds)
      .limit(bounds.limit)
      .select('o.name_key as organizationKey');
  return { ...listing, arranged };
}

/** A listing in the order of organizations that reads these by name, and the applications of each by name, until the page is full. */
function throughOrganizations(listing: Listing<Application>): Arranged {
  const { order } = listing;
  const within: Order = { ...order, keys: [NAME, ID] };
  const arranged = (bounds: Bounds, context: FilterContext) => {
    const { viewer, db, store } = context;
    const ofOne = (query: Query) => {
      const applications = listing.rights(query.whereRef('x.organization_id', '=', 'o.id'), context);
      return startIn(arrange(listing.filter(applications, context), order, bounds).clearOrderBy(), order, bounds);
    };
    const query = store.dialect.nest({
      outer: db.selectFrom('organization as o') as Query,
      only: readsEverything(viewer) ? undefined : { column: 'o.id', numbers: ownOrganizations(viewer) },
      table: 'application',
      inner: ofOne,
      bound: (inner) => sorted(inner, within, bounds.reversed).limit(bounds.limit),
    });
    return sorted(query, order, bounds.reversed).limit(bounds.limit).select('o.name_key as organizationKey');
  };
  return { ...listing, arranged };
}

/** Where the walk begins inside the first organization; said so that the index on (organization, name) can seek it. */
function startIn(query: Query, { descending }: Order, { after, before, reversed }: Bounds): Query {
  const start = reversed ? before : after;
  if (!start || Boolean(descending) !== reversed) return query;
  return query.where((eb) => eb('x.name_key', '>=', eb.case().when('o.name_key', '=', start[0]).then(start[1]).else('').end()));
}
