import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import { html } from './html.ts';
import { sendPage } from './layout.ts';

/** What an error means to the person in front of it, and what they can do. */
const ADVICE = new Map(
  Object.entries({
    invalid_redirect_uri:
      'The application asked to send you to an address that is not registered for it, so you are not sent there. Tell its makers.',
    invalid_client: 'There is no such application, or it is disabled. Tell whoever sent you here.',
    invalid_request: 'The request is not one that can be answered. Go back to the application and start again.',
    temporarily_unavailable: 'Too much was asked for from where you are. Wait a few minutes, then go back to the application.',
    not_found: 'Check the address.',
    server_error: 'Something went wrong on the server. Try again; if it stays, give its operator the request id.',
  }),
);

/** The fields of an OAuth error (RFC 6749, section 4.1.2.1). */
interface OAuthError {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** Says what is wrong: to a browser as a page, to a program as JSON. */
export function showError(ctx: KoaContextWithOIDC, { error, error_description: description }: OAuthError): void {
  if (ctx.accepts('json', 'html') !== 'html') {
    ctx.body = { error, error_description: description };
    return;
  }
  sendPage(
    ctx,
    'That did not work',
    html`<p>${ADVICE.get(error) ?? 'Go back to the application and start again.'}</p>
<dl>
<dt>Error</dt><dd><code>${error}</code></dd>
${description && html`<dt>Meaning</dt><dd>${description}</dd>`}
<dt>Request id</dt><dd><code>${ctx.response.get('x-request-id')}</code></dd>
</dl>`,
  );
}

/** Says why a request is refused, instead of whatever was to be answered. */
export function showRefusal(ctx: KoaContextWithOIDC, { statusCode, error, error_description }: errors.OIDCProviderError): void {
  ctx.status = statusCode;
  ctx.remove('location');
  showError(ctx, { error, error_description });
}
