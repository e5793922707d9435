/** `postgresql://`, user and password; the hosts; all that follows. */
const CONNECTION_URI = /^(postgres(?:ql)?:\/\/(?:[^/?#]*@)?)([^/?#@]*)(.*)$/s;

/**
 * The servers of a connection URI, which may name several hosts, each with a port of its own, as those of libpq may:
 * `postgresql://user:password@a:5432,b:5433,[::1]/database`.
 * @returns a URI for each of them; none if it is no such URI
 */
export function serversOf(uri: string): readonly string[] {
  const [, start = '', hosts, rest = ''] = CONNECTION_URI.exec(uri) ?? [];
  return hosts === undefined ? [] : hosts.split(',').map((host) => `${start}${host}${rest}`);
}

/** What libpq calls `target_session_attrs`: which servers of a URI are wanted, or null where it does not say. */
export const targetOf = (uri: string): string | null => parameterOf(uri, 'target_session_attrs');

/** What pooler there is in front of the servers: `transaction`, or null where the URI does not say. */
export const poolerOf = (uri: string): string | null => parameterOf(uri, 'pooler');

const parameterOf = (uri: string, name: string): string | null => URL.parse(serversOf(uri)[0] ?? '')?.searchParams.get(name) ?? null;

/** Host and port of a server, to call it by: without user and password. */
export const nameOf = (server: string): string => new URL(server).host || 'localhost';
