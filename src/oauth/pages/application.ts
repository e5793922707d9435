import { html, type Markup } from '../../http/pages/html.ts';
import { alert } from '../../http/pages/layout.ts';
import { isLoopback } from '../../shared/network.ts';
import type { ClientApplication } from '../client.rules.ts';

/** The most characters of a name in a sentence of ours: a longer one could be a sentence of its own. */
const LONGEST_NAME = 60;

/** A name as it stands in a sentence. */
export function short(name: string): string {
  const characters = [...name];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
}

/** Who asks, beside the name, so that nobody gives a password or a right to somebody else than they think. */
export function describeApplication(application: ClientApplication, redirectUri: string | undefined): Markup {
  const { name, vendor, organizationName } = application;
  const home = homeOf(application);
  return html`<dl>
${short(name) !== name && html`<dt>Application</dt><dd>${name}</dd>`}
${vendor && html`<dt>Vendor</dt><dd>${vendor}</dd>`}
<dt>Organization</dt><dd>${organizationName}</dd>
${home && html`<dt>Home page</dt><dd>${home}</dd>`}
${redirectUri === undefined ? html`<dt>Runs on</dt><dd>another device</dd>` : html`<dt>Sends you to</dt><dd>${destinationOf(redirectUri)}</dd>`}
</dl>`;
}

/**
 * Where a redirect URI leads. Only a web address leads to a site: what stands where its host would be says nothing in a
 * private-use scheme, which belongs to whichever app has taken it (RFC 8252, section 7.1).
 */
export function destinationOf(redirectUri: string): string {
  const target = URL.parse(redirectUri);
  if (!target) return 'an address that cannot be read';
  const { protocol, host } = target;
  if (!isWeb(target)) return `the app ${protocol.slice(0, -1)}`;
  if (isHere(target)) return `a program on this device (${host})`;
  return protocol === 'https:' ? host : `${host}, unencrypted`;
}

/**
 * Says that an application cannot be told from others, where all that is known of it are addresses of this device: every
 * program on it can ask in its name, and gets the answer (RFC 8252, section 8.6).
 */
export function warnOfLoopback({ redirectUris }: Pick<ClientApplication, 'redirectUris'>): Markup | undefined {
  const targets = redirectUris.map((uri) => URL.parse(uri));
  if (targets.length === 0 || !targets.every((target) => target && isWeb(target) && isHere(target))) return undefined;
  return alert('Any program on this device can ask in this name. Go on only if you have just started the one that asks.');
}

/** A link to the home page of an application, which says where it leads; undefined if it has none that is a web address. */
export function homeOf({ url }: Pick<ClientApplication, 'url'>): Markup | undefined {
  const home = url === null ? null : URL.parse(url);
  return home && isWeb(home) ? html`<a href="${home.href}" rel="noopener noreferrer">${home.host}</a>` : undefined;
}

/** A link to the console, if it is served. @param state what the middleware of the authorization server knows */
export const consoleIn = ({ home }: { readonly home?: string | undefined } = {}): Markup | undefined =>
  home === undefined ? undefined : html`<a href="${home}">the console</a>`;

const isHere = ({ hostname }: URL) => isLoopback(hostname);
const isWeb = ({ protocol }: URL) => protocol === 'https:' || protocol === 'http:';
