import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { html, type Markup } from '../../http/pages/html.ts';
import { sendPage } from '../../http/pages/layout.ts';
import { applicationOf } from '../environment.ts';
import { consoleIn, homeOf } from './application.ts';

/** What an error means to the person in front of it, and what they can do. */
interface Advice {
  readonly title: string;
  readonly text: string;
}

const START_AGAIN = 'Go back to the application that you came from, and start again there.';
const UNANSWERABLE: Advice = {
  title: 'This request cannot be answered',
  text: `${START_AGAIN} If it happens again, show its makers what stands below.`,
};
/** A page that comes too late, or to another browser than the one it was made for. */
const EXPIRED: Advice = {
  title: 'This page has expired',
  text: `It was open for too long, was finished already, belongs to another browser, or you have signed in or out in another window. ${START_AGAIN}`,
};
const ADVICE: ReadonlyMap<string, Advice> = new Map(
  Object.entries({
    invalid_redirect_uri: {
      title: 'You are not sent on',
      text: 'The application asked to send you to an address that is not registered for it. It may be an attempt to get at your account. Tell its makers.',
    },
    invalid_client: {
      title: 'There is no such application',
      text: 'It does not exist, or it is disabled. Tell whoever sent you here.',
    },
    temporarily_unavailable: {
      title: 'Too many requests',
      text: 'Too much was asked for from where you are. Wait a few minutes, then go back to the application.',
    },
    not_found: { title: 'There is nothing here', text: 'Check the address, or go back to where you came from.' },
    server_error: {
      title: 'Something went wrong on the server',
      text: 'Try again in a moment. If it stays, give its operator the request id.',
    },
  }),
);

/** The fields of an OAuth error (RFC 6749, section 4.1.2.1). */
interface OAuthError {
  readonly error: string;
  readonly error_description?: string | undefined;
}

/** Says what is wrong: to a browser as a page, to a program as JSON. */
export function showError(ctx: KoaContextWithOIDC, { error, error_description: description }: OAuthError, cause?: Error): void {
  if (ctx.accepts('json', 'html') !== 'html') {
    ctx.body = { error, error_description: description };
    return;
  }
  const { title, text } = cause instanceof errors.SessionNotFound ? EXPIRED : (ADVICE.get(error) ?? UNANSWERABLE);
  sendPage(
    ctx,
    title,
    html`<p>${text}</p>
${wayOut(ctx)}
<dl>
<dt>Error</dt><dd><code>${error}</code></dd>
${description && error !== 'not_found' && html`<dt>Meaning</dt><dd>${description}</dd>`}
<dt>Request id</dt><dd><code>${ctx.response.get('x-request-id')}</code></dd>
</dl>`,
  );
}

/** Where one can go from an error, as far as we know. */
function wayOut({ oidc, state }: Partial<KoaContextWithOIDC>): Markup | undefined {
  if (oidc?.route?.startsWith('end_session')) return html`<p><a href="${oidc.urlFor('end_session')}">Sign out here</a></p>`;
  const home = (oidc?.client && homeOf(applicationOf(oidc.client))) ?? consoleIn(state);
  return home && html`<p>Go to ${home}</p>`;
}

/** Says why a request is refused, instead of whatever was to be answered. */
export function showRefusal(ctx: KoaContextWithOIDC, refusal: errors.OIDCProviderError): void {
  ctx.status = refusal.statusCode;
  ctx.remove('location');
  showError(ctx, refusal, refusal);
}
