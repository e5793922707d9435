import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { ACCESS_VALIDITY, CLIENT } from '../data.ts';

/** oidc-provider by itself: one client that it was told of, tokens in memory. What this grant has no use for is off, as in the gateway. */
const port = Number(process.env.PORT);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: CLIENT.scope,
    },
  ],
  scopes: [CLIENT.scope],
  ttl: { ClientCredentials: ACCESS_VALIDITY },
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as never] },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    resourceIndicators: { enabled: false },
  },
});
provider.listen(port, '127.0.0.1');
