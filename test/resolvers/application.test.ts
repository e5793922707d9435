import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Application } from '../../src/applications/application.entity.ts';
import { ApplicationResolver } from '../../src/applications/application.resolver.ts';
import { ClientType, GrantType } from '../../src/applications/application.rules.ts';
import { createApplication } from '../../src/applications/application.service.ts';
import type { DatabaseStore } from '../../src/database/store.ts';
import type { Organization } from '../../src/organizations/organization.entity.ts';
import { organizationById } from '../../src/organizations/organization.loaders.ts';
import { createOrganization } from '../../src/organizations/organization.service.ts';
import { createContext } from '../../src/query/context.ts';
import { loader } from '../../src/query/loader.ts';
import type { Row } from '../../src/query/tables.ts';
import { OPERATOR } from '../../src/shared/viewer.ts';
import { ApplicationTokensResolver } from '../../src/tokens/token.resolver.ts';
import { asViewer, openStore, SETTINGS, somebody } from '../support/as-viewer.ts';

let store: DatabaseStore;
let acme: Row<Organization>;
let portal: Row<Application>;

beforeAll(async () => {
  store = await openStore();
  const operator = createContext({ store, settings: SETTINGS, viewer: OPERATOR });
  acme = (await createOrganization(operator, { name: 'Acme' })).organization as Row<Organization>;
  const { application } = await createApplication(operator, {
    name: 'Portal',
    organizationId: acme.id,
    clientType: ClientType.CONFIDENTIAL,
    authorizationGrantType: GrantType.CLIENT_CREDENTIALS,
  });
  portal = application as Row<Application>;
});
afterAll(() => store.close());

describe('a resolver method with a hand-made context', () => {
  const resolver = new ApplicationResolver();

  it('answers what the viewer may do', () => {
    const context = createContext({ store, settings: SETTINGS, viewer: somebody({ [acme.databaseId]: 'AUDITOR' }) });
    expect(resolver.userCapabilities(context, portal)).toEqual({ edit: false, delete: false });
  });

  it('reads through the store', async () => {
    const context = createContext({ store, settings: SETTINGS, viewer: somebody({ [acme.databaseId]: 'MEMBER' }) });
    expect(await resolver.application(context, portal.id)).toMatchObject({ name: 'Portal', organizationId: acme.databaseId });
  });

  it('finds nothing of an organization in which the viewer has no role', async () => {
    const context = createContext({ store, settings: SETTINGS, viewer: somebody() });
    expect(await resolver.application(context, portal.id)).toBeNull();
  });

  it('takes what its loader was primed with', async () => {
    const context = createContext({ store, settings: SETTINGS, viewer: somebody() });
    organizationById(context).prime(portal.organizationId, { name: 'Made by hand' } as Row<Organization>);
    expect(await resolver.organization(context, portal)).toEqual({ name: 'Made by hand' });
  });

  it('counts the tokens of many applications with one batch', async () => {
    const context = createContext({ store, settings: SETTINGS, viewer: OPERATOR });
    const batches: (readonly number[])[] = [];
    loader(context, 'token counts', async (ids: readonly number[]) => {
      batches.push(ids);
      return new Map();
    });
    const tokens = new ApplicationTokensResolver();
    await Promise.all([1, 2, 3].map((databaseId) => tokens.tokenCounts(context, { ...portal, databaseId })));
    expect(batches).toEqual([[1, 2, 3]]);
  });
});

describe('a whole operation as a viewer', () => {
  const rename = `mutation ($input: UpdateApplicationInput!) {
    updateApplication(input: $input) { application { name } userErrors { field code } }
  }`;

  it('lets an ADMIN rename an application', async () => {
    const admin = somebody({ [acme.databaseId]: 'ADMIN' });
    const { data, errors } = await asViewer(store, admin, rename, { input: { id: portal.id, name: 'Gate' } });
    expect(errors).toBeUndefined();
    expect(data.updateApplication).toEqual({ application: { name: 'Gate' }, userErrors: [] });
  });

  it('refuses it to a MEMBER', async () => {
    const member = somebody({ [acme.databaseId]: 'MEMBER' });
    const { data } = await asViewer(store, member, rename, { input: { id: portal.id, name: 'Mine' } });
    expect(data.updateApplication).toEqual({ application: null, userErrors: [{ field: ['id'], code: 'FORBIDDEN' }] });
  });

  it('refuses it to a token that may only read', async () => {
    const reader = somebody({ [acme.databaseId]: 'ADMIN' }, { scopes: new Set(['read']) });
    const { data, errors } = await asViewer(store, reader, rename, { input: { id: portal.id, name: 'Mine' } });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('shows nobody anything', async () => {
    const nobody = somebody({}, { userId: null, trusted: false, scopes: new Set() });
    const { errors } = await asViewer(store, nobody, '{ applications { totalCount } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
