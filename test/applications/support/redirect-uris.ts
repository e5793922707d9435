import type { ClientType } from '../../../src/applications/application.rules.ts';
import { checkRedirectUris, matchesRedirectUri } from '../../../src/applications/redirect-uri.rules.ts';
import { RELAXATIONS, type Relaxation, type Settings } from '../../../src/shared/settings.ts';
import { Faults, type Refusal, type UserError } from '../../../src/shared/user-errors.ts';

export type Policy = Pick<Settings, 'redirectUriRules'>;
export const SAFE: Policy = { redirectUriRules: [] };
export const RELAXED: Policy = { redirectUriRules: RELAXATIONS };

/** What is wrong with redirect URIs. */
export function faultsOf(uris: readonly string[], policy = SAFE): readonly UserError[] {
  const faults = new Faults();
  checkRedirectUris(faults, uris, policy);
  try {
    faults.end();
    return [];
  } catch (error) {
    return (error as Refusal).userErrors;
  }
}

/** Whether an application of a client type that has registered a URI may ask for another. */
export const matches = (registered: string, requested: string, clientType: ClientType, policy = SAFE): boolean =>
  matchesRedirectUri({ redirectUris: [registered], clientType }, requested, policy);

/** What a setting allows. */
export const ALLOWED_BY: Readonly<Record<Relaxation, readonly string[]>> = {
  'http-hosts': ['http://example.org/callback', 'http://intranet:8080/', 'http://192.0.2.1/', 'http://127.0.0.2/', 'http://[2001:db8::1]/'],
  'dotless-schemes': ['cursor://anysphere.cursor-retrieval/oauth/callback', 'myapp:/callback', 'myapp://', 'my-app+1:/x?y=1'],
  'path-wildcards': [
    'https://example.org/*',
    'https://example.org/callback*',
    'https://example.org:8443/callback/*',
    'https://[2001:db8::1]/*',
    'http://localhost/*',
    'http://127.0.0.1:8080/.well-known/*',
    'com.example.app:/callback/*',
    'com.example.app://host/*',
    'https://example.org/zur%C3%BCck/*',
  ],
};

/** What no setting allows, by what is wrong with it. */
export const REFUSED_THOUGH_RELAXED: Readonly<Record<string, readonly string[]>> = {
  'absolute URI': ['*', '/*', '*://example.org/'],
  'never allowed': [
    'javascript://x/*',
    'JavaScript:alert(1)',
    'data:/x',
    'file:///*',
    'view-source:/x',
    'ms-msdt:/id',
    'smb://x/',
    'ftp://x/',
  ],
  'only wildcard at the end': [
    'https://*',
    'https://*/',
    'https://*.example.org/callback',
    'https://example.org*',
    'https://example.org:*',
    'https://example.org:*/callback',
    'http://127.0.0.1:*',
    'https://example.org/*/callback',
    'https://example.org/**',
    'https://example.org/*/',
    'https://example.org/x*?y=1',
    'https://example.org/?*',
    'https://example.org/?x=*',
    'https://example.org?*',
    'com.example.app:*',
    'com.example.app://*',
    'com.example.app:///*',
    'https:///*',
    'https://example.org//*',
    'https://exa*mple.org/*',
  ],
  'plain path': [
    'https://example.org/a//*',
    'https://example.org/../*',
    'https://example.org/a/..*',
    'https://example.org/a/.*',
    'https://example.org/./*',
    'https://example.org/..;/*',
    'https://example.org/%2e%2e/*',
    'https://example.org/%2f*',
    'https://example.org/%5C*',
    'https://example.org/%252e/*',
    'https://example.org/%c0%ae/*',
    'https://example.org/%EF%BC%8E/*',
  ],
  'two hexadecimal digits': ['https://example.org/%2*', 'https://example.org/%*'],
  fragment: ['https://example.org/*#', 'https://example.org/#*'],
  'valid URL': ['https:/*', 'http:example.org'],
  'two letters': ['localhost:3000/callback', 'C:/callback', 'urn:ietf:wg:oauth:2.0:oob', 'mailto:x@example.org', 'tel:1', 'myapp:'],
  'user name or password': ['http://user@example.org/', 'https://user@example.org/*'],
};
