import { ClientType, GrantType } from '../applications/application.rules.ts';

/** A kind of application: what it is called, what it is, and where its users are sent back to. */
export interface Kind {
  readonly name: string;
  readonly description: string;
  readonly clientType: ClientType;
  readonly grantType: GrantType;
  readonly scopes: readonly string[];
  readonly maximumScopes: readonly string[];
  /** Makes the redirect URIs from a label and the domain of the organization. */
  readonly redirectUris: (label: string, domain: string) => string[];
}

const { CONFIDENTIAL, PUBLIC } = ClientType;
const none = () => [];

/** The kinds of applications that organizations register; each combination of client type and grant is among them. */
export const KINDS: readonly Kind[] = [
  {
    name: 'Portal',
    description: 'Web portal that signs its users in.',
    clientType: CONFIDENTIAL,
    grantType: GrantType.AUTHORIZATION_CODE,
    scopes: ['read'],
    maximumScopes: ['write'],
    redirectUris: (label, domain) => [`https://${label}.${domain}/oauth/callback`, `https://staging.${label}.${domain}/oauth/callback`],
  },
  {
    name: 'Sync',
    description: 'Nightly job that runs without a user.',
    clientType: CONFIDENTIAL,
    grantType: GrantType.CLIENT_CREDENTIALS,
    scopes: ['write'],
    maximumScopes: ['write'],
    redirectUris: none,
  },
  {
    name: 'Mobile',
    description: 'App for phones and tablets.',
    clientType: PUBLIC,
    grantType: GrantType.AUTHORIZATION_CODE,
    scopes: ['read'],
    maximumScopes: ['write'],
    redirectUris: (label, domain) => [`${domain.split('.').reverse().join('.')}.${label}:/callback`],
  },
  {
    name: 'Dashboard',
    description: 'Single-page application in the browser.',
    clientType: PUBLIC,
    grantType: GrantType.AUTHORIZATION_CODE,
    scopes: ['read'],
    maximumScopes: ['read'],
    redirectUris: (label, domain) => [`https://${label}.${domain}/`, 'http://localhost:3000/'],
  },
  {
    name: 'Desktop',
    description: 'Desktop client that listens on the loopback address.',
    clientType: PUBLIC,
    grantType: GrantType.AUTHORIZATION_CODE,
    scopes: ['write'],
    maximumScopes: ['write'],
    redirectUris: () => ['http://127.0.0.1/callback', 'http://[::1]/callback'],
  },
  {
    name: 'Display',
    description: 'Wall display that is signed in from another device.',
    clientType: PUBLIC,
    grantType: GrantType.DEVICE_CODE,
    scopes: ['read'],
    maximumScopes: ['read'],
    redirectUris: none,
  },
  {
    name: 'Gateway',
    description: 'Signed in once from another device, then runs by itself.',
    clientType: CONFIDENTIAL,
    grantType: GrantType.DEVICE_CODE,
    scopes: ['read'],
    maximumScopes: ['write'],
    redirectUris: none,
  },
  {
    name: 'Legacy Connector',
    description: 'Older system that asks for passwords; to be replaced.',
    clientType: CONFIDENTIAL,
    grantType: GrantType.PASSWORD,
    scopes: ['read'],
    maximumScopes: ['read'],
    redirectUris: none,
  },
  {
    name: 'Field Terminal',
    description: 'Terminal without a browser; to be replaced.',
    clientType: PUBLIC,
    grantType: GrantType.PASSWORD,
    scopes: ['read'],
    maximumScopes: ['read'],
    redirectUris: none,
  },
];
