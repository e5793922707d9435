import { readFileSync } from 'node:fs';
import { closest } from 'fastest-levenshtein';
import { z } from 'zod';
import { GrantType } from './applications/application.rules.ts';
import { poolerOf, serversOf, targetOf } from './database/servers.ts';
import { isTrustProxy, trustProxy } from './http/address.ts';
import { type Logo, readLogo } from './http/pages/logo.ts';
import { encryptionKeyOf, isEncryptionKey } from './oauth/key-encryption.ts';
import type { Limit, Limits } from './shared/limits.ts';
import { isLoopback } from './shared/network.ts';
import { isReserved } from './shared/reserved-names.ts';
import { BUILT_IN_SCOPES, SCOPE_TOKEN, type Scope } from './shared/scopes.ts';
import { DOORS, RELAXATIONS, type Settings } from './shared/settings.ts';
import { suggestionFor } from './suggestion.ts';
import { lengthOfPassword, MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH } from './users/password.rules.ts';

/** A whole number in decimal digits. */
const count = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const origins = list.refine(
  (items) => items.every((item) => item === '*' || URL.parse(item)?.origin === item),
  'must be origins, such as "https://example.org", separated by commas',
);
const noRelaxation = ({ input }: { input?: unknown }) =>
  `has a word that is none of ${RELAXATIONS.join(', ')}; the nearest is ${closest(String(input).toLowerCase(), RELAXATIONS)}`;
const relaxations = list.pipe(z.array(z.enum(RELAXATIONS, { error: noRelaxation })));
const doors = list
  .transform((names) => [...new Set(names)])
  .pipe(z.array(z.enum(DOORS, { error: () => `has a name that is none of ${DOORS.join(', ')}` })));
const VENAFI_GRANT_TYPES = [GrantType.DEVICE_CODE, GrantType.PASSWORD] as const;
const venafiGrantTypes = list
  .transform((names) => [...new Set(names)])
  .pipe(z.array(z.enum(VENAFI_GRANT_TYPES, { error: () => `has a word that is none of ${VENAFI_GRANT_TYPES.join(', ')}` })))
  .refine((types) => types.length > 0, 'must name at least one grant type');
const seconds = count(1, 2 ** 31 - 1);
const isPostgresql = (url: string) => {
  const servers = serversOf(url).map((server) => URL.parse(server));
  return servers.length > 0 && servers.every((server) => server && server.pathname.length > 1 && (server.host || servers.length === 1));
};
const databaseUrl = z
  .string()
  .regex(/^(sqlite:.|postgres(ql)?:\/\/)/, 'must begin with "sqlite:" or "postgresql://"')
  .refine((url) => url.startsWith('sqlite:') || isPostgresql(url), 'must be like "postgresql://user:password@host:5432/database"')
  .refine(
    (url) => url.startsWith('sqlite:') || ['any', 'read-write', 'primary', null].includes(targetOf(url)),
    'must not ask for a standby: target_session_attrs must be read-write, if it is there',
  )
  .refine((url) => ['transaction', null].includes(poolerOf(url)), 'must say pooler=transaction, if it speaks of a pooler');
// a comma is also what stands between the hosts of one URL
const replicaUrls = z
  .string()
  .transform((text) => text.split(/,(?=\s*postgres(?:ql)?:\/\/)/).flatMap((url) => url.trim() || []))
  .refine((urls) => urls.every(isPostgresql), 'must be like "postgresql://user:password@host:5432/database"')
  .transform((urls) => urls.flatMap(serversOf));
const encryptionKeys = list
  .refine((keys) => keys.every(isEncryptionKey), 'must be 32 bytes in base64, as "openssl rand -base64 32" makes them')
  .transform((keys) => keys.map(encryptionKeyOf));
const password = z
  .string()
  .refine((text) => lengthOfPassword(text) >= MINIMUM_PASSWORD_LENGTH, `must have at least ${MINIMUM_PASSWORD_LENGTH} characters`)
  .refine((text) => lengthOfPassword(text) <= MAXIMUM_PASSWORD_LENGTH, `must have at most ${MAXIMUM_PASSWORD_LENGTH} characters`);
