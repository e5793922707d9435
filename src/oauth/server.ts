import type { EventEmitter } from 'node:events';
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import { hasBody, whyUnreadable } from '../http/media-type.ts';
import type { Brand } from '../http/pages/brand.ts';
import { SECURITY_HEADERS } from '../http/pages/layout.ts';
import type { Mount } from '../http/server.ts';
import { configurationOf } from './configuration.ts';
import { mindfulOfDeletions } from './deletions.ts';
import type { Environment } from './environment.ts';
import { interact, isInteraction } from './interaction.ts';
import type { EncryptionKey } from './key-encryption.ts';
import { loadKeys } from './keys.service.ts';
import { OwnProvider, override } from './overrides.ts';
import { showError, showRefusal } from './pages/error.ts';
import { presentForwarding } from './pages/forwarding.ts';
import { overloadedBy } from './pages/overloaded.ts';
import { purgeExpired, trim } from './purge.ts';
import { INTERACTION_PATH, ROUTES } from './routes.ts';
import { endConsole } from './sign-out.ts';
import { throttle } from './throttle.ts';
import { registerGrantTypes } from './token-endpoint.ts';

/** Milliseconds between two looks at the keys. */
const KEYS_EVERY = 60_000;
const ENDPOINTS: readonly string[] = [...Object.values(ROUTES), INTERACTION_PATH];
const DISCOVERY = /^\/\.well-known\/(openid-configuration|oauth-authorization-server)$/;

/** How the authorization server behaves. */
export interface OAuthServerOptions extends Environment {
  /** Origins of browser front ends, beside those of the clients' redirect URIs. */
  readonly origins: readonly string[];
  /** What its keys are encrypted with, the first of them; and what they may have been encrypted with before. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Seconds between two purges. */
  readonly purgeSeconds: number;
  /** How many sessions and the like that are nobody's yet are kept. */
  readonly startsKept: number;
  /** Whose pages people see. */
  readonly brand: Brand;
  readonly isUnavailable: (error: unknown) => boolean;
  /** Told of faults. */
  readonly report: (requestId: string, error: unknown) => void;
}

/** The authorization server, to be mounted in an HTTP server. */
export interface OAuthServer extends Mount {
  /** What whoever mounts it has done again and again, as long as it is mounted. */
  readonly recurring: readonly Recurring[];
}

/** Work that is done again and again. */
interface Recurring {
  readonly milliseconds: number;
  readonly work: () => Promise<void>;
}

/** Makes the authorization server, and its keys if there are none; it follows their rotation by what is `recurring`. */
export async function createOAuthServer(options: OAuthServerOptions): Promise<OAuthServer> {
  let keys = await loadKeys(options.store, options.encryptionKeys);
  let answer = createProvider(options, keys).callback();
  const refresh = async () => {
    const latest = await loadKeys(options.store, options.encryptionKeys);
    if (latest.fingerprint === keys.fingerprint) return;
    keys = latest;
    answer = createProvider(options, keys).callback();
  };
  const purge = async () => {
    await purgeExpired(options.store);
    await trim(options.store, options.startsKept);
  };
  const { host, protocol } = new URL(options.issuer);
  return {
    answers: (path) => path.startsWith('/oauth/') || DISCOVERY.test(path),
    handle: (incoming, outgoing, { id, address }) => {
      // the provider believes these headers, so they say what we know and not what a client claims
      Object.assign(incoming.headers, {
        'x-request-id': id,
        'x-forwarded-for': address,
        'x-forwarded-proto': protocol.slice(0, -1),
        'x-forwarded-host': host,
      });
      return answer(incoming, outgoing);
    },
    overloaded: overloadedBy(options.brand),
    recurring: [
      { milliseconds: KEYS_EVERY, work: refresh },
      { milliseconds: options.purgeSeconds * 1000, work: purge },
    ],
  };
}

