import type { ClientApplication } from '../client.rules.ts';
import { html, type Markup } from './html.ts';

/** Who asks, beside the name, so that nobody gives a password or a right to somebody else than they think. */
export function describeApplication(application: ClientApplication, redirectUri: string | undefined): Markup {
  const target = redirectUri === undefined ? undefined : URL.parse(redirectUri);
  return html`<dl>
${application.vendor && html`<dt>Vendor</dt><dd>${application.vendor}</dd>`}
<dt>Organization</dt><dd>${application.organizationName}</dd>
${target ? html`<dt>Sends you to</dt><dd>${target.host || target.protocol}</dd>` : html`<dt>Runs on</dt><dd>another device</dd>`}
</dl>`;
}
