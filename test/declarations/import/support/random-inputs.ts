import { SOURCES } from '../../../../src/declarations/import/sources.rules.ts';
import type { Random } from '../../../support/random.ts';

type Name = keyof typeof SOURCES;
export const NAMES = Object.keys(SOURCES) as Name[];

/** What a secret has, and nothing else of an input. */
export const SECRET = 'q7ZkP2mVx9LrTn4BwYs8';
const SECRETS = [
  ...[`${SECRET}-${SECRET}`, SECRET, `${SECRET}\${h9Q}${SECRET}`, `${SECRET}\0${SECRET}`, `${SECRET} ${SECRET}`, `${SECRET}ü${SECRET}`],
  ...['**********', '', 'x'.repeat(300), null, 42, { value: SECRET }, [SECRET]],
];
const TEXTS = [
  ...[
    '',
    ' ',
    'portal',
    'Portal',
    'constructor',
    '__proto__',
    'a\0b',
    '\ud800',
    '\u202egnp',
    'x'.repeat(300),
    'öäü',
    '##X##',
    '@@X@@',
    '-1',
    '300',
  ],
  ...[
    '1h30m',
    '24h',
    'true',
    'false',
    'none',
    'private_key_jwt',
    'spa',
    'native',
    'regular_web',
    'non_interactive',
    'box',
    'saml',
    'openid-connect',
  ],
  ...[
    'public',
    'confidential',
    'authorization-code',
    'password',
    'implicit',
    'client-jwt',
    'account',
    'x-realm',
    'ada@example.org',
    'read write admin',
  ],
];
const URIS = [
  ...[
    'https://portal.example.org/callback',
    'https://portal.example.org/*',
    'https://portal.example.org*',
    '*',
    '+',
    '-',
    '/',
    '/callback',
    '/*',
  ],
  ...[
    'http://localhost:*',
    'http://127.0.0.1:*/x',
    'http://localhost:*/*',
    'http://[::1]:8080/',
    'http://localhost:*.evil.example',
    'http://intranet/',
  ],
  ...[
    'myapp://x',
    'com.example.app:/x',
    'javascript:alert(1)',
    'https://x.example/#y',
    'https://ü.example/',
    'https://a@x.example/',
    'https://x.example:99999/',
  ],
  ...[
    'https://x.example/?code=1',
    `https://x.example/${'y'.repeat(3_000)}`,
    '+##https://x.example/##/y',
    'https://x.example/\n',
    'http://X.example/',
  ],
];
const WORDS = [
  ...[
    'authorization_code',
    'implicit',
    'password',
    'client_credentials',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:x',
  ],
  ...['code', 'id_token token', 'read', 'write', 'admin', 'openid', 'certificate:manage', 'orders', 'Read', '', '\u001b[31m'],
];
const OTHERS = [null, undefined, true, false, 0, -1, 300, 1.5, Number.NaN, 2 ** 40, {}, [], { a: {} }, [[]], [null], [{ name: '\u009b' }]];

const anything = (random: Random): unknown => {
  const item = () => (random.chance(99) ? random.one([...URIS, ...WORDS]) : random.one([...OTHERS, ...TEXTS]));
  const list = () => Array.from({ length: random.below(random.chance(2) ? 70 : 4) }, item);
  return random.one([() => random.one(TEXTS), () => random.one(URIS), list, list, () => random.one(OTHERS)])();
};

/** What suits a member, mostly. */
function valueFor(random: Random, key: string): unknown {
  if (/secret$/.test(key)) return random.one(random.chance(50) ? SECRETS.slice(0, 2) : SECRETS);
  if (random.chance(2)) return anything(random);
  const list = (values: readonly string[]) => Array.from({ length: random.below(5) }, () => random.one(values));
  if (/ur[il]s$|origins$|callbacks|logout_urls/i.test(key) && !key.includes('/')) return list(URIS);
  if (/types$|scopes$/i.test(key)) return list(WORDS);
  if (/Enabled$|enabled$|Client$|Only$|Required$|consent$|authorization$|party$/.test(key))
    return random.one([true, false, 'true', 'false']);
  if (/lifespan$|seconds$/i.test(key))
    return random.chance(98)
      ? random.one(/_(?:access|refresh)_/.test(key) ? ['1h', '90s', '0'] : ['300', 300, '-1', 0])
      : random.one(TEXTS);
  return random.one(random.chance(50) ? TEXTS : URIS);
}

/** A client with random members, those of the mapping and others. */
function clientOf(random: Random, name: Name): Record<string, unknown> {
  const client: Record<string, unknown> = {};
  const keys = [
    ...Object.values(SOURCES[name].mapping).flatMap(({ theirs }: { theirs: readonly string[] }) => theirs),
    'x\u0007',
    'protocol',
    'kind',
  ];
  for (const key of keys) {
    if (random.chance(35)) continue;
    const [first = '', ...rest] = key.split('/');
    const value = valueFor(random, key);
    if (rest.length === 0) client[first] = value;
    else client[first] = { ...(client[first] as object), [rest.join('/')]: value };
  }
  // what most have, so that many can be taken
  if (random.chance(90)) Object.assign(client, { protocol: 'openid-connect', bearerOnly: false, authorizationServicesEnabled: false });
  if (random.chance(90)) client.app_type = random.one(['spa', 'native', 'regular_web', 'non_interactive']);
  for (const key of ['redirectUris', 'redirect_uris', 'callbacks'])
    if (random.chance(90)) client[key] = [URIS[0], ...(Array.isArray(client[key]) ? client[key] : [])];
  const identity = `${random.one(['portal', 'a.b', 'X_1'])}-${random.below(6)}`;
  if (random.chance(70)) Object.assign(client, { clientId: identity, client_id: identity });
  if (random.chance(70)) Object.assign(client, { name: identity, client_name: identity });
  if (name === 'awx' && random.chance(80)) Object.assign(client, { client_type: random.one(['public', 'confidential']) });
  if (name === 'awx' && random.chance(80))
    client.authorization_grant_type = random.one(['authorization-code', 'password', 'implicit', 'x']);
  return client;
}

/** A document with random clients, or something else. */
export function documentOf(random: Random, name: Name): unknown {
  if (random.chance(3)) return anything(random);
  const clients = Array.from({ length: random.below(5) }, () => (random.chance(97) ? clientOf(random, name) : anything(random)));
  const key = random.one(['clients', 'items', 'results', 'aap_applications']);
  const around = { accessTokenLifespan: valueFor(random, 'lifespan'), clientGrants: anything(random), roles: anything(random) };
  return random.one([clients, { [key]: clients, ...around }, { realm: 'x', clients, ...around }, { clients }]);
}
