import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ClientType, GrantType } from '../../src/applications/application.rules.ts';
import { deleteApplication } from '../../src/applications/application.service.ts';
import { schemaOfDocuments } from '../../src/cli/declarations.ts';
import { exported } from '../../src/cli/export.actions.ts';
import type { ApplicationDeclaration } from '../../src/declarations/declaration.inputs.ts';
import { applyApplications } from '../../src/declarations/declaration.service.ts';
import { readDeclarations } from '../../src/declarations/file.rules.ts';
import { createOrganization } from '../../src/organizations/organization.service.ts';
import { type Context, createContext } from '../../src/query/context.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { type Random, randomFrom } from '../support/random.ts';
import type { Made } from '../support/world.ts';

const REGISTRIES = Number(process.env.FUZZ_DOCUMENTS ?? 25);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const schema = schemaOfDocuments();

let gateway: Gateway;
const organizations: Made[] = [];
beforeAll(async () => {
  gateway = await startGateway({ REDIRECT_URI_RULES: 'http-hosts,dotless-schemes,path-wildcards' });
  for (const name of ['Acme', 'true', '- 1: "#']) {
    const { organization } = await createOrganization(gateway.operator, { name });
    organizations.push(organization as Made);
  }
});
afterAll(() => gateway.stop());

/** A context that has loaded nothing yet. */
const fresh = (): Context => {
  const { store, settings, viewer } = gateway.operator;
  return createContext({ store, settings, viewer });
};

const some = <T>(random: Random, values: readonly T[]): T[] => values.filter(() => random.chance(50));
/** Texts that mean something to YAML, to editors or to terminals. */
const TEXTS = [
  'null',
  'yes',
  '0x1f',
  '1e3',
  '2026-01-01',
  "it's",
  '"',
  '#',
  'a: b',
  '- a',
  '*a',
  '&a',
  '!a',
  '|',
  '>',
  '{}',
  'Zoë',
  '👩‍👩‍👧',
  '\\',
  '%20',
  '@',
  '`',
];
const URIS = [
  'https://app.example.org/callback',
  'https://[2001:db8::1]/?a=%20',
  'com.example.app:/callback',
  'http://127.0.0.1/',
  'http://intranet/x',
  'https://app.example.org/a/*',
];

function randomApplication(random: Random, index: number): ApplicationDeclaration {
  const clientType = random.one(Object.values(ClientType));
  const types = some(random, Object.values(GrantType)).filter(
    (type) => clientType === ClientType.CONFIDENTIAL || type !== GrantType.CLIENT_CREDENTIALS,
  );
  const grantTypes = types.length > 0 ? types : [GrantType.DEVICE_CODE];
  const uris = some(random, URIS);
  const maximumScopes = some(random, ['read', 'write', 'admin']);
  return {
    name: `${random.one(TEXTS)} ${index}`,
    clientType,
    grantTypes,
    redirectUris: uris.length > 0 ? uris : [URIS[0] as string],
    postLogoutRedirectUris: some(random, URIS.slice(0, 2)),
    webOrigins: some(random, ['https://app.example.org', 'https://other.example.org:8443']),
    tags: some(random, ['team:web', '1.0', 'true', '-', 'null']),
    maximumScopes,
    scopes: some(random, maximumScopes),
    ...Object.fromEntries(
      some<[string, unknown]>(random, [
        ['clientId', `${random.one(['null', '0x1f', 'true', '1.5', '-.-'])}-${index}`],
        ['description', `${random.one(TEXTS)}\n\n  ${random.one(TEXTS)}\n`],
        ['vendor', random.one(TEXTS)],
        ['url', 'https://example.org/?a#b'],
        ['ownerContact', random.one(['ada@example.org', 'https://example.org/team'])],
        ['skipAuthorization', random.chance(50)],
        ['trusted', random.chance(50)],
        ['enabled', random.chance(50)],
        ['accessValidity', 1 + random.below(1_000)],
        ['grantValidity', 1 + random.below(1_000)],
        ['renewable', random.chance(50)],
      ]),
    ),
  };
}

/** Applies a file, organization by organization. @returns what became of the applications */
async function apply(text: string): Promise<string[]> {
  const faults: string[] = [];
  const documents = readDeclarations('file', text, schema, faults);
  expect(faults).toEqual([]);
  const actions: string[] = [];
  for (const { organization, applications } of documents) {
    const { id: organizationId } = organizations[['Acme', 'true', '- 1: "#'].indexOf(organization)] as Made;
    const { plan, userErrors } = await applyApplications(fresh(), { organizationId, applications: [...applications] });
    expect(userErrors).toEqual([]);
    actions.push(...(plan ?? []).map(({ action }) => action));
  }
  return actions;
}

async function wipe(): Promise<void> {
  const rows = await gateway.app.store.read(true).selectFrom('application').select('id').execute();
  for (const { id } of rows) await deleteApplication(fresh(), { id: toGlobalId('Application', Number(id)) });
}

it.each(Array.from({ length: REGISTRIES }, (_, index) => SEED + index))(
  'what is exported plans nothing, and makes the same again where nothing is left (FUZZ_SEED=%i)',
  async (seed) => {
    const random = randomFrom(seed);
    await wipe();
    for (const { id: organizationId } of organizations) {
      const applications = Array.from({ length: random.below(6) }, (_, index) => randomApplication(random, index));
      const own = applications.map(({ clientId, ...one }) =>
        clientId ? { ...one, clientId: `${clientId}-${organizationId.slice(-6)}` } : one,
      );
      const { userErrors } = await applyApplications(fresh(), { organizationId, applications: own });
      expect(userErrors).toEqual([]);
    }
    const text = await exported(fresh(), {});
    expect(new Set(await apply(text)).has('KEEP') || text.split('\n').length < 4).toBe(true);
    expect(await exported(fresh(), {})).toBe(text);
    await wipe();
    const made = await apply(text);
    expect(made.filter((action) => action !== 'CREATE')).toEqual([]);
    expect(await exported(fresh(), {})).toBe(text);
  },
);
