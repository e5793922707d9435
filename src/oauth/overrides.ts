import { errors, Provider } from 'oidc-provider';
import type { ClientSecret } from '../applications/client-secret.entity.ts';
import { answerInFragmentTo, answerTo } from '../applications/redirect-uri.rules.ts';
import { sharedLoader } from '../query/loader.ts';
import type { Row } from '../query/tables.ts';
import { isReserved } from '../shared/reserved-names.ts';
import { newSecret } from '../shared/secrets.ts';
import { isStorable } from '../shared/text.ts';
import { DEVICE_CODE, mayRedirect, mayReturn } from './client.rules.ts';
import { secretsOf, shownSecret } from './client-secret.ts';
import { type DeviceCode, notePolling, POLLING_INTERVAL } from './device-polling.ts';
import { applicationOf, currentRequest, type Environment } from './environment.ts';
import { internalsOf } from './provider-internals.ts';
import { pending, pendingRefreshToken } from './redemption.ts';
import { extendSessions } from './session.ts';
import { requireStorableParameters } from './storable.ts';
import { admitClient, findByUserCode } from './throttle.ts';

type Secrets = readonly Row<ClientSecret>[];

const PASSWORD_GRANT_IS_OFF =
  'The password grant is registered for this client but not served, because it hands passwords to applications ' +
  '(RFC 9700, section 2.4). Whoever runs the server can switch it on with PASSWORD_GRANT=true.';

const POST_LOGOUT_IS_UNKNOWN = "post_logout_redirect_uri did not match any of the client's registered post_logout_redirect_uris";

/** How users are sent back: the provider would write a redirect URI anew, and so send them elsewhere than is registered. */
const RESPONSE_MODES: Readonly<Record<string, ResponseMode>> = { query: sendTo(answerTo), fragment: sendTo(answerInFragmentTo) };

type ResponseMode = Parameters<Provider['registerResponseMode']>[1];

function sendTo(addressOf: typeof answerTo): ResponseMode {
  return (ctx, redirectUri, parameters) => {
    ctx.status = 303;
    // by itself, because Koa would write it anew as well
    ctx.set('location', addressOf(redirectUri, parameters as Record<string, string>));
    ctx.body = '';
  };
}

/** The provider with our response modes, which only its constructor takes. */
export class OwnProvider extends Provider {
  /** How it has a browser send a form by itself. */
  declare readonly sendForm: ResponseMode;

  override registerResponseMode(name: string, handler: ResponseMode): void {
    if (name === 'form_post') Object.assign(this, { sendForm: handler });
    super.registerResponseMode(name, RESPONSE_MODES[name] ?? handler);
  }
}

