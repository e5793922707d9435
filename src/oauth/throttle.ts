import type { KoaContextWithOIDC } from 'oidc-provider';
import { isRefused, type Subject } from '../shared/limits.ts';
import { networkOf } from '../shared/network.ts';
import { digestOf } from '../shared/secrets.ts';
import { digestShown } from '../tokens/authentication.ts';
import { ComeBackLater } from './come-back-later.ts';
import { currentRequest, type Environment } from './environment.ts';
import { showRefusal } from './pages/error.ts';
import { ROUTES } from './routes.ts';

/** The endpoints at which clients say who they are (RFC 6749, section 2.3). */
const CLIENT_ROUTES: readonly string[] = ['token', 'introspection', 'revocation', 'pushed_authorization_request', 'device_authorization'];
/** What is begun at an endpoint by whoever is not logged in. */
const BEGUN: Readonly<Record<string, string>> = {
  [ROUTES.authorization]: 'Interaction',
  [ROUTES.code_verification]: 'Session',
  [ROUTES.end_session]: 'Session',
};

const TOO_MANY_CREDENTIALS = 'too many secrets or tokens from this address do not work';
const TOO_MANY_CODES = 'There have been too many codes that no device shows. Try again in a few minutes.';
const TOO_MANY_STARTS = 'too many logins or devices were begun from this address';

/** Answers where an address has begun or guessed too much, and notes which credentials work. */
export async function throttle(environment: Environment, ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  const { guard, limiter } = environment;
  const begun = BEGUN[ctx.path];
  const wait = begun && !ctx.cookies.get('clientele_session') && limiter.wait(startOf(begun, ctx));
  if (wait) return refuse(ctx, TOO_MANY_STARTS, wait);
  const bearer = ctx.path === ROUTES.userinfo ? ctx.get('authorization') && digestShown(ctx.get('authorization')) : '';
  const blocked = bearer && guard.wait(ctx.ip, bearer);
  if (blocked) return refuse(ctx, TOO_MANY_CREDENTIALS, blocked);
  await next();
  const { route = '', client } = ctx.oidc ?? {};
  const credential = CLIENT_ROUTES.includes(route) ? credentialOf(ctx) : bearer;
  if (credential && ctx.status === 401) guard.note(ctx.ip, credential, false);
  else if (credential && client && ctx.status < 500) guard.note(ctx.ip, credential, true);
}

/** Stands before every look-up of a client that says who it is. @throws {ComeBackLater} */
export function admitClient({ guard }: Environment): void {
  const ctx = currentRequest();
  if (!ctx || !CLIENT_ROUTES.includes(ctx.oidc?.route ?? '')) return;
  const retryAfter = guard.wait(ctx.ip, credentialOf(ctx));
  if (retryAfter !== undefined) throw tooMany(ctx, TOO_MANY_CREDENTIALS, retryAfter);
}

/**
 * Finds the authorization of a device by its user code, which is short enough to be guessed (RFC 8628, section 5.1).
 * @throws {ComeBackLater} where there have been too many wrong ones from the same network
 */
export async function findByUserCode<T>({ limiter }: Environment, find: () => Promise<T | undefined>): Promise<T | undefined> {
  const ctx = currentRequest() as KoaContextWithOIDC;
  const subject: Subject = { limit: 'userCode', key: networkOf(ctx.ip) };
  const taken = await limiter.take([subject]);
  if (isRefused(taken)) throw tooMany(ctx, TOO_MANY_CODES, taken.wait);
  const found = await find();
  if (found) await limiter.giveBack([subject]);
  return found;
}

/** Counts that something is stored which is nobody's yet. @throws {ComeBackLater} where there is too much of it */
export function countStart({ limiter }: Environment, kind: string): void {
  const ctx = currentRequest();
  if (!ctx) return;
  const { route = '', client } = ctx.oidc ?? {};
  const hasSecret = CLIENT_ROUTES.includes(route) && client !== undefined && client.clientAuthMethod !== 'none';
  const wait = limiter.note(hasSecret ? { limit: 'clientStart', key: `${kind} ${client.clientId}` } : startOf(kind, ctx));
  if (wait !== undefined) throw tooMany(ctx, TOO_MANY_STARTS, wait);
}

const startOf = (kind: string, ctx: KoaContextWithOIDC): Subject => ({ limit: 'start', key: `${kind} ${networkOf(ctx.ip)}` });

/** The digest of what a client shows: in the header, or in the form. */
function credentialOf(ctx: KoaContextWithOIDC): string {
  const { client_id: id, client_secret: secret } = (ctx.oidc.params ?? {}) as Record<string, string | undefined>;
  return digestOf(ctx.get('authorization') || `${id} ${secret ?? ''}`);
}

const tooMany = (ctx: KoaContextWithOIDC, message: string, retryAfter: number) =>
  new ComeBackLater(ctx, 'temporarily_unavailable', { status: 429, message, retryAfter });

const refuse = (ctx: KoaContextWithOIDC, message: string, retryAfter: number): void => showRefusal(ctx, tooMany(ctx, message, retryAfter));
