import findMyWay from 'find-my-way';
import type { Door, Method, Route } from './door.ts';

/** The most characters of a part of a path: two names with an encoding for each of their bytes. */
const LONGEST_PART = 8_000;

/** What there is at a path: a route for each method. */
export interface Place {
  readonly routes: ReadonlyMap<Method, Route>;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds what there is at a path; with a slash at its end or without. @returns undefined for what is no path of the door */
export function routerOf({ isCaseSensitive, routes }: Pick<Door, 'isCaseSensitive' | 'routes'>): (path: string) => Place | undefined {
  const places = new Map<string, Map<Method, Route>>();
  for (const route of routes) {
    const place = places.get(route.path) ?? new Map<Method, Route>();
    if (place.has(route.method)) throw new Error(`${route.method} ${route.path} is there twice`);
    places.set(route.path, place.set(route.method, route));
  }
  const router = findMyWay({ caseSensitive: isCaseSensitive, ignoreTrailingSlash: true, maxParamLength: LONGEST_PART });
  // which methods a place has, is told from the place: where one is missing, the others are to be said
  for (const [path, place] of places) router.on('GET', path, () => {}, place);
  return (path) => {
    if (!isDecodable(path)) return undefined;
    const found = router.find('GET', path);
    return found ? { routes: found.store as Place['routes'], params: found.params as Place['params'] } : undefined;
  };
}

/** Whether all that is encoded in a path is UTF-8 (RFC 3986, section 2.5). */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The methods of a place, as the header `Allow` lists them (RFC 9110, section 10.2.1). */
export function allowed({ routes }: Place): string {
  const methods = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((method) => routes.has(method));
  return [...methods, ...(routes.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}
