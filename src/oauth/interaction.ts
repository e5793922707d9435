import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider';
import getRawBody from 'raw-body';
import { accountOf, type UserAccount } from './account.ts';
import { findApplication } from './client.adapter.ts';
import { type ClientApplication, mayRedirect } from './client.rules.ts';
import { saveGrant } from './consent.service.ts';
import { type Environment, userIdOf } from './environment.ts';
import { LoginRefusal, logIn } from './login.service.ts';
import { askConsent, refuseUser, SWITCH } from './pages/consent.ts';
import { showRefusal } from './pages/error.ts';
import { askLogin } from './pages/login.ts';
import { INTERACTION_PATH } from './routes.ts';
import { grantable, meaningsOf, scopesOf } from './scope.rules.ts';
import { loginOf } from './session.ts';
import { requireStorable } from './storable.ts';

/** Bytes of a form at most, as many as the provider takes: room for the longest password and the longest name, percent-encoded. */
const FORM_BYTES = 56 * 1024;

/** A question that an authorization request has led to. */
interface Question {
  readonly prompt: string;
  readonly application: ClientApplication;
  readonly account: UserAccount | undefined;
  readonly scopes: readonly string[];
  readonly redirectUri: string | undefined;
  readonly loginHint: string | undefined;
}

type Result = Parameters<Provider['interactionResult']>[2];

/** Whether a path is that of a question to the user. */
export const isInteraction = (path: string): boolean => path.startsWith(`${INTERACTION_PATH}/`);

/** Shows users the pages on which they log in and consent, and takes their answers. */
export async function interact(provider: Provider, environment: Environment, ctx: KoaContextWithOIDC): Promise<void> {
  try {
    const question = await questionOf(provider, environment, ctx);
    if (ctx.method !== 'POST') {
      ask(environment, ctx, question);
      return;
    }
    const result = await answer(environment, ctx, question, await readForm(environment, ctx));
    if (!result) return;
    ctx.status = 303;
    // what one user has answered says nothing of whoever logs in next
    const mergeWithLastSubmission = !('login' in result);
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission }));
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error;
    showRefusal(ctx, error);
  }
}

async function questionOf(provider: Provider, environment: Environment, ctx: KoaContextWithOIDC): Promise<Question> {
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  const asked = params as Readonly<Record<string, string | undefined>>;
  const application = await findApplication(environment, asked.client_id ?? '');
  if (!application) throw new errors.InvalidClient('client is invalid');
  // whoever takes one out of the registry stops those who are on their way to it
  if (asked.redirect_uri !== undefined && !mayRedirect(environment, application, asked.redirect_uri)) throw new errors.InvalidRedirectUri();
  const account = session?.accountId ? await accountOf(environment, userIdOf(session.accountId)) : undefined;
  return {
    prompt: prompt.name,
    application,
    account,
    scopes: grantable(scopesOf(asked.scope), account?.viewer.isSuperuser ?? false),
    redirectUri: asked.redirect_uri,
    loginHint: asked.login_hint,
  };
}

function ask(environment: Environment, ctx: KoaContextWithOIDC, question: Question): void {
  const { prompt, account, application, redirectUri, loginHint } = question;
  const shown = { application, redirectUri, username: account?.user.username ?? '' };
  if (prompt === 'login' || !account) askLogin(ctx, { application, redirectUri, username: loginHint });
  else if (SWITCH in ctx.query) askLogin(ctx, { application, redirectUri, instead: account.user.username });
  else if (prompt === 'refusal') refuseUser(ctx, shown);
  else askConsent(ctx, { ...shown, scopes: meaningsOf(question.scopes, environment.settings) });
}

/** @returns what to go on with; undefined after the question was asked again */
async function answer(
  environment: Environment,
  ctx: KoaContextWithOIDC,
  { prompt, application, account, scopes, redirectUri }: Question,
  form: URLSearchParams,
): Promise<Result | undefined> {
  const action = form.get('action');
  if (action === 'refuse') return { error: 'access_denied', error_description: 'the user has refused' };
  // whatever is asked, somebody else may log in to answer it
  if (action === 'login') {
    const username = form.get('username') ?? '';
    try {
      const { accountId, user } = await logIn(environment, {
        username,
        password: form.get('password') ?? '',
        address: ctx.ip,
        requestId: ctx.get('x-request-id'),
      });
      return loginOf(accountId, user);
    } catch (error) {
      if (!(error instanceof LoginRefusal)) throw error;
      ctx.status = error.status;
      if (error.retryAfter !== undefined) ctx.set('retry-after', String(error.retryAfter));
      const instead = prompt === 'login' ? undefined : account?.user.username;
      askLogin(ctx, { application, redirectUri, username, fault: error.message, instead });
      return undefined;
    }
  }
  if (prompt === 'consent' && action === 'allow' && account) {
    await saveGrant(environment, account.user.databaseId, application, scopes);
    return { consent: {} };
  }
  throw new errors.InvalidRequest('the form is not one that was asked for');
}

/** Reads a form that was sent from a page of ours; browsers say where a form comes from (Fetch, section 3.2). */
async function readForm({ issuer }: Environment, ctx: KoaContextWithOIDC): Promise<URLSearchParams> {
  const origin = ctx.get('origin');
  if (origin && origin !== new URL(issuer).origin) throw new errors.InvalidRequest('the form comes from another site', 403);
  const text = await getRawBody(ctx.req, { limit: FORM_BYTES, length: ctx.req.headers['content-length'], encoding: 'utf8' }).catch(() => {
    throw new errors.InvalidRequest('the form could not be read');
  });
  const form = new URLSearchParams(text);
  requireStorable(form);
  return form;
}
