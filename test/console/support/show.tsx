import { ApolloProvider } from '@apollo/client/react';
import { MantineProvider } from '@mantine/core';
import { act, configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, type RouteObject } from 'react-router';
import { createClient } from '../../../console/src/api/client.ts';
import { Routed } from '../../../console/src/app/Routed.tsx';
import { theme } from '../../../console/src/app/theme.ts';
import { type Answer, FakeGateway } from './gateway.ts';

// whoever waits for something waits until it is there: how fast that is, is not what is tested
configure({ asyncUtilTimeout: 30_000 });

/** Somebody who may do everything. */
export const SUPERUSER = {
  __typename: 'User',
  id: 'user-1',
  username: 'ada',
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.org',
  isSuperuser: true,
  isSystemAuditor: false,
  organizations: { __typename: 'OrganizationConnection', totalCount: 0, edges: [] },
};

/**
 * Shows routes at an address, asking a gateway that answers as is said, and `Viewer` with a superuser unless that is said, too.
 * @returns what acts as a user, the router, the gateway, and the client of the API
 */
export async function show(routes: RouteObject[], at: string, answers: Record<string, Answer> = {}) {
  const gateway = new FakeGateway({ Viewer: { viewer: SUPERUSER }, ...answers });
  globalThis.fetch = gateway.fetch;
  const router = createMemoryRouter(routes, { initialEntries: [at] });
  const client = createClient(gateway.fetch);
  const shown = await act(async () =>
    render(
      <MantineProvider theme={theme} env="test" withCssVariables={false} withGlobalClasses={false}>
        <ApolloProvider client={client}>
          <Routed router={router} />
        </ApolloProvider>
      </MantineProvider>,
    ),
  );
  return { user: userEvent.setup({ delay: null }), router, gateway, client, ...shown };
}
