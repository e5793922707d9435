import type { Answer, Request } from '../../http/server.ts';
import type { Context } from '../../query/context.ts';
import { createToken } from '../../tokens/token.service.ts';
import { Failure, json } from '../answers.ts';
import { contextOfUser, logInBy } from '../authentication.ts';
import type { Call, DoorsOptions } from '../door.ts';

const COOKIE = 'awx_sessionid';
/** Seconds for which a session lasts, as in AWX. */
const LIFETIME = 1_800;
const VALUE = new RegExp(`(?:^|; *)${COOKIE}=([A-Za-z0-9._~-]+)`);

/**
 * What says the same as the header `Authorization`: the cookie of a session. No other page may use it: browsers send it to none
 * (`SameSite`), and a form of theirs has no body in JSON.
 */
export function authorizationOf({ headers, method }: Request): string | undefined {
  if (headers.authorization !== undefined || headers.cookie === undefined) return undefined;
  const [, value] = VALUE.exec(headers.cookie) ?? [];
  const mayBeForm = method === 'POST' && !/^application\/json\b/i.test(headers['content-type'] ?? '');
  return value === undefined || mayBeForm ? undefined : `Bearer ${value}`;
}

/** Whether a session has ended: with the password that it began with. */
export async function hasEnded({ headers }: Request, { store, viewer }: Context): Promise<boolean> {
  if (headers.authorization !== undefined || viewer.tokenId === null) return false;
  const sessions = store.read(true).selectFrom('token as x').innerJoin('user as u', 'u.id', 'x.user_id').where('x.id', '=', viewer.tokenId);
  const current = sessions.where((eb) =>
    eb.or([eb('u.password_changed_at', 'is', null), eb('u.password_changed_at', '<', eb.ref('x.created_at'))]),
  );
  return (await current.select('x.id').executeTakeFirst()) === undefined;
}

/** Begins a session: a personal token of all that the user may, in a cookie. */
export const logInto =
  (options: DoorsOptions) =>
  async ({ request, body }: Call): Promise<Answer> => {
    const { username, password, next } = await body();
    const missing = Object.entries({ username, password }).filter(([, value]) => typeof value !== 'string' || value === '');
    if (missing.length > 0) return json(400, Object.fromEntries(missing.map(([name]) => [name, ['This field is required.']])));
    const account = await logInBy(options, request, { username: username as string, password: password as string });
    const context = contextOfUser(options, request, account);
    const expiresIn = Math.min(LIFETIME, options.settings.personalTokenValidity);
    const made = await createToken(context, { scopes: [...account.viewer.scopes], description: 'session', expiresIn });
    if (!made.accessToken) throw new Failure('FORBIDDEN', made.userErrors[0]?.message ?? '');
    const isSecure = options.issuer.startsWith('https:');
    const cookie = `${COOKIE}=${made.accessToken}; Path=/api/; Max-Age=${expiresIn}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
    return { status: 302, headers: { location: ownPath(next), 'set-cookie': cookie, 'x-api-session-cookie-name': COOKIE }, body: '' };
  };

/** Where a login leads: to no other host. */
const ownPath = (next: unknown): string => (typeof next === 'string' && /^\/api\/[\w/?=&.-]*$/.test(next) ? next : '/api/');
