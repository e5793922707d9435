import type { KoaContextWithOIDC } from 'oidc-provider';
import { html, Markup } from '../../http/pages/html.ts';
import { sendPage } from '../../http/pages/layout.ts';

/** The provider's page around a form that a script sends off at once. Its values are escaped, and its script is one that we let run. */
const FORWARDING = /<script>(.*?)<\/script>.*<form method="post" action="([^"]*)">(.*?)<noscript>/s;

/** Has whoever has no script, or a slow connection, see such a form as a page like any other. */
export function presentForwarding(ctx: KoaContextWithOIDC): void {
  const [, script, action, fields] = (typeof ctx.body === 'string' && FORWARDING.exec(ctx.body)?.map((text) => new Markup(text))) || [];
  if (!script) return;
  sendPage(
    ctx,
    'One moment, please',
    html`<p>You are being sent on. If nothing happens, press Continue.</p>
<form method="post" action="${action}" class="actions">
${fields}
<button autofocus>Continue</button>
</form>
<script>${script}</script>`,
  );
}
