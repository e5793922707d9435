import type { KoaContextWithOIDC } from 'oidc-provider';
import { html, type Markup } from '../../http/pages/html.ts';

/** The field by which the provider knows that a form is its own: a secret that the session has too. */
export function xsrf(ctx: KoaContextWithOIDC): Markup {
  const state = ctx.oidc.session?.state as { secret?: string } | undefined;
  return html`<input type="hidden" name="xsrf" value="${state?.secret}">`;
}
