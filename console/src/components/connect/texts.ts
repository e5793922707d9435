import type { GrantType } from '../../api/generated/graphql.ts';
import type { Tool } from './snippets.ts';

/** What is said of how to connect an application. */
export const texts = {
  title: 'Connect',
  about: 'What its makers need. Libraries find everything else by the discovery document.',
  clientId: 'Client id',
  issuer: 'Issuer',
  discovery: 'Discovery document',
  redirectUri: 'Redirect URI',
  scope: 'Scope',
  secret: 'Client secret',
  secretText: 'Not shown here. The programs below take it from the environment variable CLIENT_SECRET.',
  noSecret: 'None: it is a public client.',
  grantType: 'It gets its tokens by',
  tool: 'With',
  tools: {
    curl: 'curl',
    'openid-client': 'openid-client (JavaScript)',
    spring: 'Spring Security',
    go: 'oauth2 (Go)',
    authlib: 'Authlib (Python)',
    aspnet: 'ASP.NET Core',
  } satisfies Record<Tool, string>,
  grantTypes: {
    AUTHORIZATION_CODE: 'Authorization code',
    CLIENT_CREDENTIALS: 'Client credentials',
    DEVICE_CODE: 'Device code',
    PASSWORD: 'Password',
  } satisfies Record<GrantType, string>,
  snippet: (tool: string) => `Program for ${tool}`,
  password: 'The gateway refuses passwords unless it runs with PASSWORD_GRANT=true.',
};
