import { Application } from '../../applications/application.entity.ts';
import { ApplicationOrderField, OrderDirection } from '../../applications/application.filter.inputs.ts';
import type { CreateApplicationInput } from '../../applications/application.inputs.ts';
import { applicationByClientId, applicationsByClientId, orderOf } from '../../applications/application.loaders.ts';
import { readable } from '../../applications/application.policy.ts';
import { ClientType } from '../../applications/application.rules.ts';
import * as service from '../../applications/application.service.ts';
import type { Answer } from '../../http/server.ts';
import type { Context } from '../../query/context.ts';
import { DEEPEST, inOrder, numberedPage } from '../../query/pages/numbered.ts';
import { NEWEST_FIRST, type Order } from '../../query/pages/order.ts';
import type { Row } from '../../query/tables.ts';
import { isStorable } from '../../shared/text.ts';
import { badParameter } from '../answers.ts';
import type { Call, DoorsOptions } from '../door.ts';
import { organizationFor, whichOrganization } from '../registering.ts';
import { type Fields, shown } from '../resource.ts';
import { done, notThere, Result, refused, undone } from './answers.ts';
import { inputOf, named } from './body.ts';
import { APPLICATION, APPLICATION_ID, APPLICATION_IDS, DEFAULTS, NEW_APPLICATION, PAGE } from './fields.ts';
import { hasAdmin, scopesIn } from './scopes.ts';

/** How many applications are shown at once. */
const MOST = 1_000;

/** Registers an application: a public client, because clients of Venafi have no secret to show. */
export const create =
  ({ registering }: DoorsOptions) =>
  async ({ context, body }: Call): Promise<Answer> => {
    const fields = applicationIn(await body(), 'ApplicationId');
    const input = withCoveredScopes(inputOf<CreateApplicationInput>(NEW_APPLICATION, fields), fields);
    const organizationId = await organizationFor(context, registering.venafi);
    if (organizationId === undefined) return undone(Result.FAILURE, whichOrganization('DOORS_VENAFI_ORGANIZATION'));
    const { grantTypes } = registering.venafi;
    const values = { ...input, organizationId, clientType: ClientType.PUBLIC, grantTypes: [...grantTypes] };
    const { application, userErrors } = await service.createApplication(context, values);
    if (!application) return refused(NEW_APPLICATION, userErrors);
    return done({ Application: echo(application as Row<Application>, fields) });
  };

/** Shows one. */
export async function get({ context, body }: Call): Promise<Answer> {
  const row = await find(context, await applicationIdIn(body));
  return row ? done({ Application: shown(APPLICATION, row) }) : notThere();
}

/** Shows several, by one statement. What is not there is left out. */
export async function getSeveral({ context, body }: Call): Promise<Answer> {
  const fields = named(await body(), ['ApplicationIds']);
  const { ids } = inputOf<{ ids: string[] }>(APPLICATION_IDS, fields);
  if (ids.length > MOST) throw badParameter(`ApplicationIds must have at most ${MOST} ids; there are ${ids.length}.`);
  const rows = await applicationsByClientId(context).loadMany([...new Set(ids)].filter(isStorable));
  return done({ Applications: rows.flatMap((row) => (row && !(row instanceof Error) ? [shown(APPLICATION, row)] : [])) });
}

/** The orders that there are, by their number. */
const ORDERS: readonly ((direction: OrderDirection) => Order)[] = [
  (direction) => ({ ...NEWEST_FIRST, descending: direction === OrderDirection.DESC }),
  (direction) => orderOf({ field: ApplicationOrderField.NAME, direction }),
  (direction) => orderOf({ field: ApplicationOrderField.VENDOR, direction }),
  (direction) => orderOf({ field: ApplicationOrderField.ACCESS_VALIDITY, direction }),
];

/** Shows a page. */
export async function enumerate({ context, body }: Call): Promise<Answer> {
  const fields = named(await body(), Object.keys(PAGE.fields));
  const { start, count, orderBy, isDescending } = { ...PAGE_DEFAULTS, ...inputOf<Partial<typeof PAGE_DEFAULTS>>(PAGE, fields) };
  const order = ORDERS[orderBy]?.(isDescending ? OrderDirection.DESC : OrderDirection.ASC);
  if (!order) throw badParameter(`OrderBy must be a number from 0 to ${ORDERS.length - 1}.`);
  if (start < 0 || count < 1) throw badParameter('Start must be a page, counted from 0, and Count at least 1.');
  const size = Math.min(count, MOST);
  if (start * size > DEEPEST) throw badParameter(`Start * Count may be at most ${DEEPEST}.`);
  const listing = { entity: Application, rights: readable, name: `applications by ${orderBy} ${isDescending}` };
  const { rows, total } = await numberedPage(context, inOrder(listing, order), { offset: start * size, size });
  // who asks for more than there may be takes a page that is not full for the last one
  if (count > MOST && total > MOST) throw badParameter(`Count may be at most ${MOST}: there are ${total} applications.`);
  return done({ Applications: rows.map((row) => shown(APPLICATION, row)) });
}

