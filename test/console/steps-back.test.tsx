import { afterEach, expect, test } from '@jest/globals';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import type { ActivityFilter } from '../../console/src/api/generated/graphql.ts';
import { Page as Activity } from '../../console/src/pages/activity/Page.tsx';
import { Page as Application } from '../../console/src/pages/application/Page.tsx';
import { Page as Organizations } from '../../console/src/pages/organizations/Page.tsx';
import { Page as Users } from '../../console/src/pages/users/Page.tsx';
import { application } from './support/application.ts';
import { SUPERUSER, show } from './support/show.tsx';

afterEach(cleanup);

const EMPTY = { totalCount: 0, pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false }, edges: [] };
/** The page that one has come from. */
const BEFORE = { path: '/', element: <p>where one was</p> };

/** Shows a list that one has come to from another page. */
async function come(to: string, page: React.ReactElement, answers: Parameters<typeof show>[2], path = to) {
  const shown = await show([BEFORE, { path, element: page }], '/', answers);
  await act(() => shown.router.navigate(to));
  const back = () => act(() => shown.router.navigate(-1));
  const here = () => shown.router.state.location.pathname + shown.router.state.location.search;
  return { ...shown, back, here };
}

test('a step back takes away the filter of the activity that was chosen last, and the one after all of them leaves', async () => {
  const asked: ActivityFilter[] = [];
  const { user, back, here } = await come('/activity', <Activity />, {
    Activity: (({ filter }: { filter: ActivityFilter }) => {
      asked.push(filter);
      return { activity: { __typename: 'ActivityConnection', ...EMPTY } };
    }) as never,
  });
  await user.selectOptions(await screen.findByRole('combobox', { name: 'What was done' }), 'created');
  await user.click(screen.getByRole('checkbox', { name: 'Only what I did' }));
  const chip = () => screen.getByRole('checkbox', { name: 'Without sign-ins to this console' }) as HTMLInputElement;
  expect(chip().checked).toBe(true);
  await user.click(chip());
  expect(here()).toBe('/activity?operation=CREATE&mine=yes&console=yes');
  await waitFor(() => expect(asked.at(-1)).toEqual({ operation: 'CREATE', actorId: SUPERUSER.id }));
  expect(asked[0]).toEqual({ builtIn: false });
  await back();
  expect([here(), chip().checked]).toEqual(['/activity?operation=CREATE&mine=yes', true]);
  await back();
  expect([here(), (screen.getByRole('checkbox', { name: 'Only what I did' }) as HTMLInputElement).checked]).toEqual([
    '/activity?operation=CREATE',
    false,
  ]);
  await back();
  expect(here()).toBe('/activity');
  await back();
  await screen.findByText('where one was');
});

test('a step back takes away the state that was chosen for the tokens of an application', async () => {
  const tokens = { __typename: 'TokenConnection', ...EMPTY };
  const { user, back, here } = await come(
    '/applications/reporter/tokens',
    <Application />,
    {
      ApplicationPage: { application: application() },
      ApplicationTokens: {
        application: {
          __typename: 'Application',
          id: 'application-1',
          tokenCounts: { __typename: 'TokenCounts', active: 0, total: 0 },
          tokens,
        },
      },
      FindUsers: { users: { __typename: 'UserConnection', ...EMPTY } },
    },
    '/applications/:clientId/:tab?',
  );
  const state = () => screen.getByRole('combobox', { name: 'State' }) as HTMLSelectElement;
  await screen.findByRole('combobox', { name: 'State' });
  await user.selectOptions(state(), 'Revoked');
  await user.selectOptions(state(), 'Active');
  expect(here()).toBe('/applications/reporter/tokens?state=ACTIVE');
  await back();
  expect([here(), state().value]).toEqual(['/applications/reporter/tokens?state=REVOKED', 'REVOKED']);
  await back();
  expect([here(), state().value]).toEqual(['/applications/reporter/tokens', '']);
  await back();
  await screen.findByText('where one was');
});

test.each([
  [
    '/organizations',
    <Organizations key="" />,
    'Search organizations',
    { Organizations: { organizations: { __typename: 'OrganizationConnection', ...EMPTY } } },
  ],
  ['/users', <Users key="" />, 'Search users', { Users: { users: { __typename: 'UserConnection', ...EMPTY } } }],
])('what is typed into the search of %s is no step: one step back leaves', async (path, page, label, answers) => {
  const { user, back, here } = await come(path, page, answers);
  await user.type(await screen.findByRole('searchbox', { name: label }), 'abc');
  await waitFor(() => expect(here()).toBe(`${path}?search=abc`));
  await back();
  await screen.findByText('where one was');
});
