import { ClientType } from '../../applications/application.rules.ts';
import {
  checkPostLogoutRedirectUris,
  checkRedirectUris,
  isExact,
  MAXIMUM_REDIRECT_URIS,
  type Policy,
} from '../../applications/redirect-uri.rules.ts';
import { checkWebOrigins } from '../../applications/web-origin.rules.ts';
import { RELAXATIONS, type Relaxation } from '../../shared/settings.ts';
import { Faults, Refusal } from '../../shared/user-errors.ts';
import { shown } from './reading.rules.ts';
import type { Change } from './report.rules.ts';

/** A loopback URI with a wildcard in place of its port, which varies anyway. */
const ANY_PORT = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\]):\*((?:[/?].*)?)$/is;

/** What becomes of URIs of one field. */
export interface Redirection {
  readonly uris: readonly string[];
  readonly changed: readonly Change[];
  /** The settings with which more of them could be held. */
  readonly needed: readonly Relaxation[];
}

/** What stands for others in a list. */
const INCLUDED = '+';

/** The first thing that is wrong, as its rule says it. */
export function firstFault(check: (faults: Faults) => void): string | undefined {
  const faults = new Faults();
  check(faults);
  if (faults.areNone) return undefined;
  try {
    faults.end();
  } catch (error) {
    if (error instanceof Refusal) return error.userErrors[0]?.message;
    throw error;
  }
  return undefined;
}

/** The redirect URIs of a client, those that cannot be held left out. */
export const redirectUris = (uris: readonly string[], clientType: ClientType, policy: Policy): Redirection =>
  held('redirectUris', uris, policy, checkRedirectUris, (uri, changed) => withoutPort(uri, clientType, policy, changed));

/**
 * Where users may be sent who sign out.
 * @param redirects the redirect URIs, for which "+" stands
 */
export function postLogoutRedirectUris(uris: readonly string[], redirects: readonly string[], policy: Policy): Redirection {
  const field = 'postLogoutRedirectUris';
  const { uris: own, changed, needed } = held(field, without(uris, INCLUDED), policy, checkPostLogoutRedirectUris);
  if (!uris.includes(INCLUDED)) return { uris: own, changed, needed };
  const exact = redirects.filter(isExact);
  const change = { field, what: 'Redirect URIs with a wildcard are left out.', why: 'After logout, URIs are matched exactly.' };
  return capped({ field, uris: [...exact, ...own], changed: [...changed, ...(exact.length < redirects.length ? [change] : [])], needed });
}

/**
 * The origins whose pages may ask; none stands for those of the redirect URIs.
 * @param redirects the redirect URIs, for whose origins "+" stands
 */
export function webOrigins(origins: readonly string[], redirects: readonly string[], policy: Policy): Redirection {
  const field = 'webOrigins';
  const { uris: own, changed, needed } = held(field, without(origins, INCLUDED, '*'), policy, checkWebOrigins, toOrigin);
  const why = 'Any page could ask as this client. Its own are those of its redirect URIs, unless others are given.';
  const changes = origins.includes('*') ? [{ field, what: `"*" is left out.`, why }, ...changed] : changed;
  const included = own.length > 0 && origins.includes(INCLUDED) ? originsOf(redirects, policy) : [];
  return capped({ field, uris: [...included, ...own], changed: changes, needed });
}

const without = (items: readonly string[], ...others: readonly string[]) => items.filter((item) => !others.includes(item));

const originsOf = (uris: readonly string[], policy: Policy) =>
  uris
    .map((uri) => URL.parse(uri)?.origin ?? '')
    .filter((origin) => firstFault((faults) => checkWebOrigins(faults, [origin], policy)) === undefined);

type Check = (faults: Faults, uris: readonly string[], policy: Policy) => void;