const PAGE_DEFAULTS = { start: 0, count: 100, orderBy: 0, isDescending: false };

/** Replaces all that Venafi knows of an application; what is missing takes its default. */
export async function update({ context, body }: Call): Promise<Answer> {
  const { Application: given } = named(await body(), ['Application']);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw badParameter('Application is required.');
  const fields = applicationIn(given as Fields, 'ID');
  const { clientId, ...input } = inputOf<CreateApplicationInput>(APPLICATION, fields);
  const row = await find(context, clientId ?? '');
  if (!row) return notThere();
  const kept = {
    ...(typeof fields.Scope === 'string' && { scopes: scopesIn(fields.Scope, row.scopes) }),
    ...(typeof fields.MaximumScope === 'string' && { maximumScopes: scopesIn(fields.MaximumScope, row.maximumScopes) }),
  };
  const values = withCoveredScopes({ ...DEFAULTS, name: row.clientId, ...input, ...kept }, fields);
  // it keeps a scope for superusers that it had when it was read, which somebody may have taken away meanwhile
  const expectedVersion = row.maximumScopes.includes('admin') ? row.version : null;
  const { application, userErrors } = await service.updateApplication(context, { ...values, id: row.id, expectedVersion });
  if (!application) return refused(APPLICATION, userErrors);
  return done({ Application: echo(application as Row<Application>, fields) });
}

/** Deletes one. */
export async function remove({ context, body }: Call): Promise<Answer> {
  const row = await find(context, await applicationIdIn(body));
  if (!row) return notThere();
  const { userErrors } = await service.deleteApplication(context, { id: row.id });
  return userErrors.length > 0 ? refused(APPLICATION, userErrors) : done();
}

/** The application with an id, if the viewer may read it. */
export const find = (context: Context, clientId: string) =>
  applicationByClientId(context, clientId) as Promise<(Row<Application> & { readonly id: string }) | null>;

async function applicationIdIn(body: Call['body']): Promise<string> {
  const fields = named(await body(), ['ApplicationId']);
  return inputOf<{ clientId: string }>(APPLICATION_ID, fields).clientId;
}

/** The fields of an application, whatever their case, and by either name of the maximum. @param id what its id is called */
function applicationIn(body: Fields, id: 'ID' | 'ApplicationId'): Fields {
  const { MaxScope, ...fields } = named(body, [id, ...Object.keys(APPLICATION.fields), 'MaxScope']);
  return MaxScope === undefined || fields.MaximumScope !== undefined ? fields : { ...fields, MaximumScope: MaxScope };
}

/** In Venafi the right to administrate, as a maximum, covers whatever the application needs. */
function withCoveredScopes<Values extends Pick<CreateApplicationInput, 'scopes' | 'maximumScopes'>>(
  values: Values,
  { MaximumScope }: Fields,
): Values {
  const { scopes, maximumScopes } = values;
  if (maximumScopes == null) return { ...values, maximumScopes: scopes };
  if (typeof MaximumScope !== 'string' || !hasAdmin(MaximumScope)) return values;
  return { ...values, maximumScopes: [...new Set([...maximumScopes, ...(scopes ?? [])])] };
}

/** What was given of an application, as it was given. */
function echo(row: Row<Application>, given: Fields): Record<string, unknown> {
  const { renewable: Renewable } = row;
  const values: Fields = { ...shown(APPLICATION, row), Renewable };
  const names = Object.keys(APPLICATION.fields).filter((name) => name === 'ID' || given[name] != null);
  return Object.fromEntries(
    names.map((name) => [name, typeof given[name] === 'string' ? textOf(name, given[name], values) : values[name]]),
  );
}

/** A text as it was given; a number or a flag that was given as a text, as what it is. */
const textOf = (name: string, given: unknown, values: Fields) => (APPLICATION.fields[name]?.type === 'string' ? given : values[name]);
