import type { KoaContextWithOIDC } from 'oidc-provider';
import { html } from './html.ts';
import { sendPage } from './layout.ts';
import { xsrf } from './xsrf.ts';

/** Asks whether the user wants to be logged out here. */
export async function askLogout(ctx: KoaContextWithOIDC): Promise<void> {
  sendPage(
    ctx,
    'Log out?',
    html`<p>You will have to log in again here. Applications keep the access that they have.</p>
<form method="post" action="${ctx.oidc.urlFor('end_session_confirm')}" class="actions">
${xsrf(ctx)}
<button name="logout" value="yes">Log out</button>
<button class="second">Stay logged in</button>
</form>`,
  );
}

/** Says whether the user is logged out: the question may have been answered with no. */
export async function showLoggedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const { accountId } = await ctx.oidc.provider.Session.get(ctx);
  if (accountId) sendPage(ctx, 'You are still logged in', html`<p>Nothing has changed. You can close this page.</p>`);
  else sendPage(ctx, 'You are logged out', html`<p>You can close this page.</p>`);
}