/** Puts our rules in place of the provider's own, everywhere that they differ. The only place where that is done. */
export function override(provider: Provider, environment: Environment): void {
  const { Client: client, DeviceCode: devices } = internalsOf(provider);
  const secrets = findTogether(provider, environment);
  const { grantTypeAllowed, responseTypeAllowed } = client.prototype;

  Object.assign(client.prototype, {
    // the provider compares with one secret that it knows in clear
    async compareClientSecret(this: object, shown: string) {
      const secret = await shownSecret(environment, secrets.get(this) ?? [], shown);
      pending().secretId = secret?.databaseId;
      return secret !== undefined;
    },
    redirectUriAllowed(this: object, uri: string) {
      return mayRedirect(environment, applicationOf(this), uri);
    },
    postLogoutRedirectUriAllowed(this: object, uri: string) {
      if (mayReturn(environment, applicationOf(this), uri)) return true;
      throw Object.assign(new errors.InvalidRedirectUri(), { error_description: POST_LOGOUT_IS_UNKNOWN });
    },
    // RFC 6749, sections 4.1.2.1 and 5.2: what a client may not do is unauthorized_client
    grantTypeAllowed(this: object, type: string) {
      const allowed = grantTypeAllowed.call(this, type);
      const isOff = type === 'password' && !environment.passwordGrant;
      if (isRequested(type) && allowed && isOff) throw new errors.UnauthorizedClient(PASSWORD_GRANT_IS_OFF);
      if (isRequested(type) && !allowed) throw new errors.UnauthorizedClient(`the client is not registered for the grant type "${type}"`);
      return allowed;
    },
    responseTypeAllowed(this: object, type: string) {
      if (responseTypeAllowed.call(this, type)) return true;
      throw new errors.UnauthorizedClient(`the client is not registered for the response type "${type}"`);
    },
  });
  // what may be registered is for the registry to say
  Object.assign(client.Schema.prototype, { redirectUris: () => {} });

  const access = {
    generateTokenId(this: { format: string }) {
      this.format = 'opaque';
      return newSecret('clt_at_').value;
    },
  };
  Object.assign(provider.AccessToken.prototype, access);
  Object.assign(provider.ClientCredentials.prototype, access);
  Object.assign(provider.RefreshToken.prototype, { generateTokenId: () => pendingRefreshToken().value });

  const findDeviceCode = devices.find.bind(devices);
  const findDeviceCodeByUserCode = devices.findByUserCode.bind(devices);
  Object.assign(devices, {
    // RFC 8628, section 3.5: the provider does not look at how often a device asks
    async find(...given: unknown[]) {
      const code = await findDeviceCode(...given);
      if (code && isRequested(DEVICE_CODE) && isPending(code)) await notePolling(environment, code);
      return code;
    },
    findByUserCode: (...given: unknown[]) => findByUserCode(environment, () => findDeviceCodeByUserCode(...given)),
  });
  provider.on('device_authorization.success', (_, body) => Object.assign(body, { interval: POLLING_INTERVAL }));

  extendSessions(provider);
  requireStorableParameters(provider);
  // every address is built on the issuer, never on what a request says of its host
  Object.assign(provider.OIDCContext.prototype, { urlFor: provider.urlFor.bind(provider) });
}

/**
 * Has clients looked up once for all requests of the same turn of the event loop, where the provider does so, and
 * compares what it finds, for each.
 * @returns the secrets that each client had when it was last looked up
 */
function findTogether(provider: Provider, environment: Environment): WeakMap<object, Secrets> {
  const { Client: clients } = internalsOf(provider);
  const find = clients.find.bind(clients);
  const secrets = new WeakMap<object, Secrets>();
  const requests = new WeakMap<object, Map<string, object>>();
  // what a request has found stays found for it: in places the provider takes for granted that it does
  const clientsOf = (request: object = {}) => {
    const known = requests.get(request) ?? new Map<string, object>();
    requests.set(request, known);
    return known;
  };
  const found = sharedLoader(async (clientIds: readonly string[]) => {
    const [all, secretsOfEach] = await Promise.all([
      Promise.all(clientIds.map((clientId) => find(clientId).catch((error: Error) => error))),
      secretsOf(environment, clientIds),
    ]);
    for (const [index, clientId] of clientIds.entries()) {
      if (all[index]) secrets.set(all[index], secretsOfEach.get(clientId) ?? []);
    }
    return new Map(clientIds.map((clientId, index) => [clientId, all[index]]));
  });
  clients.find = async (clientId) => {
    // what the database refuses would fail for all of the turn, and the provider's sessions are keyed by client ids
    if (typeof clientId !== 'string' || !isStorable(clientId) || isReserved(clientId)) return undefined;
    admitClient(environment);
    const known = clientsOf(currentRequest());
    const client = known.get(clientId) ?? ((await found.load(clientId)) as object | null) ?? undefined;
    if (client) known.set(clientId, client);
    return client;
  };
  return secrets;
}

function isRequested(type: string): boolean {
  const { route, params } = currentRequest()?.oidc ?? {};
  if (route === 'token') return params?.grant_type === type;
  return route === 'device_authorization' && type === DEVICE_CODE;
}

/** Whether a device's own client asks while its user has said neither yes nor no. */
function isPending({ accountId, error, isExpired, clientId }: DeviceCode): boolean {
  return !accountId && !error && !isExpired && clientId === currentRequest()?.oidc.client?.clientId;
}
