import type { ClientType, GrantType } from '../../api/generated/graphql.ts';

/** What a snippet is made of. */
export interface ConnectValues {
  /** The issuer, without a slash at the end. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientType: ClientType;
  /** By which of its grant types it is to get its token. */
  readonly grantType: GrantType;
  /** Where users come back to; needed for `AUTHORIZATION_CODE` alone. */
  readonly redirectUri?: string | undefined;
  readonly scopes: readonly string[];
}

/** Where an issuer is asked for what. */
export const endpointsOf = (issuer: string) => ({
  discovery: `${issuer}/.well-known/openid-configuration`,
  authorization: `${issuer}/oauth/authorize`,
  device: `${issuer}/oauth/device_authorization`,
  token: `${issuer}/oauth/token`,
});

/** What is asked for. Whoever signs users in wants to know who they are (OpenID Connect Core 1.0, section 3.1.2.1). */
export const scopeOf = ({ grantType, scopes }: ConnectValues): readonly string[] =>
  grantType === 'AUTHORIZATION_CODE' || grantType === 'DEVICE_CODE' ? ['openid', ...scopes.filter((scope) => scope !== 'openid')] : scopes;

/** Whether it authenticates with a secret. */
export const hasSecret = ({ clientType }: ConnectValues): boolean => clientType === 'CONFIDENTIAL';

/** Whether the issuer is asked without TLS, as on one's own machine, which libraries have to be told. */
export const isPlain = ({ issuer }: ConnectValues): boolean => issuer.startsWith('http:');

/** Where a public client runs that users come back to by an address: in a browser, or on a device of theirs (RFC 8252, section 7). */
export function placeOf(redirectUri: string): 'browser' | 'loopback' | 'scheme' {
  if (!/^https?:/i.test(redirectUri)) return 'scheme';
  const { protocol, hostname, port } = URL.parse(redirectUri) ?? { protocol: 'https:', hostname: '', port: '' };
  const isLoopback = ['127.0.0.1', '[::1]'].includes(hostname) || (hostname === 'localhost' && port === '');
  return protocol === 'http:' && isLoopback ? 'loopback' : 'browser';
}

/** The lines of a snippet: those that are undefined are left out, and lists are taken apart. */
export const lines = (...parts: readonly (string | readonly string[] | false | undefined)[]): string =>
  parts
    .flat()
    .filter((line) => typeof line === 'string')
    .join('\n');

/** Where one comes back to, who has to. */
export const redirectUriOf = ({ redirectUri }: ConnectValues): string => redirectUri ?? 'https://app.example.org/callback';
