import { html } from '../../http/pages/html.ts';
import { alert, type Response, sendPage } from '../../http/pages/layout.ts';
import type { ClientApplication } from '../client.rules.ts';
import { describeApplication, short } from './application.ts';

/** What the login page shows. */
export interface Login {
  readonly application: ClientApplication;
  readonly redirectUri: string | undefined;
  /** What was typed before, or what the client suggests. */
  readonly username?: string | undefined;
  readonly fault?: string | undefined;
  /** Whose account it is that somebody wants to leave for another. */
  readonly instead?: string | undefined;
}

/** Asks for username and password. */
export function askLogin(response: Response, { application, redirectUri, username, fault, instead }: Login): void {
  const described = fault === undefined ? undefined : html` aria-invalid="true" aria-describedby="fault"`;
  const [first, second] = username ? [undefined, html` autofocus`] : [html` autofocus`, undefined];
  sendPage(
    response,
    html`Sign in to ${short(application.name)}`,
    html`${instead && html`<p>You are signed in as <strong>${instead}</strong> until you sign in here. <a href="?">Keep this account</a></p>`}
${describeApplication(application, redirectUri)}
${alert(fault)}
<form method="post">
<label for="username">Username</label>
<input id="username" name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" required${first}${described}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${second}${described}>
<div class="actions">
<button name="action" value="login">Sign in</button>
<button class="second" name="action" value="refuse" formnovalidate>Cancel</button>
</div>
</form>`,
  );
}