const proxies = z
  .string()
  .refine(isTrustProxy, 'must be true, false, a number, or networks such as "loopback, 10.0.0.0/8"')
  .transform(trustProxy);
const brandName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(60, 'must have at most 60 characters')
  .regex(/^\P{C}*$/u, 'must be one line of text');
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

interface Variable {
  readonly schema: z.ZodType;
  readonly default: string | undefined;
  readonly meaning: string;
}

/** Every environment variable that is read, with its default and meaning. */
export const VARIABLES = {
  PORT: { schema: count(0, 65_535), default: '4000', meaning: 'The gateway listens on this port. With 0 it takes a free one.' },
  HOST: { schema: z.string().min(1), default: '127.0.0.1', meaning: 'The gateway listens on this address.' },
  DATABASE_URL: {
    schema: databaseUrl,
    default: 'sqlite:data/clientele.db',
    meaning:
      'The database is sqlite:FILE, sqlite::memory: or postgresql://…; the last may name several hosts, one of which takes over from another.',
  },
  DATABASE_REPLICA_URLS: {
    schema: replicaUrls,
    default: '',
    meaning: 'The gateway reads from these PostgreSQL replicas. Commas separate them.',
  },
  REPLICA_MAX_LAG: {
    schema: count(1, 3_600),
    default: '10',
    meaning: 'A replica may lag behind by this many seconds. The gateway does not read from one that lags further.',
  },
  PUBLIC_URL: {
    schema: z.url({ protocol: /^https?$/ }).refine((url) => !/[?#@]/.test(url), 'must have no query, no fragment and no user'),
    default: undefined,
    meaning: 'Clients reach the gateway at this URL. It is http://localhost:PORT if you do not set it.',
  },
  KEY_ENCRYPTION_KEY: {
    schema: encryptionKeys,
    default: '',
    meaning:
      'This key encrypts the keys of the OAuth server in the database. It is 32 bytes in base64. Earlier keys may follow it, separated by commas.',
  },
  ADMIN_PASSWORD: {
    schema: password,
    default: undefined,
    meaning: 'The first start makes the user "admin" with this password, or with a random one if you do not set it.',
  },
  SCOPES_FILE: {
    schema: z.string().min(1),
    default: undefined,
    meaning: 'This JSON file declares further scopes: {"name": "description", …}.',
  },
  TRUST_PROXY: {
    schema: proxies,
    default: 'false',
    meaning: 'The gateway believes X-Forwarded-For if it comes from these proxies: true for one, a number for so many, or their networks.',
  },
  CORS_ORIGINS: {
    schema: origins,
    default: '',
    meaning: 'Browser front ends of these origins may call the gateway. Commas separate them; * allows all.',
  },
  INTROSPECTION: {
    schema: flag,
    default: undefined,
    meaning: 'With true, clients may ask for the schema. The default is true, but false when NODE_ENV is production.',
  },
  CONSOLE: {
    schema: flag,
    default: 'true',
    meaning:
      'With true, the gateway serves its console at /, for people who keep applications in a browser. With false, it does not, and the tokens of the console do not work.',
  },
  FEDERATION: {
    schema: flag,
    default: 'false',
    meaning: 'With true, the API is a subgraph of Apollo Federation 2: routers can ask for _service and _entities.',
  },
  PERSISTED_DOCUMENTS: {
    schema: z.string().min(1),
    default: undefined,
    meaning:
      "Clients may send the ids of the documents in this directory instead of the documents. Its *.json files are Apollo's manifests.",
  },
  PERSISTED_DOCUMENTS_MODE: {
    schema: z.enum(['log', 'only'], { error: () => 'must be log or only' }),
    default: undefined,
    meaning:
      'With log, the log has the operations that are not in PERSISTED_DOCUMENTS. With only, the gateway refuses them. If you do not set it, they are like all others.',
  },
  BRAND_NAME: {
    schema: brandName,
    default: 'Clientele',
    meaning: 'People see this name on all pages.',
  },
  BRAND_LOGO: {
    schema: z.string().min(1),
    default: undefined,
    meaning: 'People see this logo on all pages: an SVG or PNG file of up to 262144 bytes. If you do not set it: our own.',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    meaning: 'The log has lines of this level and of more important ones.',
  },
  ACCESS_VALIDITY: { schema: seconds, default: '3600', meaning: 'Access tokens of applications are valid for this many seconds.' },
  GRANT_VALIDITY: { schema: seconds, default: '2592000', meaning: 'Refresh tokens are valid for this many seconds.' },
  PERSONAL_TOKEN_VALIDITY: { schema: seconds, default: '7776000', meaning: 'Personal tokens are valid for at most this many seconds.' },
  PASSWORD_GRANT: {
    schema: flag,
    default: 'false',
    meaning: 'With true, the gateway serves the password grant, for older systems. This grant hands passwords to applications.',
  },
  REDIRECT_URI_RULES: {
    schema: relaxations,
    default: '',
    meaning:
      'Applications may also register redirect URIs with these, separated by commas: http-hosts (http off loopback), dotless-schemes (such as cursor://…), path-wildcards (a * at the end of a path).',
  },
  DOORS: {
    schema: doors,
    default: '',
    meaning: 'Clients of these systems find the paths here that they know, separated by commas: awx, venafi, easir.',
  },
  DOORS_VENAFI_ORGANIZATION: {
    schema: z.string().min(1),
    default: undefined,
    meaning:
      'Clients of Venafi register applications in the organization of this name. If you do not set it: in the only one that the user administers.',
  },
  DOORS_VENAFI_GRANT_TYPES: {
    schema: venafiGrantTypes,
    default: 'DEVICE_CODE,PASSWORD',
    meaning:
      'Applications that clients of Venafi register have these grant types, separated by commas: DEVICE_CODE, PASSWORD. The first never changes. PASSWORD is served with PASSWORD_GRANT=true alone.',
  },
  DOORS_EASIR_ORGANIZATION: {
    schema: z.string().min(1),
    default: undefined,
    meaning:
      "Clients of EASI'R register applications in the organization of this name. If you do not set it: in the only one that the user administers.",
  },
  LIMIT_LOGIN_FAILURES: {
    schema: count(1, 1_000),
    default: '5',
    meaning: 'One address may send this many wrong passwords for one account, and ten times as many for all accounts together.',
  },
  LIMIT_LOGIN_SECONDS: {
    schema: seconds,
    default: '300',
    meaning: 'After too many wrong passwords the gateway refuses further ones for this many seconds.',
  },
  LIMIT_CREDENTIALS: {
    schema: count(1, 1_000_000),
    default: '100',
    meaning: 'One address may send this many client secrets and tokens that do not work in a minute.',
  },
  LIMIT_USER_CODES: {
    schema: count(1, 1_000_000),
    default: '20',
    meaning: 'One address may enter this many codes that no device shows in five minutes.',
  },
  LIMIT_STARTS: {
    schema: count(1, 1_000_000),
    default: '600',
    meaning:
      'One address may begin this many logins, devices and pushed requests in ten minutes. A client with a secret may begin ten times as many.',
  },
  LIMIT_STARTS_KEPT: {
    schema: count(100, 10_000_000),
    default: '20000',
    meaning:
      'The gateway keeps this many sessions and the like that belong to nobody yet, from all addresses together. It deletes the oldest of them first.',
  },
  LIMIT_TAKEN: {
    schema: count(1, 1_000_000),
    default: '30',
    meaning: 'One user may be told this many times in an hour that a name is taken by something that the user may not read.',
  },
  LIMIT_BODY_BYTES: { schema: count(1_000, 10_000_000), default: '256000', meaning: 'A request body may have this many bytes.' },
  LIMIT_QUERY_TOKENS: { schema: count(100, 100_000), default: '2000', meaning: 'A GraphQL document may have this many lexical tokens.' },
  LIMIT_SELECTIONS: {
    schema: count(100, 1_000_000),
    default: '5000',
    meaning: 'A GraphQL document may have this many selections, with its fragments spread.',
  },
  LIMIT_DEPTH: { schema: count(3, 100), default: '15', meaning: 'A GraphQL operation may have this many levels.' },
  LIMIT_COST: {
    schema: count(100, 10_000_000),
    default: '20000',
    meaning: 'A GraphQL operation may ask for this many objects. Everything else that takes time counts as objects, too.',
  },
  LIMIT_HEADER_SECONDS: { schema: count(1, 600), default: '10', meaning: 'A client may take this many seconds to send its headers.' },
  LIMIT_REQUEST_SECONDS: { schema: count(1, 600), default: '30', meaning: 'A client may take this many seconds to send a request.' },
  LIMIT_PENDING: {
    schema: count(1, 100_000),
    default: '64',
    meaning:
      'The gateway works on this many requests at once. It answers further ones with 503 immediately, and then takes on half as many for 10 seconds.',
  },
  LIMIT_IDLE_SECONDS: { schema: count(1, 86_400), default: '75', meaning: 'The gateway keeps an idle connection for this many seconds.' },
  LIMIT_CLIENT_CONNECTIONS: {
    schema: count(10, 1_000_000),
    default: '10000',
    meaning: 'A process keeps this many connections of clients. When there are more, it closes the one that has been idle for longest.',
  },
  LIMIT_CONNECTIONS: {
    schema: count(1, 1_000),
    default: '10',
    meaning: 'A process opens at most this many connections to each PostgreSQL server.',
  },
  WORKERS: { schema: count(1, 64), default: '1', meaning: 'This many processes serve on the one address.' },
  PURGE_SECONDS: {
    schema: count(1, 86_400),
    default: '60',
    meaning:
      'The gateway deletes expired codes, sessions and counts once in this many seconds. Expired tokens stay until "clientele purge".',
  },
  ACTIVITY_RETENTION_DAYS: {
    schema: count(1, 36_500),
    default: undefined,
    meaning: 'The gateway deletes activity for good after this many days, without archiving it. It deletes none if you do not set this.',
  },
  DRAIN_SECONDS: {
    schema: z
      .string()
      .regex(/^\d{1,3}(\.\d+)?$/, 'must be a number from 0 to 600')
      .transform(Number)
      .refine((value) => value <= 600, 'must be a number from 0 to 600'),
    default: '1',
    meaning: 'The gateway takes connections for this many seconds after it has told /readyz that it stops.',
  },
} as const satisfies Record<string, Variable>;

type Name = keyof typeof VARIABLES;
type Values = {
  [N in Name]: z.infer<(typeof VARIABLES)[N]['schema']> | ((typeof VARIABLES)[N]['default'] extends string ? never : undefined);
};

/** Everything that can be configured, checked. */
export interface Config extends Omit<Values, 'INTROSPECTION'> {
  readonly INTROSPECTION: boolean;
  /** Whether `NODE_ENV` is `production`. */
  readonly isProduction: boolean;
  /** Whether Apollo Sandbox is served: a script from elsewhere, so only where nobody can log in from anywhere but this machine. */
  readonly hasSandbox: boolean;
  /** What is allowed and yet unsafe, each in one line for the person who starts the gateway. */
  readonly warnings: readonly string[];
  /** What BRAND_LOGO names. */
  readonly logo: Logo | undefined;
  readonly settings: Settings;
  readonly limits: Limits;
}

/** A fault of the configuration; its message is one line for the person who starts the gateway. */
export class ConfigError extends Error {}

/**
 * Reads the configuration.
 * @param environment by default the process's own; read nowhere else
 * @throws {ConfigError} naming the first variable that is wrong
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const unknown = Object.keys(environment).find((name) => /^LIMIT_/.test(name) && !(name in VARIABLES));
  if (unknown) throw new ConfigError(`${unknown}: there is no such setting. "clientele serve --help" lists them.`);
  for (const name of Object.keys(environment)) {
    const meant = suggestionFor(name, Object.keys(VARIABLES));
    if (meant) throw new ConfigError(`${name}: there is no such setting; did you mean ${meant}? "clientele serve --help" lists all.`);
  }
  const values = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, checked(name as Name, environment)])) as Values;
  if (values.DATABASE_REPLICA_URLS.length > 0 && values.DATABASE_URL.startsWith('sqlite:'))
    throw new ConfigError('DATABASE_REPLICA_URLS: only a PostgreSQL database has replicas; DATABASE_URL is a SQLite one.');
  if (values.WORKERS > 1 && values.DATABASE_URL === 'sqlite::memory:') {
    throw new ConfigError('WORKERS: a database in memory belongs to one process. Set DATABASE_URL to a file or to PostgreSQL.');
  }
  if (values.PERSISTED_DOCUMENTS_MODE && !values.PERSISTED_DOCUMENTS)
    throw new ConfigError('PERSISTED_DOCUMENTS_MODE: there are no documents. Set PERSISTED_DOCUMENTS to their directory.');
  const isProduction = environment.NODE_ENV === 'production';
  const isPlain = values.PUBLIC_URL !== undefined && !isEncrypted(values.PUBLIC_URL);
  if (isPlain && isProduction)
    throw new ConfigError('PUBLIC_URL: must begin with "https://" in production, unless its host is this machine itself.');
  return {
    ...values,
    INTROSPECTION: values.INTROSPECTION ?? !isProduction,
    isProduction,
    hasSandbox: !isProduction && isLoopback(values.HOST) && isLoopback(URL.parse(values.PUBLIC_URL ?? '')?.hostname ?? 'localhost'),
    warnings: isPlain
      ? ['PUBLIC_URL: passwords and tokens go over the network for everybody to read; begin it with "https://". An error in production.']
      : [],
    logo: values.BRAND_LOGO === undefined ? undefined : readBrandLogo(values.BRAND_LOGO),
    limits: limitsOf(values),
    settings: {
      scopes: [...BUILT_IN_SCOPES, ...(values.SCOPES_FILE ? readScopes(values.SCOPES_FILE) : [])],
      accessValidity: values.ACCESS_VALIDITY,
      grantValidity: values.GRANT_VALIDITY,
      personalTokenValidity: values.PERSONAL_TOKEN_VALIDITY,
      redirectUriRules: values.REDIRECT_URI_RULES,
    },
  };
}

function limitsOf(values: Values): Limits {
  const login = { most: values.LIMIT_LOGIN_FAILURES, seconds: values.LIMIT_LOGIN_SECONDS };
  const start = { most: values.LIMIT_STARTS, seconds: 600 };
  const tenTimes = ({ most, seconds }: Limit): Limit => ({ most: most * 10, seconds });
  return {
    password: login,
    network: tenTimes(login),
    account: tenTimes(login),
    notice: { most: 1, seconds: 86_400 },
    credential: { most: values.LIMIT_CREDENTIALS, seconds: 60 },
    userCode: { most: values.LIMIT_USER_CODES, seconds: 300 },
    start,
    clientStart: tenTimes(start),
    taken: { most: values.LIMIT_TAKEN, seconds: 3_600 },
  };
}

function checked(name: Name, environment: Readonly<Record<string, string | undefined>>): unknown {
  const { schema, default: fallback }: Variable = VARIABLES[name];
  const given = environment[name] || fallback;
  if (given === undefined) return undefined;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  // the value may be a password, so it is not repeated
  throw new ConfigError(`${name}: ${parsed.error.issues[0]?.message ?? 'is wrong'}. (${VARIABLES[name].meaning})`);
}

/** Whether what passes through an address is encrypted, or stays on this machine (RFC 6749, section 3.1). */
function isEncrypted(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || isLoopback(hostname);
}

function readBrandLogo(file: string): Logo {
  try {
    return readLogo(file);
  } catch (error) {
    throw new ConfigError(`BRAND_LOGO: ${file} ${(error as Error).message}.`);
  }
}

function readScopes(file: string): Scope[] {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const reserved = Object.keys(json ?? {}).find(isReserved);
    if (reserved) throw new Error(`no scope can be called "${reserved}"`);
    const declared = z.record(z.string().regex(SCOPE_TOKEN), z.string().min(1)).parse(json);
    const clash = BUILT_IN_SCOPES.find(({ name }) => name in declared);
    if (clash) throw new Error(`"${clash.name}" is built in`);
    return Object.entries(declared).map(([name, description]) => ({ name, description }));
  } catch (error) {
    throw new ConfigError(
      `SCOPES_FILE: ${file} is not a JSON object of scope names and descriptions: ${(error as Error).message.split('\n')[0]}`,
    );
  }
}
