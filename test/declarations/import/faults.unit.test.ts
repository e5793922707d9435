import { describe, expect, it } from '@jest/globals';
import { SOURCES } from '../../../src/declarations/import/sources.rules.ts';
import { SAFE } from './support/reports.ts';

type Name = keyof typeof SOURCES;

/** A client of each system with nothing wrong, and how a document has a list of them. */
const SOUND: Readonly<Record<Name, Readonly<Record<string, unknown>>>> = {
  keycloak: { clientId: 'portal', publicClient: true, redirectUris: ['https://portal.example.org/'] },
  hydra: { client_id: 'portal', token_endpoint_auth_method: 'none', redirect_uris: ['https://portal.example.org/'] },
  auth0: { name: 'portal', app_type: 'spa', callbacks: ['https://portal.example.org/'] },
  awx: { name: 'portal', client_type: 'public', authorization_grant_type: 'password' },
};

/** What is wrong with a client that differs from the sound one. */
const faultsOf = (name: Name, client: unknown) => {
  const whole = typeof client === 'object' && client !== null && !Array.isArray(client) ? { ...SOUND[name], ...client } : client;
  const [report] = SOURCES[name].translate([whole], SAFE);
  expect(report).not.toHaveProperty('application');
  return report?.faults.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe.each(Object.keys(SOURCES) as Name[])('an input of %s', (name) => {
  it('has nothing wrong where it is sound', () => {
    const [report] = SOURCES[name].translate([SOUND[name]], SAFE);
    expect(report).toMatchObject({ name: 'portal', application: { name: 'portal' }, faults: [] });
  });

  it.each([
    [null, 'null'],
    [42, 'a number'],
    ['clients', 'a text'],
    [true, 'a boolean'],
    [[], 'a list'],
  ])('has no client that is %j', (client, kind) => {
    expect(faultsOf(name, client)).toEqual([`0: Must be a record, not ${kind}.`]);
  });

  it.each([null, undefined, 42, 'text', true, {}, [[]], { clients: null }, { clients: 'x' }, { results: {} }, { items: 7 }])(
    'may be anything, and is not taken for a client: %j',
    (document) => {
      const reports = SOURCES[name].translate(document, SAFE);
      expect(reports).toHaveLength(1);
      expect(reports[0]?.faults.length).toBeGreaterThan(0);
    },
  );

  it('may be an empty list', () => {
    expect(SOURCES[name].translate([], SAFE)).toEqual([]);
  });

  it('has members of its own alone', () => {
    const reports = SOURCES[name].translate(JSON.parse('[{"__proto__": {"clientId": "x", "client_id": "xyz", "name": "x"}}]'), SAFE);
    expect(reports[0]?.faults.length).toBeGreaterThan(0);
  });
});

describe('a list that is none', () => {
  it.each([
    ['keycloak', { clients: null }, 'clients: Must be a list, not null.'],
    ['keycloak', { realm: 'demo' }, 'clients: Is missing.'],
    ['keycloak', { clients: {} }, 'clients: Must be a list, not a record.'],
    ['auth0', { clients: '@@CLIENTS@@' }, 'clients: Must be a list, not a text. Replace the placeholder "@@CLIENTS@@" first.'],
    ['awx', { aap_applications: 7 }, 'aap_applications: Must be a list, not a number.'],
    ['hydra', { items: 'x' }, 'items: Must be a list, not a text.'],
  ] as const)('is a fault: %s %j', (name, document, fault) => {
    const reports = SOURCES[name].translate(document, SAFE);
    expect(reports.flatMap(({ faults }) => faults.map(({ path, message }) => `${path.join('.')}: ${message}`))).toEqual([fault]);
  });
});

describe('a value of a wrong type is a fault with its path', () => {
  it.each([
    ['keycloak', { clientId: 42 }, ['0.clientId: Must be a text, not a number.']],
    ['keycloak', { clientId: null }, ['0.clientId: Is missing.']],
    ['keycloak', { redirectUris: 'https://x.example/' }, ['0.redirectUris: Must be a list, not a text.']],
    [
      'keycloak',
      { redirectUris: ['https://x.example/', 7, null] },
      [1, 2].map((at) => `0.redirectUris.${at}: Must be a text, not ${at === 1 ? 'a number' : 'null'}.`),
    ],
    ['keycloak', { publicClient: 'yes' }, ['0.publicClient: Must be true or false, not a text.']],
    ['keycloak', { bearerOnly: {} }, ['0.bearerOnly: Must be true or false, not a record.']],
    [
      'keycloak',
      { attributes: { 'access.token.lifespan': '5 minutes' } },
      ['0.attributes.access.token.lifespan: Must be a whole number of seconds of at most 2147483647, not a text.'],
    ],
    ['hydra', { scope: 7 }, ['0.scope: Must be a list, not a number.']],
    [
      'hydra',
      { authorization_code_grant_access_token_lifespan: '5 minutes' },
      ['0.authorization_code_grant_access_token_lifespan: Must be a duration such as "1h30m", of at most 2147483647 seconds.'],
    ],
    ['auth0', { name: 7 }, ['0.name: Must be a text, not a number.']],
    ['auth0', { jwt_configuration: { lifetime_in_seconds: 1.5 } }, [expect.stringContaining('0.jwt_configuration.lifetime_in_seconds: ')]],
    ['awx', { client_type: 'secret' }, ['0.client_type: Must be one of confidential, public.']],
    ['awx', { authorization_grant_type: null }, ['0.authorization_grant_type: Is missing.']],
  ] as const)('%s %j', (name, client, faults) => {
    expect(faultsOf(name, client)).toEqual(faults);
  });
});

describe('a placeholder is a fault that names it', () => {
  it.each([
    [
      'keycloak',
      { secret: '$(env:PORTAL_SECRET)', publicClient: false },
      '0.secret: Has the placeholder "$(env:PORTAL_SECRET)": replace it first.',
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what other tools replace
    ['keycloak', { name: '${NAME}' }, '0.name: Has the placeholder "${NAME}": replace it first.'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what other tools replace
    ['keycloak', { rootUrl: '${ROOT}', redirectUris: ['/a', '/b'] }, '0.rootUrl: Has the placeholder "${ROOT}": replace it first.'],
    ['keycloak', { redirectUris: ['https://##HOST##/'] }, '0.redirectUris.0: Has the placeholder "##HOST##": replace it first.'],
    [
      'keycloak',
      { attributes: { 'post.logout.redirect.uris': 'https://a.example/##HOST##x' } },
      '0.attributes.post.logout.redirect.uris: Has the placeholder "##HOST##": replace it first.',
    ],
    ['auth0', { callbacks: '@@CALLBACKS@@' }, '0.callbacks: Has the placeholder "@@CALLBACKS@@": replace it first.'],
    ['hydra', { client_uri: 'https://{{ host }}/' }, '0.client_uri: Has the placeholder "{{ host }}": replace it first.'],
    ['awx', { redirect_uris: '##URIS##' }, '0.redirect_uris: Has the placeholder "##URIS##": replace it first.'],
  ] as const)('%s %j', (name, client, fault) => {
    expect(faultsOf(name, client)).toEqual([fault]);
  });

  it('only where it would be taken', () => {
    const client = { ...SOUND.auth0, resource_server_identifier: 'https://##ENV##.example.org/' };
    expect(SOURCES.auth0.translate([client], SAFE)).toMatchObject([{ faults: [], lost: ['resource_server_identifier'] }]);
  });

  it('and not in the secret of a public client, which is not taken', () => {
    const client = { ...SOUND.keycloak, secret: '##SECRET##' };
    expect(SOURCES.keycloak.translate([client], SAFE)).toMatchObject([{ faults: [], lost: ['secret, as a public client has none'] }]);
  });

  it('and no part of a secret is', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what looks like what other tools replace
    const secret = 'q7ZkP2mVx9LrTn4BwYs8${h9Q}';
    expect(faultsOf('keycloak', { publicClient: false, secret })).toEqual(['0.secret: Has a placeholder in it: replace it first.']);
  });
});

describe('clients that would be one application', () => {
  it('are faults, but for the first, if they have the same client id', () => {
    const [first, second] = SOURCES.keycloak.translate({ clients: [SOUND.keycloak, SOUND.keycloak] }, SAFE);
    expect(first).toMatchObject({ application: { clientId: 'portal' }, faults: [] });
    expect(second).not.toHaveProperty('application');
    expect(second?.faults).toEqual([{ path: ['clients', 1], message: 'Has the client id "portal", as clients.0 has.' }]);
  });

  it('are called by their client ids if they have the same name', () => {
    const clients = ['one', 'two'].map((clientId) => ({ ...SOUND.keycloak, clientId, name: clientId === 'one' ? 'Straße' : 'STRASSE' }));
    const reports = SOURCES.keycloak.translate(clients, SAFE);
    expect(reports.map(({ application }) => application?.name)).toEqual(['Straße', 'two']);
    expect(reports[1]?.changed).toMatchObject([{ field: 'name', why: '0 has its name already.' }]);
  });

  it('are faults if they have nothing but the same name', () => {
    const [, second] = SOURCES.awx.translate([SOUND.awx, { ...SOUND.awx, name: 'PORTAL' }], SAFE);
    expect(second?.faults).toEqual([{ path: [1], message: 'Has the name of 0, and names are unique inside an organization.' }]);
  });

  it('may be ten thousand', () => {
    const clients = Array.from({ length: 10_000 }, (_, index) => ({
      ...SOUND.keycloak,
      clientId: `portal-${index % 5_000}`,
      name: 'Portal',
    }));
    const reports = SOURCES.keycloak.translate({ clients }, SAFE);
    expect(reports.filter(({ application }) => application)).toHaveLength(5_000);
    expect(reports.filter(({ faults }) => faults.length > 0)).toHaveLength(5_000);
  });
});
