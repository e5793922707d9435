import { literal } from './literals.ts';
import { type ConnectValues, endpointsOf, hasSecret, lines, redirectUriOf, scopeOf } from './values.ts';

const { go } = literal;

/** For Go: https://pkg.go.dev/golang.org/x/oauth2. */
export function goOauth2(values: ConnectValues): string {
  const { grantType } = values;
  const standard = ['context', 'fmt', 'log', ...(hasSecret(values) || grantType === 'PASSWORD' ? ['os'] : [])];
  const imports = {
    AUTHORIZATION_CODE: { standard: [...standard, 'net/url'], library: 'golang.org/x/oauth2' },
    DEVICE_CODE: { standard, library: 'golang.org/x/oauth2' },
    PASSWORD: { standard, library: 'golang.org/x/oauth2' },
    CLIENT_CREDENTIALS: { standard, library: 'golang.org/x/oauth2/clientcredentials' },
  }[grantType];
  return lines(
    '// go get golang.org/x/oauth2',
    'package main',
    '',
    'import (',
    ...imports.standard.toSorted().map((name) => `\t"${name}"`),
    '',
    `\t"${imports.library}"`,
    ')',
    '',
    'func main() {',
    '\tctx := context.Background()',
    ...(grantType === 'CLIENT_CREDENTIALS' ? clientCredentials(values) : [...configuration(values), ...FLOWS[grantType](values)]).map(
      (line) => `\t${line}`,
    ),
    '\tif err != nil {',
    '\t\tlog.Fatal(err)',
    '\t}',
    '\tfmt.Println(token.AccessToken)',
    '}',
  );
}

const scopes = (values: ConnectValues) => `[]string{${scopeOf(values).map(go).join(', ')}}`;
type Fields = readonly (readonly [name: string, value: string])[];

/** The fields of a literal, as gofmt aligns them. */
function fieldsOf(...fields: (readonly [name: string, value: string] | false)[]): readonly string[] {
  const given: Fields = fields.filter((field) => field !== false);
  const width = Math.max(...given.map(([name]) => name.length)) + 2;
  return given.map(([name, value]) => `\t${`${name}:`.padEnd(width)}${value},`);
}

const secret = (values: ConnectValues) => hasSecret(values) && (['ClientSecret', 'os.Getenv("CLIENT_SECRET")'] as const);

const clientCredentials = (values: ConnectValues): readonly string[] => [
  'config := clientcredentials.Config{',
  ...fieldsOf(
    ['ClientID', go(values.clientId)],
    secret(values),
    ['TokenURL', go(endpointsOf(values.issuer).token)],
    ['Scopes', scopes(values)],
  ),
  '}',
  'token, err := config.Token(ctx)',
];

function configuration(values: ConnectValues): readonly string[] {
  const { authorization, device, token } = endpointsOf(values.issuer);
  const isCode = values.grantType === 'AUTHORIZATION_CODE';
  return [
    'config := oauth2.Config{',
    ...fieldsOf(['ClientID', go(values.clientId)], secret(values), isCode && ['RedirectURL', go(redirectUriOf(values))], [
      'Scopes',
      scopes(values),
    ]),
    '\tEndpoint: oauth2.Endpoint{',
    ...fieldsOf(
      isCode && ['AuthURL', go(authorization)],
      values.grantType === 'DEVICE_CODE' && ['DeviceAuthURL', go(device)],
      ['TokenURL', go(token)],
      ['AuthStyle', hasSecret(values) ? 'oauth2.AuthStyleInHeader' : 'oauth2.AuthStyleInParams'],
    ).map((line) => `\t${line}`),
    '\t},',
    '}',
  ];
}

const FLOWS = {
  AUTHORIZATION_CODE: () => [
    '// in a web server, keep both in the session of the browser',
    'state, verifier := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()',
    'fmt.Println("Open in a browser:", config.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier)))',
    'fmt.Print("Where you were sent: ")',
    'var address string',
    'fmt.Scanln(&address)',
    'answer, err := url.Parse(address)',
    'if err != nil || answer.Query().Get("state") != state {',
    '\tlog.Fatal("that is not the answer to this login")',
    '}',
    'token, err := config.Exchange(ctx, answer.Query().Get("code"), oauth2.VerifierOption(verifier))',
  ],
  DEVICE_CODE: (values: ConnectValues) => [
    `device, err := config.DeviceAuth(ctx${hasSecret(values) ? ', oauth2.SetAuthURLParam("client_secret", config.ClientSecret)' : ''})`,
    'if err != nil {',
    '\tlog.Fatal(err)',
    '}',
    'fmt.Println("Open", device.VerificationURI, "and type", device.UserCode)',
    'token, err := config.DeviceAccessToken(ctx, device)',
  ],
  PASSWORD: () => ['token, err := config.PasswordCredentialsToken(ctx, os.Getenv("NAME"), os.Getenv("PASSWORD"))'],
};