/** Those of a list that can be held, each as `adapt` makes it; undefined of what it leaves out. */
function held(
  field: string,
  uris: readonly string[],
  policy: Policy,
  check: Check,
  adapt: (uri: string, changed: Change[]) => string | undefined = (uri) => uri,
): Redirection {
  const changed: Change[] = [];
  const needed = new Set<Relaxation>();
  const kept = uris.flatMap((uri) => {
    const adapted = adapt(uri, changed);
    if (adapted === undefined) return [];
    if (firstFault((faults) => check(faults, [adapted], policy)) === undefined) return [adapted];
    const settings = neededFor(adapted, check, policy);
    for (const setting of settings) needed.add(setting);
    changed.push({ field, what: `${shown(uri)} is left out.`, why: whyLeftOut(adapted, check, settings, policy) });
    return [];
  });
  return capped({ field, uris: kept, changed, needed: RELAXATIONS.filter((relaxation) => needed.has(relaxation)) });
}

function whyLeftOut(uri: string, check: Check, settings: readonly Relaxation[], policy: Policy): string {
  if (settings.length > 0) return `It needs ${settingOf(settings, policy)}.`;
  if (uri === '*') return 'It stands for any address, and codes could be sent to anybody.';
  // what is wrong with it whatever is allowed, or else it would seem that a setting helped
  return firstFault((faults) => check(faults, [uri], { redirectUriRules: RELAXATIONS })) ?? '';
}

/** Each once, and no more than there may be. */
function capped({ field, uris, changed, needed }: Redirection & { field: string }): Redirection {
  const each = [...new Set(uris)];
  if (each.length <= MAXIMUM_REDIRECT_URIS) return { uris: each, changed, needed };
  const what = `The first ${MAXIMUM_REDIRECT_URIS} of ${each.length} are taken.`;
  return {
    uris: each.slice(0, MAXIMUM_REDIRECT_URIS),
    changed: [...changed, { field, what, why: `There are at most ${MAXIMUM_REDIRECT_URIS}.` }],
    needed,
  };
}

/** The settings that are off and without which a URI is refused; none where it is refused with all of them, too. */
function neededFor(uri: string, check: Check, { redirectUriRules }: Policy): Relaxation[] {
  const isRefusedBy = (rules: readonly Relaxation[]) =>
    firstFault((faults) => check(faults, [uri], { redirectUriRules: rules })) !== undefined;
  if (isRefusedBy(RELAXATIONS)) return [];
  const isNeeded = (relaxation: Relaxation) => isRefusedBy(RELAXATIONS.filter((other) => other !== relaxation));
  return RELAXATIONS.filter((relaxation) => !redirectUriRules.includes(relaxation) && isNeeded(relaxation));
}

/** How settings are switched on, beside those that are on. */
export const settingOf = (relaxations: readonly Relaxation[], { redirectUriRules: on }: Policy): string =>
  `REDIRECT_URI_RULES=${RELAXATIONS.filter((relaxation) => relaxations.includes(relaxation) || on.includes(relaxation)).join(',')}`;

/** A loopback URI of any port, as one whose port varies. */
function withoutPort(uri: string, clientType: ClientType, policy: Policy, changed: Change[]): string | undefined {
  const [, host = '', rest = ''] = ANY_PORT.exec(uri) ?? [];
  if (host === '') return uri;
  const field = 'redirectUris';
  if (host.toLowerCase() === 'localhost' && clientType === ClientType.CONFIDENTIAL) {
    const why = 'The port of "localhost" varies for public clients alone: give each port, or 127.0.0.1, whose port varies for all.';
    changed.push({ field, what: `${shown(uri)} is left out.`, why });
    return undefined;
  }
  const anyPath = rest === '' && policy.redirectUriRules.includes('path-wildcards');
  const adapted = `http://${host.toLowerCase()}${anyPath ? '/*' : rest}`;
  const narrower = rest === '' && !anyPath ? ` Its path would with ${settingOf(['path-wildcards'], policy)}.` : '';
  changed.push({
    field,
    what: `${shown(uri)} becomes ${shown(adapted)}.`,
    why: `The port of loopback addresses varies anyway.${narrower}`,
  });
  return adapted;
}

/** What browsers send as the origin of a page. */
function toOrigin(uri: string, changed: Change[]): string {
  const origin = /^https?:\/\//i.test(uri) ? (URL.parse(uri)?.origin ?? uri) : uri;
  if (origin === uri) return uri;
  const why = 'An origin is scheme, host and port alone, as browsers write them.';
  changed.push({ field: 'webOrigins', what: `${shown(uri)} becomes ${shown(origin)}.`, why });
  return origin;
}
