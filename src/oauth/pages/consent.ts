import type { Scope } from '../../shared/scopes.ts';
import type { ClientApplication } from '../client.rules.ts';
import { describeApplication } from './application.ts';
import { html } from './html.ts';
import { type Response, sendPage } from './layout.ts';

/** What the consent page shows. */
export interface Consent {
  readonly application: ClientApplication;
  readonly redirectUri: string | undefined;
  readonly username: string;
  readonly scopes: readonly Scope[];
}

/** Asks whether an application may have what it asks for. */
export function askConsent(response: Response, { application, redirectUri, username, scopes }: Consent): void {
  sendPage(
    response,
    html`Allow ${application.name}?`,
    html`<p>You are logged in as <strong>${username}</strong>. The application asks to:</p>
<ul>${scopes.map(({ name, description }) => html`<li>${description}<code>${name}</code></li>`)}</ul>
${describeApplication(application, redirectUri)}
<form method="post" class="actions">
<button name="action" value="allow">Allow</button>
<button class="second" name="action" value="refuse">Refuse</button>
</form>`,
  );
}

/** Says that the user may not use an application. */
export function refuseUser(response: Response, { application, redirectUri, username }: Omit<Consent, 'scopes'>, logoutUri: string): void {
  sendPage(
    response,
    'You may not use this application',
    html`<p>You are logged in as <strong>${username}</strong>, who is not a member of the organization that the application belongs to.
Ask an administrator of the organization, or <a href="${logoutUri}">log out</a> and come back as somebody else.</p>
${describeApplication(application, redirectUri)}
<form method="post" class="actions">
<button name="action" value="refuse">Back to the application</button>
</form>`,
  );
}