function createProvider(given: OAuthServerOptions, keys: Awaited<ReturnType<typeof loadKeys>>): Provider {
  const options = { ...given, store: mindfulOfDeletions(given.store) };
  const provider = new OwnProvider(options.issuer, configurationOf(options, keys, options.origins));
  provider.proxy = true;
  override(provider, options);
  registerGrantTypes(provider, options);
  const fault = (ctx: KoaContextWithOIDC, error: unknown) => {
    options.report(ctx.get('x-request-id') || 'none', error);
    const isUnavailable = options.isUnavailable(error);
    ctx.status = isUnavailable ? 503 : 500;
    if (isUnavailable) ctx.set('retry-after', '5');
  };
  provider.on('server_error', fault);
  // without a listener Koa would write to the terminal
  (provider as EventEmitter).on('error', (error: unknown, ctx?: KoaContextWithOIDC) =>
    options.report(ctx?.get('x-request-id') || 'none', error),
  );
  provider.use(async (context, next) => {
    const ctx = context as KoaContextWithOIDC;
    ctx.set(SECURITY_HEADERS);
    Object.assign(ctx.state, { home: options.home, brand: options.brand });
    try {
      if (!isEndpoint(ctx.path)) return showNothing(ctx);
      const fault = hasBody(ctx.req.headers) ? whyUnreadable(ctx.req.headers) : undefined;
      if (fault) return showUnreadable(ctx, fault);
      if (isInteraction(ctx.path)) return await interact(provider, options, ctx);
      prefillUserCode(ctx);
      await throttle(options, ctx, next);
      if (ctx.oidc?.route === 'end_session_confirm') await endConsole(options, ctx);
      if (DISCOVERY.test(ctx.path)) adaptDiscovery(ctx, options);
      presentForwarding(ctx);
      if (ctx.status === 404 && ctx.body === undefined) showNothing(ctx);
    } catch (error) {
      // where sessions are stored the provider answers no errors any more, not even its own
      if (error instanceof errors.OIDCProviderError) showRefusal(ctx, error);
      else {
        fault(ctx, error);
        showError(ctx, { error: 'server_error' });
      }
    } finally {
      ctx.res.once('finish', () => letGo(ctx));
    }
  });
  return provider;
}

/** Whether a path is written as ours are: the provider takes other letters and a slash at the end, too, but no rule of a proxy does. */
const isEndpoint = (path: string) =>
  DISCOVERY.test(path) || (ENDPOINTS.includes(path.split('/', 3).join('/')) && path === path.replace(/\/$/, ''));

function showNothing(ctx: KoaContextWithOIDC): void {
  ctx.status = 404;
  showError(ctx, { error: 'not_found', error_description: `there is nothing at ${ctx.path} by ${ctx.method}` });
}

/** RFC 9110, section 15.5.16. */
function showUnreadable(ctx: KoaContextWithOIDC, description: string): void {
  ctx.status = 415;
  ctx.set('accept-encoding', 'identity');
  showError(ctx, { error: 'invalid_request', error_description: description });
}

/**
 * Lets go of all that the context of an answered request refers to. The provider gives every context an accessor of its
 * own, and V8 keeps accessors, with whatever can be reached from them, until its next full collection (docs/memory.md).
 */
function letGo(ctx: KoaContextWithOIDC): void {
  for (const held of [ctx.oidc ?? {}, ctx] as Record<string, unknown>[]) {
    for (const property of Object.keys(held)) held[property] = undefined;
  }
}

/** RFC 8628, section 3.3.1: a code in the address is put into the form; the provider would send it off by script. */
function prefillUserCode(ctx: KoaContextWithOIDC): void {
  if (ctx.method !== 'GET' || ctx.path !== ROUTES.code_verification || typeof ctx.query.user_code !== 'string') return;
  ctx.state.userCode = ctx.query.user_code;
  ctx.search = '';
}

/** Says in the metadata what is served, not what could be. */
function adaptDiscovery(ctx: KoaContextWithOIDC, { passwordGrant }: Environment): void {
  const metadata = ctx.body as { grant_types_supported?: string[] } | undefined;
  if (!metadata?.grant_types_supported) return;
  if (!passwordGrant) metadata.grant_types_supported = metadata.grant_types_supported.filter((name) => name !== 'password');
  ctx.set('cache-control', 'public, max-age=300');
}
