import { type Answer, type Doors, type Request, TOO_MUCH } from '../http/server.ts';
import { createContext } from '../query/context.ts';
import { demand, needsScope, type Permission } from '../shared/permission.ts';
import type { DoorName } from '../shared/settings.ts';
import { isStorable } from '../shared/text.ts';
import { hasScope, isAuthenticated, type Viewer } from '../shared/viewer.ts';
import { badParameter, empty, Failure, fault, faultOf, Instead, notFound } from './answers.ts';
import { contextOf, NOTHING_SHOWN } from './authentication.ts';
import { readFields } from './body.ts';
import type { Call, Door, DoorsOptions, Method, Route } from './door.ts';
import { allowed, type Place, routerOf } from './router.ts';

/** Makes each door. */
const MAKERS: Readonly<Record<DoorName, () => Promise<(options: DoorsOptions) => Door>>> = {
  awx: async () => (await import('./awx/door.ts')).awx,
  venafi: async () => (await import('./venafi/door.ts')).venafi,
  easir: async () => (await import('./easir/door.ts')).easir,
};

/** Opens doors. What only other doors need is not loaded. */
export async function openDoors(names: readonly DoorName[], options: DoorsOptions): Promise<Doors> {
  const open: Opened[] = [];
  for (const name of names) open.push(opened((await MAKERS[name]())(options), options));
  const doorAt = (path: string) => open.find(({ isAt }) => isAt(path));
  return {
    nameOf: (path) => doorAt(path)?.door.name,
    forwarded: (path) => doorAt(path)?.forwarded(path),
    overloaded: (path) => {
      const door = doorAt(path)?.door;
      const said = fault('SERVICE_UNAVAILABLE', TOO_MUCH.message, TOO_MUCH.headers);
      return door ? dressed(door, door.faultAnswer(said)) : empty(said.status, said.headers);
    },
    handle: async (request) => {
      const found = doorAt(request.path);
      if (!found) throw new Error(`no door is at ${request.path}`);
      const answer = await found.handle(request);
      options.count(found.door.name, answer.status);
      return answer;
    },
  };
}

/** A door that is open. */
interface Opened {
  readonly door: Door;
  isAt(path: string): boolean;
  forwarded(path: string): string | undefined;
  handle(request: Request): Promise<Answer>;
}

function opened(door: Door, options: DoorsOptions): Opened {
  // a route that needs a right that there is not is a fault of ours, which is to be found at once
  for (const { operation } of door.routes) if (operation !== undefined) options.permissionOf(operation);
  const find = routerOf(door);
  const same = (path: string) => (door.isCaseSensitive ? decoded(path) : decoded(path).toLowerCase());
  return {
    door,
    isAt: (path) => {
      const start = same(path);
      return door.prefixes.some((prefix) => start.startsWith(prefix) && (start.length === prefix.length || start[prefix.length] === '/'));
    },
    forwarded: (path) => {
      const plain = same(path).replace(/\/$/, '');
      return Object.hasOwn(door.forwards, plain) ? door.forwards[plain] : undefined;
    },
    handle: async (request) => {
      try {
        return dressed(door, await answerTo(request, door, find(request.path), options));
      } catch (error) {
        if (error instanceof Instead) return dressed(door, error.answer);
        return dressed(door, door.faultAnswer(faultOf(request.id, error, options.report)));
      }
    },
  };
}

async function answerTo(request: Request, door: Door, place: Place | undefined, options: DoorsOptions): Promise<Answer> {
  const { params = {} } = place ?? {};
  if (!place || !Object.values(params).every(isStorable)) throw notFound();
  const { method } = request;
  const route = place.routes.get((method === 'HEAD' ? 'GET' : method) as Method);
  const allow = { allow: allowed(place) };
  if (!route && method === 'OPTIONS') return empty(204, allow);
  if (!route) throw new Failure('METHOD_NOT_ALLOWED', `Method "${method}" not allowed.`, allow);
  const context = await contextFor(route, request, door, options);
  if (request.isAbandoned()) return empty(400);
  const call: Call = { request, context, params, query: queryOf(request), body: () => readFields(request) };
  const answer = await route.answer(call);
  // rows that anything still refers to would be moved by every collection, though nobody needs them any more (docs/memory.md)
  context.loaders.clear();
  return method === 'OPTIONS' ? { ...answer, headers: { ...answer.headers, ...allow } } : answer;
}

/** The context of a request for a route. @throws where its sender may not use that */
async function contextFor({ operation, isOfToken }: Route, request: Request, door: Door, options: DoorsOptions) {
  if (operation === undefined && !isOfToken)
    return createContext({ store: options.store, settings: options.settings, requestId: request.id });
  const context = await contextOf(options, door, request);
  if (!isAuthenticated(context.viewer)) throw new Failure('UNAUTHENTICATED', NOTHING_SHOWN);
  if (operation !== undefined) demandHere(context.viewer, options.permissionOf(operation));
  return context;
}

/** `demand`, which also says by a header that it is the scope that is missing (RFC 6750, section 3.1). */
function demandHere(viewer: Viewer, permission: Permission): void {
  const { scope } = permission;
  if (scope !== 'none' && !hasScope(viewer, scope)) {
    throw new Failure('FORBIDDEN', needsScope(scope), { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` });
  }
  demand(viewer, permission);
}

/** The parameters of an address. @throws `BAD_USER_INPUT` for a text that no database holds */
function queryOf({ search }: Request): URLSearchParams {
  const query = new URLSearchParams(search);
  for (const [name, value] of query) {
    if (!isStorable(name) || !isStorable(value)) throw badParameter('The parameters must be Unicode text without the NUL character.');
  }
  return query;
}

const dressed = (door: Door, answer: Answer): Answer => ({ ...answer, headers: { ...door.headers, ...answer.headers } });

/** A path with its encoded letters written out; as it is where that cannot be done. */
function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
