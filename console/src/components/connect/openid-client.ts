import { literal } from './literals.ts';
import { type ConnectValues, hasSecret, isPlain, lines, placeOf, redirectUriOf, scopeOf } from './values.ts';

const { js } = literal;

/** What makes the configuration: by discovery. */
const configuration = (values: ConnectValues): string =>
  lines(
    'const config = await client.discovery(',
    `  new URL(${js(values.issuer)}),`,
    `  ${js(values.clientId)},`,
    '  undefined,',
    hasSecret(values) ? '  client.ClientSecretPost(process.env.CLIENT_SECRET),' : '  client.None(),',
    isPlain(values) && '  { execute: [client.allowInsecureRequests] }, // http, on this machine alone',
    ');',
  );

const scope = (values: ConnectValues): string => js(scopeOf(values).join(' '));

/** The address of the login. @param begin what stands before it. @param end what stands after it */
const authorizationUrl = (values: ConnectValues, begin: string, redirectUri: string, end: string, indentation = ''): readonly string[] =>
  [
    `${begin}client.buildAuthorizationUrl(config, {`,
    `  redirect_uri: ${redirectUri},`,
    `  scope: ${scope(values)},`,
    '  state,',
    '  code_challenge: await client.calculatePKCECodeChallenge(verifier),',
    "  code_challenge_method: 'S256',",
    `})${end}`,
  ].map((line) => indentation + line);

const CHECKS = '{ expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: true }';
const RANDOM = 'const [state, verifier] = [client.randomState(), client.randomPKCECodeVerifier()];';

/** For Node, or for a browser where the client is a page: https://github.com/panva/openid-client, version 6. */
export function openidClient(values: ConnectValues): string {
  const { grantType } = values;
  const isPage = grantType === 'AUTHORIZATION_CODE' && !hasSecret(values) && placeOf(redirectUriOf(values)) === 'browser';
  return lines(
    isPage ? '// npm install openid-client; in a module of the page' : '// npm install openid-client; in a file such as connect.mjs',
    grantType === 'AUTHORIZATION_CODE' && !isPage && importsOf(values),
    "import * as client from 'openid-client';",
    '',
    configuration(values),
    flow(values, isPage),
  );
}

/** What it needs of Node, where users come back to it. */
function importsOf(values: ConnectValues): readonly string[] {
  if (hasSecret(values)) return ["import { createServer } from 'node:http';"];
  if (placeOf(redirectUriOf(values)) !== 'loopback') return ["import { createInterface } from 'node:readline/promises';"];
  return ["import { once } from 'node:events';", "import { createServer } from 'node:http';"];
}

function flow(values: ConnectValues, isPage: boolean): string {
  switch (values.grantType) {
    case 'CLIENT_CREDENTIALS':
      return lines(
        `const tokens = await client.clientCredentialsGrant(config, { scope: ${scope(values)} });`,
        'console.log(tokens.access_token);',
      );
    case 'PASSWORD':
      return lines(
        "const tokens = await client.genericGrantRequest(config, 'password', {",
        '  username: process.env.NAME,',
        '  password: process.env.PASSWORD,',
        `  scope: ${scope(values)},`,
        '});',
        'console.log(tokens.access_token);',
      );
    case 'DEVICE_CODE':
      return lines(
        `const device = await client.initiateDeviceAuthorization(config, { scope: ${scope(values)} });`,
        'console.log(`Open ${device.verification_uri} and type ${device.user_code}`);',
        'const tokens = await client.pollDeviceAuthorizationGrant(config, device);',
        'console.log(tokens.access_token);',
      );
    case 'AUTHORIZATION_CODE':
      if (isPage) return page(values);
      return hasSecret(values) ? server(values) : native(values);
  }
}

/** A web server. What a login needs at its end is in a cookie of the browser that began it. */
const server = (values: ConnectValues): string =>
  lines(
    `const redirectUri = new URL(${js(redirectUriOf(values))});`,
    '',
    'createServer(async (request, response) => {',
    '  const url = new URL(request.url, redirectUri);',
    '  try {',
    "    if (!url.searchParams.has('state')) {",
    `      ${RANDOM}`,
    ...authorizationUrl(values, 'const login = ', 'redirectUri.href', ';', '      '),
    '      const cookie = `login=${state}.${verifier}; HttpOnly; SameSite=Lax; Path=/`;',
    "      response.writeHead(302, { location: login.href, 'set-cookie': cookie }).end();",
    '      return;',
    '    }',
    '    const [, state, verifier] = /(?:^|; )login=([^.;]+)\\.([^;]+)/.exec(request.headers.cookie) ?? [];',
    `    const tokens = await client.authorizationCodeGrant(config, url, ${CHECKS});`,
    '    response.end(`Signed in: ${tokens.claims().sub}`);',
    '  } catch (error) {',
    '    response.writeHead(400).end(error.message);',
    '  }',
    /^http:/i.test(redirectUriOf(values))
      ? '}).listen(redirectUri.port || 80);'
      : '}).listen(3000); // behind what speaks https at the redirect URI',
  );

/** A page in a browser. */
const page = (values: ConnectValues): string =>
  lines(
    `const redirectUri = ${js(redirectUriOf(values))};`,
    '',
    "if (new URLSearchParams(location.search).has('state')) {",
    "  const { state, verifier } = JSON.parse(sessionStorage.getItem('login'));",
    "  sessionStorage.removeItem('login');",
    `  const tokens = await client.authorizationCodeGrant(config, new URL(location.href), ${CHECKS});`,
    "  history.replaceState(null, '', location.pathname);",
    '  console.log(tokens.claims().sub);',
    '} else {',
    `  ${RANDOM}`,
    "  sessionStorage.setItem('login', JSON.stringify({ state, verifier }));",
    ...authorizationUrl(values, 'location.assign(', 'redirectUri', ');', '  '),
    '}',
  );

/** A program on a device of its user. */
const native = (values: ConnectValues): string => {
  const isLoopback = placeOf(redirectUriOf(values)) === 'loopback';
  return lines(
    `const redirectUri = new URL(${js(redirectUriOf(values))});`,
    isLoopback && [
      '// a loopback address may have any port',
      "const host = redirectUri.hostname.replace(/[[\\]]/g, '');",
      'const server = createServer().listen(Number(redirectUri.port), host);',
      "await once(server, 'listening');",
      'redirectUri.port = server.address().port;',
    ],
    '',
    RANDOM,
    ...authorizationUrl(values, 'const login = ', 'redirectUri.href', ';'),
    "console.log('Open in a browser:', login.href);",
    isLoopback
      ? [
          "const [request, response] = await once(server, 'request');",
          "response.end('You can close this window.');",
          'server.close();',
          'const answer = new URL(request.url, redirectUri);',
        ]
      : [
          '// the system opens the program by such an address; here, paste it',
          'const terminal = createInterface({ input: process.stdin, output: process.stdout });',
          "const answer = new URL(await terminal.question('Where you were sent: '));",
          'terminal.close();',
        ],
    `const tokens = await client.authorizationCodeGrant(config, answer, ${CHECKS});`,
    'console.log(tokens.claims().sub, tokens.access_token);',
  );
};
