import type { KoaContextWithOIDC } from 'oidc-provider';
import { html } from '../../http/pages/html.ts';
import { sendPage } from '../../http/pages/layout.ts';
import { applicationOf } from '../environment.ts';
import { consoleIn, destinationOf, homeOf } from './application.ts';
import { xsrf } from './xsrf.ts';

/** Asks whether the user wants to be logged out here. */
export async function askLogout(ctx: KoaContextWithOIDC): Promise<void> {
  const { post_logout_redirect_uri: target } = ctx.oidc.params ?? {};
  sendPage(
    ctx,
    'Sign out?',
    html`<p>You will have to sign in again here. Applications keep the access that they have.</p>
${typeof target === 'string' && html`<dl><dt>Sends you to</dt><dd>${destinationOf(target)}</dd></dl>`}
<form method="post" action="${ctx.oidc.urlFor('end_session_confirm')}" class="actions">
${xsrf(ctx)}
<button name="logout" value="yes">Sign out</button>
<button class="second">Stay signed in</button>
</form>`,
  );
}

/** Says whether the user is logged out: the question may have been answered with no. */
export async function showLoggedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const { accountId } = await ctx.oidc.provider.Session.get(ctx);
  const { client } = ctx.oidc;
  const home = (client && homeOf(applicationOf(client))) ?? consoleIn(ctx.state);
  const further = html`You can close this page${home && html`, or go to ${home}`}.`;
  if (accountId) sendPage(ctx, 'You are still signed in', html`<p>Nothing has changed. ${further}</p>`);
  else sendPage(ctx, 'You are signed out', html`<p>${further}</p>`);
}
