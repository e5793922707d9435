import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { forgetActivity } from './activity/purge.ts';
import { GrantType } from './applications/application.rules.ts';
import type { Config } from './config.ts';
import { requireCurrentSchema } from './database/migrate.ts';
import { withoutValues } from './database/statements.ts';
import { DatabaseStore } from './database/store.ts';
import { every } from './every.ts';
import { loadCompiler } from './graphql/compiler.ts';
import { createGraphQLServer } from './graphql/server.ts';
import type { OnUntrusted } from './graphql/trusted-documents.ts';
import { Admission, everySecond } from './http/admission.ts';
import { boundConnections, untilNoneConnects } from './http/connections.ts';
import { graphqlEndpoint } from './http/graphql.ts';
import { callWithin } from './http/inner-call.ts';
import { landingPage, nothingPage, SANDBOX_ORIGINS } from './http/landing.ts';
import { logoRoute } from './http/logo.ts';
import { createMetrics } from './http/metrics.ts';
import { createBrand } from './http/pages/brand.ts';
import { probes } from './http/probes.ts';
import { type Console, createHttpServer, type Doors, type Mount, onlyBy } from './http/server.ts';
import { inOrder } from './in-order.ts';
import { CredentialGuard } from './limits/credential-guard.ts';
import { Limiter } from './limits/limiter.ts';
import { harmless } from './log.ts';
import { readPersistedDocuments } from './persisted-documents.ts';
import type { Context } from './query/context.ts';
import { isUnavailable } from './query/dialect/driver-errors.ts';
import { countRegistry } from './registry/count-registry.ts';
import { RefusedLogins } from './registry/refused-logins.ts';
import { contextOf } from './request-context.ts';
import { buildSchema, permissionOf } from './schema.ts';
import { TokenUsage } from './tokens/usage.ts';

/**
 * Milliseconds between serving GraphQL and loading the authorization server. Requests that have waited are answered in this time:
 * the server is a quarter of all code, and while it is loaded nothing else is done.
 */
const HEAD_START = 25;
/** How many requests for what the console is made of are under way at once: a few that read a file each, for many pages. */
const FILES_PENDING = 256;
/** Milliseconds between two looks whether the registry is to be counted. */
const LOOK_WHETHER_TO_COUNT = 60_000;

/** Makes the database fit for this code before it serves. */
export type Prepare = (store: DatabaseStore, config: Config) => Promise<void>;

interface Starting {
  readonly prepare?: Prepare;
  readonly turn?: (() => Promise<void>) | undefined;
  readonly consoleFiles?: string | undefined;
}

/** A gateway that serves. */
export interface App {
  readonly store: DatabaseStore;
  readonly server: Server;
  /** Where it listens. */
  readonly url: string;
  /** Where its console is, as browsers see it; undefined where it is off. */
  readonly home: string | undefined;
  /** Stops: tells `/readyz`, waits, answers what is under way, closes the database. */
  stop(): Promise<void>;
}

/**
 * Starts a gateway. The only wiring there is: the command line and the tests call it alike.
 * @param options.consoleFiles the directory in which the console was built; without one, there is none
 * @param options.turn waits until all connections that the system has accepted by now are here; a turn of the event loop by itself
 * @throws if the database cannot be reached, or is not at the version of this code
 */
