import { literal } from './literals.ts';
import { type ConnectValues, hasSecret, lines, redirectUriOf, scopeOf } from './values.ts';

const { spring } = literal;

/** For Spring Boot with spring-boot-starter-oauth2-client: its application.yml. Nothing for grant types that it has not. */
export function springSecurity(values: ConnectValues): string | undefined {
  const { issuer, clientId, grantType } = values;
  if (grantType !== 'AUTHORIZATION_CODE' && grantType !== 'CLIENT_CREDENTIALS') return undefined;
  const isCode = grantType === 'AUTHORIZATION_CODE';
  return lines(
    '# application.yml, with org.springframework.boot:spring-boot-starter-oauth2-client',
    isCode &&
      hasSecret(values) && [
        '# PKCE is required. Spring Boot 4 uses it for every client; with Spring Boot 3, give oauth2Login(…).authorizationEndpoint(…) a',
        '# DefaultOAuth2AuthorizationRequestResolver whose customizer is OAuth2AuthorizationRequestCustomizers.withPkce()',
      ],
    'spring:',
    '  security:',
    '    oauth2:',
    '      client:',
    '        registration:',
    '          clientele:',
    `            client-id: ${spring(clientId)}`,
    hasSecret(values) && '            client-secret: "${CLIENT_SECRET}"',
    `            client-authentication-method: ${hasSecret(values) ? 'client_secret_basic' : 'none'}`,
    `            authorization-grant-type: ${isCode ? 'authorization_code' : 'client_credentials'}`,
    isCode && [
      '            # Spring expects /login/oauth2/code/*, unless oauth2Login(…).redirectionEndpoint(…) says otherwise',
      `            redirect-uri: ${spring(redirectUriOf(values))}`,
    ],
    '            scope:',
    scopeOf(values).map((scope) => `              - ${spring(scope)}`),
    '        provider:',
    '          clientele:',
    `            issuer-uri: ${spring(issuer)}`,
  );
}
