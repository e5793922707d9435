import { literal } from './literals.ts';
import { type ConnectValues, endpointsOf, hasSecret, lines, redirectUriOf, scopeOf } from './values.ts';

const { shell } = literal;
const field = (name: string, value: string) => `--data-urlencode ${shell(`${name}=${value}`)}`;
/** A field whose value is that of a variable. */
const variable = (name: string, of: string) => `--data-urlencode "${name}=$${of}"`;
const post = (url: string, ...fields: readonly (string | false)[]) =>
  [`curl -sS ${shell(url)}`, ...fields.filter((one) => one !== false)].join(' \\\n  ');

/** For a terminal: POSIX shell, curl, and OpenSSL where a code is asked for. */
export function curl(values: ConnectValues): string {
  const { issuer, clientId, grantType } = values;
  const { authorization, device, token } = endpointsOf(issuer);
  const client = [field('client_id', clientId), hasSecret(values) && variable('client_secret', 'CLIENT_SECRET')] as const;
  const scope = field('scope', scopeOf(values).join(' '));
  switch (grantType) {
    case 'CLIENT_CREDENTIALS':
      return post(token, '-d grant_type=client_credentials', scope, ...client);
    case 'PASSWORD':
      return lines(
        `printf 'User name: '; read -r NAME`,
        `printf 'Password: '; stty -echo; read -r PASSWORD; stty echo; echo`,
        post(token, '-d grant_type=password', variable('username', 'NAME'), variable('password', 'PASSWORD'), scope, ...client),
      );
    case 'DEVICE_CODE':
      return lines(
        post(device, scope, ...client),
        '# Open verification_uri_complete of the answer in a browser. When you have allowed it there, type its device_code.',
        `printf '\\ndevice_code: '; read -r DEVICE_CODE`,
        post(token, '-d grant_type=urn:ietf:params:oauth:grant-type:device_code', variable('device_code', 'DEVICE_CODE'), ...client),
      );
    case 'AUTHORIZATION_CODE': {
      const redirectUri = redirectUriOf(values);
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: scopeOf(values).join(' '),
        code_challenge_method: 'S256',
      });
      return lines(
        `VERIFIER=$(openssl rand -base64 48 | tr -d '\\n=' | tr '+/' '-_')`,
        `CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 | tr -d '\\n=' | tr '+/' '-_')`,
        'STATE=$(openssl rand -hex 16)',
        `echo "Open in a browser:"`,
        `echo ${shell(`${authorization}?${query}`)}"&state=$STATE&code_challenge=$CHALLENGE"`,
        '# You come back to an address with state=… and code=… in it. Go on only if the state is the same.',
        `printf 'code: '; read -r CODE`,
        post(
          token,
          '-d grant_type=authorization_code',
          variable('code', 'CODE'),
          variable('code_verifier', 'VERIFIER'),
          field('redirect_uri', redirectUri),
          ...client,
        ),
      );
    }
  }
}
