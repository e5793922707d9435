import { changed, created, edited, found, fresh, promiseSameRights } from '../support/rights.ts';

const crm = (more: object = {}) => ({ name: fresh('CRM'), redirect_uri: 'https://crm.example.org/callback', ...more });

promiseSameRights('easir', [
  {
    promise: 'read an application',
    graphql: found('application', created),
    sent: async (world) => ({ method: 'GET', path: `/applications/${(await world.register()).clientId}` }),
  },
  {
    promise: 'create an application',
    isSet: true,
    graphql: changed('createApplication', ({ acme }) => ({
      name: fresh('Made'),
      organizationId: acme.id,
      clientType: 'CONFIDENTIAL',
      authorizationGrantType: 'PASSWORD',
    })),
    sent: () => ({ method: 'POST', path: '/applications', body: crm() }),
  },
  {
    promise: 'edit an application',
    graphql: changed('updateApplication', edited),
    sent: async (world) => ({ method: 'PUT', path: `/applications/${(await world.register()).clientId}`, body: crm() }),
  },
  {
    promise: 'change where a trusted application sends codes',
    graphql: changed('updateApplication', async ({ register }) => ({
      id: (await register({ trusted: true })).id,
      redirectUris: ['https://elsewhere.example/'],
    })),
    sent: async ({ register }) => ({
      method: 'PUT',
      path: `/applications/${(await register({ trusted: true })).clientId}`,
      body: crm({ redirect_uri: 'https://elsewhere.example/' }),
    }),
  },
  {
    promise: 'delete an application',
    graphql: changed('deleteApplication', async (world) => ({ id: (await created(world)).id })),
    sent: async (world) => ({ method: 'DELETE', path: `/applications/${(await world.register()).clientId}` }),
  },
]);
