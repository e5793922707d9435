import { NoResultError } from 'kysely';
import type { Request } from '../http/server.ts';
import type { UserAccount } from '../oauth/account.ts';
import { LoginRefusal, logIn } from '../oauth/login.service.ts';
import { isCurrent } from '../oauth/session.ts';
import { type Context, createContext } from '../query/context.ts';
import { viewerOfUser } from '../tokens/authentication.ts';
import { Failure } from './answers.ts';
import type { Door, DoorsOptions } from './door.ts';

const BASIC = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** What a route demands of whoever has shown nothing. */
export const NOTHING_SHOWN = 'Authentication credentials were not provided.';

/** The context of a request: of whoever its token, or its name and password, belong to. @throws {Failure} */
export async function contextOf(options: DoorsOptions, door: Door, request: Request): Promise<Context> {
  const authorization = door.authorizationOf?.(request) ?? request.headers.authorization;
  if (door.takesPasswords && authorization !== undefined && /^basic\b/i.test(authorization)) {
    const account = await logInBy(options, request, credentialsIn(authorization));
    return contextOfUser(options, request, account);
  }
  const found = await options.contextOf(request, authorization);
  if ('code' in found) throw new Failure(found.code, found.message, found.headers);
  if (await door.hasEnded?.(request, found)) throw new Failure('UNAUTHENTICATED', 'The session has ended.');
  return found;
}

/** A user's name and password. */
interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Logs a user in, counted like every login. @throws {Failure} */
export async function logInBy(options: DoorsOptions, { address, id }: Request, { username, password }: Credentials) {
  try {
    return await logIn(options, { username, password, address, requestId: id });
  } catch (error) {
    if (!(error instanceof LoginRefusal)) throw error;
    const code = error.status === 503 ? 'SERVICE_UNAVAILABLE' : error.status === 429 ? 'RATE_LIMITED' : 'UNAUTHENTICATED';
    throw new Failure(code, error.message, error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) });
  }
}

/** The context of a user who has shown a password: with all rights that the user has, as long as that is the password. */
export function contextOfUser(
  { store, settings, limiter }: DoorsOptions,
  { id: requestId }: Request,
  { user: { databaseId, passwordChangedAt }, viewer }: Pick<UserAccount, 'user' | 'viewer'>,
): Context {
  const names = settings.scopes.map(({ name }) => name);
  const login = { passwordSetAt: passwordChangedAt?.getTime() };
  const viewerNow: Context['viewerNow'] = async (db) => {
    if (!(await isCurrent({ store }, db, databaseId, login))) return undefined;
    return viewerOfUser(store, databaseId, names, db).catch((error) => {
      // deleted since
      if (error instanceof NoResultError) return undefined;
      throw error;
    });
  };
  return createContext({ store, settings, viewer, viewerNow, limiter, requestId });
}

/** The name and the password in a header (RFC 7617, section 2). @throws {Failure} */
function credentialsIn(authorization: string): Credentials {
  const [, encoded = ''] = BASIC.exec(authorization) ?? [];
  const text = decoded(encoded);
  const colon = text?.indexOf(':') ?? -1;
  if (text === undefined || colon < 0) throw new Failure('UNAUTHENTICATED', 'Basic must be followed by username:password in base64.');
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function decoded(encoded: string): string | undefined {
  try {
    return UTF_8.decode(Buffer.from(encoded, 'base64'));
  } catch {
    return undefined;
  }
}
