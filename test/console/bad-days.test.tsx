import { afterEach, describe, expect, test } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { Shell } from '../../console/src/app/Shell.tsx';
import { Page as Activity } from '../../console/src/pages/activity/Page.tsx';
import { Page as Organization } from '../../console/src/pages/organization/Page.tsx';
import { Page as Organizations } from '../../console/src/pages/organizations/Page.tsx';
import { show } from './support/show.tsx';

afterEach(cleanup);

const noPage = { __typename: 'PageInfo', endCursor: null, hasNextPage: false };
const ORGANIZATIONS = {
  organizations: {
    __typename: 'OrganizationConnection',
    totalCount: 1,
    pageInfo: noPage,
    edges: [
      {
        __typename: 'OrganizationEdge',
        cursor: 'c1',
        node: {
          __typename: 'Organization',
          id: 'o1',
          name: '<script>alert(1)</script>',
          description: '🎉'.repeat(255),
          viewerRole: 'ADMIN',
          createdAt: '2026-01-01T00:00:00.000Z',
        },
      },
    ],
  },
};
const activity = (operation: string, hasNextPage = false) => ({
  activity: {
    __typename: 'ActivityConnection',
    totalCount: 1,
    pageInfo: { ...noPage, endCursor: 'c', hasNextPage },
    edges: [
      {
        __typename: 'ActivityEdge',
        cursor: 'c',
        node: {
          __typename: 'ActivityEntry',
          id: 'a1',
          operation,
          createdAt: '2026-01-01T00:00:00.000Z',
          objectId: 'x',
          objectType: 'Application',
          objectName: 'Portal',
          actor: null,
          changes: [],
        },
      },
    ],
  },
});
const unavailable = () =>
  new Response(
    JSON.stringify({
      errors: [{ message: 'The database does not answer. Try again in a moment.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    }),
    {
      status: 503,
      headers: { 'content-type': 'application/json', 'retry-after': '1' },
    },
  );

describe('on a bad day', () => {
  test('a gateway that has no time is named where its answer was to be, and asked again by a click', async () => {
    let isBusy = true;
    const { user } = await show([{ path: '/', element: <Organizations /> }], '/', {
      Organizations: () => (isBusy ? unavailable() : ORGANIZATIONS),
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The database does not answer. Try again in a moment.');
    isBusy = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: '<script>alert(1)</script>' })).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('a gateway that cannot be reached is said to be away', async () => {
    await show([{ path: '/', element: <Organizations /> }], '/', {
      Organizations: () => {
        throw new TypeError('Failed to fetch');
      },
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The gateway cannot be reached.');
  });

  test('what a newer gateway does, the console shows by its name', async () => {
    await show([{ path: '/', element: <Activity /> }], '/', { Activity: activity('SPLIT_SECRET') });
    expect(await screen.findByText('Portal')).toBeTruthy();
    expect(screen.getByText(/split secret/)).toBeTruthy();
  });

  test('what cannot be had under another filter leaves no list of the one before', async () => {
    const { user } = await show([{ path: '/', element: <Activity /> }], '/', {
      Activity: (({ filter }: { filter: { operation?: string } }) =>
        filter.operation ? unavailable() : activity('CREATE', true)) as never,
    });
    await screen.findByText('Portal');
    await user.selectOptions(screen.getByRole('combobox', { name: 'What was done' }), 'deleted');
    expect((await screen.findByRole('alert')).textContent).toContain('The database does not answer. Try again in a moment.');
    expect(screen.queryByText('Portal')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  test('why there is no more of a list is said, and what there was of it stays', async () => {
    const { user } = await show([{ element: <Shell />, children: [{ path: '/', element: <Activity /> }] }], '/', {
      Activity: (({ after }: { after?: string }) => (after ? unavailable() : activity('CREATE', true))) as never,
    });
    await user.click(await screen.findByRole('button', { name: 'Show more' }));
    expect(await screen.findByText('The database does not answer. Try again in a moment.')).toBeTruthy();
    expect(screen.getByText('Portal')).toBeTruthy();
  });

  test.each(['operation=constructor', 'operation=__proto__', 'days=1e99', 'days=-1'])(
    'an address with %s asks for all activity',
    async (address) => {
      const asked: object[] = [];
      await show([{ path: '/', element: <Activity /> }], `/?${address}`, {
        Activity: (({ filter }: { filter: object }) => {
          asked.push(filter);
          return activity('CREATE');
        }) as never,
      });
      await screen.findByText('Portal');
      expect(asked).toEqual([{ builtIn: false }]);
    },
  );

  test('what one may not see, and what there is not, are the same page', async () => {
    await show([{ path: '/organizations/:id', element: <Organization /> }], '/organizations/o9', { Organization: { organization: null } });
    expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeTruthy();
  });

  test('a session that ends while one types loses nothing: one signs in again in place, and goes on', async () => {
    const made: unknown[] = [];
    const { user, gateway, router } = await show(
      [
        {
          element: <Shell />,
          children: [
            { path: '/', element: <Organizations /> },
            { path: '/organizations/:id', element: <p>It is there</p> },
          ],
        },
      ],
      '/',
      {
        Organizations: ORGANIZATIONS,
        CreateOrganization: ({ input }: { input: unknown }) => {
          made.push(input);
          const organization = { __typename: 'Organization', id: 'o2', name: 'Acme' };
          return { createOrganization: { __typename: 'CreateOrganizationPayload', organization, userErrors: [] } };
        },
      },
    );
    await user.click(await screen.findByRole('button', { name: 'New organization' }));
    const dialog = await screen.findByRole('dialog', { name: 'New organization' });
    await user.type(within(dialog).getByLabelText(/Name/), 'Acme');
    gateway.tokens.clear();
    gateway.subject = undefined;
    await user.click(within(dialog).getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('Your session has ended')).toBeTruthy();
    expect(made).toEqual([]);
    gateway.subject = '1';
    // what the window says in which one has signed in
    const opened = new BroadcastChannel('clientele-session');
    await act(async () => opened.postMessage('logged in'));
    expect(await screen.findByText('It is there')).toBeTruthy();
    opened.close();
    expect(made).toEqual([{ name: 'Acme', description: '' }]);
    expect(router.state.location.pathname).toBe('/organizations/o2');
    await waitFor(() => expect(screen.queryByText('Your session has ended')).toBeNull());
  });

  test('somebody else who signs in meanwhile gets nothing of what was typed', async () => {
    const { user, gateway } = await show([{ element: <Shell />, children: [{ path: '/', element: <Organizations /> }] }], '/', {
      Organizations: ORGANIZATIONS,
    });
    await user.click(await screen.findByRole('button', { name: 'New organization' }));
    const dialog = await screen.findByRole('dialog', { name: 'New organization' });
    await user.type(within(dialog).getByLabelText(/Name/), 'Acme');
    gateway.tokens.clear();
    gateway.subject = '2';
    await user.click(within(dialog).getByRole('button', { name: 'Create' }));
    expect(await screen.findByText('Somebody else has signed in')).toBeTruthy();
    expect(gateway.executed).not.toContain('CreateOrganization');
  });
});
