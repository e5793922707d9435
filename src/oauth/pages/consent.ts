import { html, type Markup } from '../../http/pages/html.ts';
import { type Response, sendPage } from '../../http/pages/layout.ts';
import type { ClientApplication } from '../client.rules.ts';
import type { Meaning } from '../scope.rules.ts';
import { describeApplication, short, warnOfLoopback } from './application.ts';

/** Where the login page is that lets somebody else answer the same question. */
export const SWITCH = 'switch';

/** What the consent page shows. */
export interface Consent {
  readonly application: ClientApplication;
  readonly redirectUri: string | undefined;
  readonly username: string;
  readonly scopes: readonly Meaning[];
}

const signedIn = (username: string): Markup =>
  html`<p>You are signed in as <strong>${username}</strong>. <a href="?${SWITCH}">Not you? Switch account</a></p>`;

/** Asks whether an application may have what it asks for. */
export function askConsent(response: Response, { application, redirectUri, username, scopes }: Consent): void {
  sendPage(
    response,
    html`${short(application.name)} wants access to your account`,
    html`${signedIn(username)}
<p>If you allow it, it can:</p>
<ul>${scopes.map(describeScope)}</ul>
${describeApplication(application, redirectUri)}
${redirectUri !== undefined && warnOfLoopback(application)}
<form method="post" class="actions">
<button name="action" value="allow">Allow</button>
<button class="second" name="action" value="refuse">Cancel</button>
</form>`,
  );
}

const describeScope = ({ name, description, isPowerful }: Meaning): Markup =>
  html`<li>${isPowerful && html`<strong class="powerful">Full control</strong>`}${description}<code>${name}</code></li>`;

/** Says that the user may not use an application. */
export function refuseUser(response: Response, { application, redirectUri, username }: Omit<Consent, 'scopes'>): void {
  sendPage(
    response,
    html`You cannot use ${short(application.name)}`,
    html`${signedIn(username)}
<p>This account is not a member of the organization that the application belongs to. Switch to one that is, or ask an
administrator of the organization to add you.</p>
${describeApplication(application, redirectUri)}
<form method="post" class="actions">
<button name="action" value="refuse">Back to the application</button>
</form>`,
  );
}