export async function createApp(
  config: Config,
  logger: Logger,
  { prepare = requireCurrentSchema, turn = setImmediate, consoleFiles }: Starting = {},
): Promise<App> {
  const log = harmless(logger);
  const trusted = readPersistedDocuments(config, consoleFiles);
  if (trusted) log.info({ documents: trusted.size }, 'knows documents by their ids');
  const store = await DatabaseStore.open({
    url: config.DATABASE_URL,
    replicaUrls: config.DATABASE_REPLICA_URLS,
    replicaMaxLag: config.REPLICA_MAX_LAG,
    onReplicaChange: ({ name, state, reason, fault }) => {
      if (state === 'serving') log.info({ replica: name }, 'reads from a replica');
      else log.warn({ replica: name, reason, err: fault }, 'leaves out a replica');
    },
    onPrimaryChange: (from, to) => log.warn({ from, to }, 'another server has become the primary'),
    poolSize: config.LIMIT_CONNECTIONS,
    onStatement: logger.isLevelEnabled('trace') ? (sql) => log.trace({ sql: withoutValues(sql) }, 'statement') : undefined,
    onConnectionError: (error) => log.warn({ err: error }, 'lost a database connection'),
    onTightened: (file) => log.warn({ file }, 'others could read the database'),
  });
  try {
    await prepare(store, config);
  } catch (error) {
    await store.close();
    throw error;
  }
  const report = (context: Context | undefined, error: unknown) => log.error({ requestId: context?.requestId, err: error }, 'fault');
  const reportFault = (requestId: string, error: unknown) => log.error({ requestId, err: error }, 'fault');
  const reportWork = (error: unknown) =>
    isUnavailable(error) ? log.warn({ err: error }, 'the database could not do what is tried again') : report(undefined, error);
  const warnOfUntrusted: OnUntrusted = (told) =>
    typeof told === 'number'
      ? log.warn({ count: told }, 'logs no further operations that are not in PERSISTED_DOCUMENTS')
      : log.warn(told, 'executed an operation that is not in PERSISTED_DOCUMENTS');
  const usage = new TokenUsage(store, reportWork);
  const refusedLogins = new RefusedLogins(store, reportWork);
  const metrics = createMetrics(() => store.replicas?.statuses ?? []);
  const limiter = new Limiter(store, config.limits, reportWork);
  const guard = new CredentialGuard(limiter);
  const schema = buildSchema({ federated: config.FEDERATION });
  const base = new URL(`${(config.PUBLIC_URL ?? 'http://localhost').replace(/\/+$/, '')}/`).pathname;
  const brand = createBrand(config.BRAND_NAME, config.logo, base);
  const graphql = createGraphQLServer({
    schema,
    introspection: config.INTROSPECTION,
    landingPage: config.hasSandbox ? undefined : landingPage(brand),
    limits: {
      depth: config.LIMIT_DEPTH,
      cost: config.LIMIT_COST,
      queryTokens: config.LIMIT_QUERY_TOKENS,
      selections: config.LIMIT_SELECTIONS,
    },
    trusted,
    onUntrusted: config.PERSISTED_DOCUMENTS_MODE === 'log' ? warnOfUntrusted : undefined,
    report,
    count: metrics.countError,
  });
  await graphql.start();
  const warnOfOverload = everySecond((count) =>
    log.warn({ count }, 'refused requests, because as many others were under way as LIMIT_PENDING allows'),
  );
  let isDraining = false;
  let mounted: Mount | undefined;
  let doors: Doors | undefined;
  let console: Console | undefined;

  const maxLag = config.DATABASE_REPLICA_URLS.length > 0 ? config.REPLICA_MAX_LAG : 0;
  const parts = { store, settings: config.settings, usage, limiter, guard, maxLag };
  const endpoint = onlyBy(
    ['GET', 'POST'],
    graphqlEndpoint({
      graphql,
      trusted,
      contextOf: (request) => contextOf(request, request.headers.authorization, parts),
      console: () => console,
    }),
  );
  const server = createHttpServer({
    routes: { '/graphql': metrics.timed(endpoint) },
    probes: {
      ...probes({
        whyNotReady: () => (isDraining ? 'draining' : mounted ? undefined : 'starting'),
        store,
        metrics,
      }),
      ...logoRoute(brand),
    },
    admission: new Admission(config.LIMIT_PENDING),
    mount: () => mounted,
    doors: () => doors,
    console: () => console,
    nothing: nothingPage(brand),
    consoleAdmission: new Admission(FILES_PENDING),
    origins: [...config.CORS_ORIGINS, ...(config.hasSandbox ? SANDBOX_ORIGINS : [])],
    trustProxy: config.TRUST_PROXY,
    bodyBytes: config.LIMIT_BODY_BYTES,
    headerSeconds: config.LIMIT_HEADER_SECONDS,
    requestSeconds: config.LIMIT_REQUEST_SECONDS,
    idleSeconds: config.LIMIT_IDLE_SECONDS,
    isDraining: () => isDraining,
    log: (line) => log.info(line, 'request'),
    refused: () => {
      metrics.countRefusal();
      warnOfOverload();
    },
    report: reportFault,
  });
  const warnOfConnections = everySecond((count) => log.warn({ count }, 'ended connections, because there were LIMIT_CLIENT_CONNECTIONS'));
  boundConnections(server, config.LIMIT_CLIENT_CONNECTIONS, warnOfConnections);
  try {
    await listen(server, config);
  } catch (error) {
    await store.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => setTimeout(resolve, HEAD_START));
  const { createOAuthServer } = await import('./oauth/server.ts');
  await loadCompiler();
  const issuer = (config.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, '');
  const { startConsole } = await import('./console.ts');
  console = await startConsole({ config, store, issuer, brand, files: consoleFiles, log });
  const home = console && `${issuer}/`;
  const environment = {
    store,
    settings: config.settings,
    issuer,
    home,
    passwordGrant: config.PASSWORD_GRANT,
    limiter,
    guard,
    onFailedLogin: (login: { readonly reason: string }) => {
      metrics.countFailedLogin(login.reason);
      refusedLogins.note();
      log.warn(login, 'login failed');
    },
    onManyFailedLogins: (user: object) => log.warn(user, 'many logins failed'),
  };
  const oauth = await createOAuthServer({
    ...environment,
    encryptionKeys: config.KEY_ENCRYPTION_KEY,
    purgeSeconds: config.PURGE_SECONDS,
    startsKept: config.LIMIT_STARTS_KEPT,
    origins: config.CORS_ORIGINS,
    brand,
    isUnavailable,
    report: reportFault,
  });
  if (config.DOORS.length > 0) {
    const { openDoors } = await import('./doors/doors.ts');
    doors = await openDoors(config.DOORS, {
      ...environment,
      contextOf: (request, authorization) => contextOf(request, authorization, parts),
      authorizationServer: ({ id, address }, path, form) => {
        const headers = { 'content-type': 'application/x-www-form-urlencoded', host: new URL(issuer).host };
        const inner = { method: 'POST', target: path, headers, body: new URLSearchParams(form).toString() };
        return callWithin((incoming, outgoing) => oauth.handle(incoming, outgoing, { id, address }), inner);
      },
      registering: {
        venafi: { organization: config.DOORS_VENAFI_ORGANIZATION, grantTypes: config.DOORS_VENAFI_GRANT_TYPES },
        easir: { organization: config.DOORS_EASIR_ORGANIZATION, grantTypes: [GrantType.AUTHORIZATION_CODE] },
      },
      permissionOf: (operation) => permissionOf(schema, operation),
      count: metrics.countDoor,
      report: reportFault,
    });
    log.info({ doors: config.DOORS }, 'doors are open');
  }
  mounted = oauth;

  const forget = async () => {
    const days = config.ACTIVITY_RETENTION_DAYS;
    const count = days === undefined ? 0 : await forgetActivity(store, days, () => !isDraining);
    if (count > 0) log.info({ count }, 'deleted activity that is older than ACTIVITY_RETENTION_DAYS');
  };
  const count = async () => {
    await countRegistry(store, { goesOn: () => !isDraining });
  };
  const repeated = [
    ...oauth.recurring.map(({ milliseconds, work }) => every(milliseconds, work, (error) => reportFault('none', error))),
    every(config.PURGE_SECONDS * 1000, forget, reportWork),
    every(LOOK_WHETHER_TO_COUNT, count, reportWork),
  ];

  const stop = async () => {
    if (isDraining) return;
    isDraining = true;
    await new Promise((resolve) => setTimeout(resolve, config.DRAIN_SECONDS * 1000));
    const close = async () => {
      await untilNoneConnects(server, turn);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
        // a server that is closed does not look at its time limits any more
        setTimeout(() => server.closeAllConnections(), config.LIMIT_REQUEST_SECONDS * 1000).unref();
      });
    };
    const steps = {
      'requests under way': close,
      'repeated work': async () => {
        for (const { stop } of repeated) await stop();
      },
      'stamps of used tokens': () => usage.flush(),
      'counts of refused logins': () => refusedLogins.flush(),
      'counts of attempts': () => limiter.flush(),
      'the GraphQL server': () => graphql.stop(),
      'connections to the database': () => store.close(),
    };
    await inOrder(steps, (waitsFor) => log.warn({ waitsFor }, 'takes long to stop'));
  };
  return { store, server, url: `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`, home, stop };
}

function listen(server: Server, { PORT, HOST }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, HOST, resolve);
  });
}
