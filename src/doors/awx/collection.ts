import type DataLoader from 'dataloader';
import type { Context } from '../../query/context.ts';
import type { Row } from '../../query/tables.ts';
import type { UserError } from '../../shared/user-errors.ts';
import { empty, json, notFound } from '../answers.ts';
import type { Call, Route } from '../door.ts';
import { type Fields, shown } from '../resource.ts';
import { inputOf, requireDone } from './errors.ts';
import { type List, listed, partOf } from './lists.ts';
import { namesIn, numberIn } from './names.ts';
import { described } from './options.ts';
import type { AwxResource } from './resource.ts';

/** What a service answers. */
// biome-ignore lint/suspicious/noExplicitAny: each service has fields of its own
type Payload = { readonly userErrors: readonly UserError[] } & Record<string, any>;

/** How rows are shown: in a list or alone, and what of a payload is shown this once. */
export interface Showing {
  readonly base: string;
  readonly isAlone: boolean;
  readonly made?: Payload;
}

/** What is said of a route in the documents. */
export type Saying = Pick<Route, 'does' | 'deviation'>;

/** A list of AWX with its objects: what is served of it, and by which service. */
export interface Collection<Entity extends object, View = unknown> {
  /** The last part of its path. */
  readonly path: string;
  readonly resource: AwxResource<View>;
  readonly list: List<Entity>;
  /** Finds an object by its number, if the viewer may read it. */
  readonly byNumber: (context: Context) => DataLoader<number, (Row<Entity> & object) | null>;
  /** The fields that objects are named by in a path: one, or one and that of the parent. */
  readonly naming: readonly string[];
  /** Loads what is shown of an object; of many at once, together. */
  view(context: Context, row: Row<Entity> & object, showing: Showing): Promise<View> | View;
  /** The queries and mutations that do the same, and so say who may. */
  readonly operations: {
    readonly list: string;
    readonly one: string;
    readonly create?: string;
    readonly update?: string;
    readonly remove?: string;
  };
  /** Services. Each is given the input that the table makes of the body. */
  readonly create?: (context: Context, input: object) => Promise<Payload>;
  readonly update?: (context: Context, input: { readonly id: string }) => Promise<Payload>;
  readonly remove?: (context: Context, input: { readonly id: string }) => Promise<Payload>;
  /** The row in the payload of a service. */
  readonly made: string;
  readonly says: Readonly<Record<'list' | 'one', Saying> & Partial<Record<'create' | 'update' | 'remove', Saying>>>;
}

const NEW = { isNew: true, isWhole: true };

/** All that is served of a collection. @param base what the paths of the version begin with */
export function routesOf<Entity extends object, View>(base: string, collection: Collection<Entity, View>): Route[] {
  const { operations, says, resource } = collection;
  const path = `${base}/${collection.path}`;
  const one = `${path}/:id`;
  const show = showing(collection);
  const update = (method: 'PUT' | 'PATCH'): Route[] => {
    const { update, made } = collection;
    if (!update || !says.update || !operations.update) return [];
    const answer = async (call: Call) => {
      const { id } = await find(collection, call);
      const body = await call.body();
      const input = inputOf(resource, body, { isNew: false, isWhole: method === 'PUT' });
      const payload = await update(call.context, { ...input, id });
      requireDone(resource, body, payload);
      return json(200, await show(call.context, payload[made], { base, isAlone: true, made: payload }));
    };
    return [{ method, path: one, operation: operations.update, takes: resource, gives: { resource }, answer, ...says.update }];
  };
  const { remove } = collection;
  return [
    { method: 'OPTIONS', path, operation: operations.list, answer: () => described(resource, true), does: 'Describes the fields.' },
    {
      method: 'OPTIONS',
      path: one,
      operation: operations.list,
      answer: () => described(resource, false),
      does: 'Describes the fields, and by `Allow` what one may do; whether the object exists or not.',
    },
    {
      method: 'GET',
      path,
      operation: operations.list,
      gives: { resource, isList: true },
      answer: (call) => listing(call, collection, base),
      ...says.list,
    },
    ...(collection.create && says.create && operations.create
      ? [creation(path, base, collection, { operation: operations.create, ...says.create })]
      : []),
    {
      method: 'GET',
      path: one,
      operation: operations.one,
      gives: { resource },
      answer: async (call) => json(200, await show(call.context, await find(collection, call), { base, isAlone: true })),
      ...says.one,
    },
    ...update('PUT'),
    ...update('PATCH'),
    ...(remove && says.remove && operations.remove
      ? [
          {
            method: 'DELETE' as const,
            path: one,
            operation: operations.remove,
            answer: async (call: Call) => {
              const { id } = await find(collection, call);
              requireDone(resource, {}, await remove(call.context, { id }));
              return empty(204);
            },
            ...says.remove,
          },
        ]
      : []),
  ];
}

