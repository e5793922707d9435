import { changed, created, edited, found, fresh, promiseSameRights, type Sent } from '../support/rights.ts';
import { newApplication } from '../support/venafi.ts';

const called = (method: string, body: object): Sent => ({ method: 'POST', path: `/vedsdk/OAuth/${method}`, body });
const inGraphQL = (organizationId: string, more: object = {}) => ({
  name: fresh('Made'),
  organizationId,
  clientType: 'CONFIDENTIAL',
  authorizationGrantType: 'PASSWORD',
  ...more,
});

promiseSameRights('venafi', [
  {
    promise: 'read an application',
    graphql: found('application', created),
    sent: async (world) => called('GetApplication', { ApplicationId: (await world.register()).clientId }),
  },
  {
    promise: 'create an application',
    isSet: true,
    graphql: changed('createApplication', ({ acme }) => inGraphQL(acme.id)),
    sent: () => called('CreateApplication', newApplication({ Scope: 'write', MaximumScope: 'write' })),
  },
  {
    promise: 'let an application administrate others',
    isSet: true,
    graphql: changed('createApplication', ({ acme }) => inGraphQL(acme.id, { scopes: ['write'], maximumScopes: ['write'] })),
    sent: () => called('CreateApplication', newApplication({ Scope: 'write', MaximumScope: 'admin' })),
  },
  {
    promise: 'edit an application',
    graphql: changed('updateApplication', edited),
    sent: async (world) => {
      const { ApplicationId: _, ...application } = newApplication({ Scope: 'write', MaximumScope: 'write' });
      return called('UpdateApplication', { Application: { ID: (await world.register()).clientId, ...application } });
    },
  },
  {
    promise: 'delete an application',
    graphql: changed('deleteApplication', async (world) => ({ id: (await created(world)).id })),
    sent: async (world) => called('DeleteApplication', { ApplicationId: (await world.register()).clientId }),
  },
]);
