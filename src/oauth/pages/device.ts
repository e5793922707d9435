import type { KoaContextWithOIDC } from 'oidc-provider';
import { html } from '../../http/pages/html.ts';
import { alert, sendPage } from '../../http/pages/layout.ts';
import { ComeBackLater } from '../come-back-later.ts';
import { applicationOf } from '../environment.ts';
import { describeApplication, short } from './application.ts';
import { xsrf } from './xsrf.ts';

const FAULTS = new Map(
  Object.entries({
    NoCodeError: 'Type the code that the device shows.',
    NotFoundError: 'There is no such code. Look at the device again.',
    ExpiredError: 'The code has expired. Let the device show a new one.',
    AlreadyUsedError: 'The code was used already. Let the device show a new one.',
    InvalidRequest: 'This page was open for too long, or you have finished in another window. Type the code again.',
    SessionNotFound: 'This page was open for too long, or you have finished in another window. Type the code again.',
  }),
);

/** Asks for the code that a device shows (RFC 8628, section 3.3). */
export async function enterCode(ctx: KoaContextWithOIDC, _: unknown, __?: unknown, error?: Error & { userCode?: string }): Promise<void> {
  if (error?.name === 'AbortedError') return showCancelled(ctx);
  const fault =
    error &&
    (FAULTS.get(error.name) ??
      (error instanceof ComeBackLater ? error.error_description : undefined) ??
      'That did not work. Let the device show a new code, and type that.');
  const code = error?.userCode ?? (ctx.state.userCode as string | undefined);
  sendPage(
    ctx,
    'Connect a device',
    html`<p>Type a code only if a device in front of you shows it. Nobody else has a reason to give you one.</p>
${alert(fault)}
<form method="post" action="${ctx.oidc.urlFor('code_verification')}">
${xsrf(ctx)}
<label for="code">Code that the device shows</label>
<input id="code" class="code" name="user_code" value="${code}" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus>
<div class="actions"><button>Continue</button></div>
</form>`,
  );
}

/** Asks whether it is the right device. */
export async function confirmCode(ctx: KoaContextWithOIDC, _: unknown, client: object, __: unknown, code: string): Promise<void> {
  sendPage(
    ctx,
    'Is this your device?',
    html`<p>It wants to connect <strong>${short(applicationOf(client).name)}</strong> to your account. Continue only if the device in front of you shows this code:</p>
<p class="code">${code}</p>
${describeApplication(applicationOf(client), undefined)}
<form method="post" action="${ctx.oidc.urlFor('code_verification')}" class="actions">
${xsrf(ctx)}
<input type="hidden" name="user_code" value="${code}">
<button name="confirm" value="yes">Yes, connect it</button>
<button class="second" name="abort" value="yes">No, cancel</button>
</form>`,
  );
}

/** Says that a device is connected. */
export async function showConnected(ctx: KoaContextWithOIDC): Promise<void> {
  sendPage(
    ctx,
    'The device is connected',
    html`<p><strong>${short(applicationOf(ctx.oidc.client).name)}</strong> goes on by itself. You can close this page.</p>`,
  );
}

/** Says that a device is not connected, because the user did not want it. */
function showCancelled(ctx: KoaContextWithOIDC): void {
  sendPage(
    ctx,
    'The device is not connected',
    html`<p>You have cancelled. You can close this page, or <a href="${ctx.oidc.urlFor('code_verification')}">type another code</a>.</p>`,
  );
}
