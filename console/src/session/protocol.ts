import * as oauth from 'oauth4webapi';
import { HERE, ISSUER } from './place.ts';

/** The console as the authorization server knows it. */
export const CLIENT: oauth.Client = { client_id: 'clientele-console', token_endpoint_auth_method: 'none' };
const REDIRECT_URI = `${HERE}callback`;
const SCOPE = 'openid read write admin';

const SERVER: oauth.AuthorizationServer = {
  issuer: ISSUER,
  authorization_endpoint: `${HERE}oauth/authorize`,
  token_endpoint: `${HERE}oauth/token`,
  revocation_endpoint: `${HERE}oauth/revoke`,
  end_session_endpoint: `${HERE}oauth/logout`,
  authorization_response_iss_parameter_supported: true,
};
const OPTIONS = { [oauth.allowInsecureRequests]: HERE.startsWith('http:') };

/** What somebody has who is logged in. It is kept in memory alone. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** Who it is, as the authorization server calls them. */
  readonly subject: string;
  /** When the access token ends, in milliseconds. */
  readonly expiresAt: number;
}

/** The user has to log in (OpenID Connect Core 1.0, section 3.1.2.6). */
export class LoginRequired extends Error {}

/** The way to log in, and what is needed at its end. */
export interface Attempt {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Begins a login (RFC 6749, section 4.1.1, with RFC 7636). */
export async function begin(prompt?: 'none'): Promise<Attempt> {
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(SERVER.authorization_endpoint as string);
  const parameters = {
    response_type: 'code',
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(prompt && { prompt }),
  };
  url.search = new URLSearchParams(parameters).toString();
  return { url, verifier, state, nonce };
}

/** Ends a login: makes tokens of what the authorization server has answered. @throws {LoginRequired} */
export async function finish({ verifier, state, nonce }: Omit<Attempt, 'url'>, answered: URL): Promise<Tokens> {
  const code = (() => {
    try {
      return oauth.validateAuthResponse(SERVER, CLIENT, answered, state);
    } catch (error) {
      if (error instanceof oauth.AuthorizationResponseError && error.error.endsWith('_required')) throw new LoginRequired(error.error);
      throw error;
    }
  })();
  const response = await oauth.authorizationCodeGrantRequest(SERVER, CLIENT, oauth.None(), code, REDIRECT_URI, verifier, OPTIONS);
  const asked = Date.now();
  const answer = await oauth.processAuthorizationCodeResponse(SERVER, CLIENT, response, { expectedNonce: nonce, requireIdToken: true });
  return {
    accessToken: answer.access_token,
    idToken: answer.id_token as string,
    subject: oauth.getValidatedIdTokenClaims(answer)?.sub as string,
    expiresAt: asked + (answer.expires_in ?? 60) * 1000,
  };
}

/**
 * Logs in by the session that the browser has with the authorization server, without a page: the redirect that it answers
 * ends at our own address, where it can be read.
 * @throws {LoginRequired} if there is no such session
 */
export async function logInSilently(): Promise<Tokens> {
  const attempt = await begin('none');
  const answer = await fetch(attempt.url, { headers: { accept: 'text/html' } });
  const answered = new URL(answer.url);
  if (answer.url.startsWith(REDIRECT_URI)) return finish(attempt, answered);
  throw new Error(`The authorization server answered ${answer.status} instead of a login.`);
}

/** Revokes an access token (RFC 7009); whether that succeeds or not. */
export async function revoke({ accessToken }: Tokens): Promise<void> {
  await oauth.revocationRequest(SERVER, CLIENT, oauth.None(), accessToken, OPTIONS).catch(() => undefined);
}

/** Where the session with the authorization server ends (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export function logoutUrl(idToken: string | undefined): string {
  const url = new URL(SERVER.end_session_endpoint as string);
  url.searchParams.set('client_id', CLIENT.client_id);
  url.searchParams.set('post_logout_redirect_uri', HERE);
  if (idToken) url.searchParams.set('id_token_hint', idToken);
  return url.href;
}