const showing =
  <Entity extends object, View>({ resource, view }: Pick<Collection<Entity, View>, 'resource' | 'view'>) =>
  async (context: Context, row: Row<Entity> & object, how: Showing) =>
    shown(resource, await view(context, row, how));

/** Answers a page of a list of a collection. @param list another one of the same objects */
export function listing<Entity extends object, View>(
  call: Call,
  collection: Collection<Entity, View>,
  base: string,
  list: List<Entity> = collection.list,
) {
  const show = showing(collection);
  return listed(call, list, (rows) => Promise.all(rows.map((row) => show(call.context, row, { base, isAlone: false }))));
}

/**
 * The route by which objects of a collection are made.
 * @param given what the path says of the new object, or whether it may be made there at all
 */
export function creation<Entity extends object, View>(
  path: string,
  base: string,
  collection: Collection<Entity, View>,
  says: Saying & Required<Pick<Route, 'operation'>>,
  given: (call: Call) => Promise<object> | object = () => ({}),
): Route {
  const { resource } = collection;
  const show = showing(collection);
  const answer = async (call: Call) => {
    const fromPath = await given(call);
    const body: Fields = await call.body();
    const payload = await collection.create?.(call.context, { ...inputOf(resource, body, NEW), ...fromPath });
    if (!payload) throw notFound();
    requireDone(resource, body, payload);
    const row = payload[collection.made] as Row<Entity> & { readonly databaseId: number };
    const location = `${base}/${collection.path}/${row.databaseId}/`;
    return json(201, await show(call.context, row, { base, isAlone: true, made: payload }), { location });
  };
  return { method: 'POST', path, takes: resource, gives: { resource, status: 201 }, answer, ...says };
}

/** The object of a path: by its number, or by what it is called. @throws `NOT_FOUND` where the viewer may not read it, too */
export async function find<Entity extends object>(
  { byNumber, naming, list }: Pick<Collection<Entity>, 'byNumber' | 'naming' | 'list'>,
  { context, params: { id = '' } }: Call,
): Promise<Row<Entity> & { readonly id: string; readonly databaseId: number }> {
  const number = numberIn(id);
  const found = number === undefined ? await named(context, list, naming, id) : await byNumber(context).load(number);
  if (!found) throw notFound();
  return found as Row<Entity> & { readonly id: string; readonly databaseId: number };
}

async function named<Entity extends object>(context: Context, list: List<Entity>, naming: readonly string[], text: string) {
  for (const names of naming.length === 0 ? [] : namesIn(text, naming.length)) {
    const lookups = naming.map((field, index) => {
      const comparand = names[index] ?? '';
      return { field, operator: 'exact' as const, comparand, isNegated: false, isAlternative: false };
    });
    const asked = { lookups, search: '', order: [{ field: 'id', isDescending: false }] };
    const [found] = (await partOf(context, list, asked, { offset: 0, size: 1 })).rows;
    if (found) return found;
  }
  return undefined;
}
