import { afterEach, expect, test } from '@jest/globals';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { Page } from '../../console/src/pages/applications/Page.tsx';
import { application, page, total } from './support/applications.ts';
import { SUPERUSER, show } from './support/show.tsx';

afterEach(cleanup);
afterEach(() => localStorage.clear());

interface Asked {
  readonly after?: string;
  readonly filter?: Record<string, unknown>;
  readonly orderBy: { readonly field: string; readonly direction: string };
}

const APPLICATIONS = [1, 2, 3].map((number) => application(number));
const ROUTES = [
  { path: '/applications', element: <Page /> },
  { path: '/applications/:clientId/:tab', element: <p>One application</p> },
];
const OTHERS = {
  ApplicationsTotal: total(3),
  FilterScopes: { scopes: [] },
  FilterOrganizations: {
    organizations: { __typename: 'OrganizationConnection', pageInfo: { endCursor: null, hasNextPage: false }, edges: [] },
  },
};

/** Shows the list at an address; `answer` answers each question for it. */
async function shown(at: string, answer: (asked: Asked) => object | Promise<object> = () => page(APPLICATIONS), others = {}) {
  const questions: Asked[] = [];
  const list = (asked: Asked) => {
    questions.push(asked);
    return answer(asked);
  };
  return { ...(await show(ROUTES, at, { Applications: list as never, ...OTHERS, ...others })), questions };
}
const link = (number: number) => screen.findByRole('link', { name: `Application ${number}` });

/** A search for "l" whose answer comes once one says so; everything else is answered at once. */
async function searching() {
  let answer = () => {};
  const late = new Promise<object>((resolve) => {
    answer = () => resolve(page([application(7, { name: 'Late bird' })]));
  });
  const { user, router, questions } = await shown('/applications', ({ filter }) => {
    if (filter?.['search'] === 'l') return late;
    return page(filter ? [application(8, { name: 'Later bird' })] : APPLICATIONS);
  });
  await link(1);
  const field = screen.getByRole('searchbox') as HTMLInputElement;
  await user.type(field, 'l');
  expect(router.state.location.search).toBe('?q=l');
  await waitFor(() => expect(questions.map(({ filter }) => filter?.['search'])).toEqual([undefined, 'l']));
  return { user, router, field, answer, asked: () => questions.map(({ filter }) => filter?.['search']) };
}

test('the first letter is searched for at once, and what is typed until that is answered after it', async () => {
  const { user, router, field, answer, asked } = await searching();
  await user.type(field, 'ater');
  expect(screen.getByRole('table').getAttribute('aria-busy')).toBe('true');
  expect([field.value, router.state.location.search, asked()]).toEqual(['later', '?q=l', [undefined, 'l']]);
  answer();
  await screen.findByRole('link', { name: 'Later bird' });
  expect([field.value, router.state.location.search, asked()]).toEqual(['later', '?q=later', [undefined, 'l', 'later']]);
  expect(screen.queryByText('Late bird')).toBeNull();
  await user.type(field, '{Escape}');
  await link(1);
  expect([field.value, router.state.location.search]).toEqual(['', '']);
  // one goes back to where one was before, and not to each letter
  expect(router.state.historyAction).toBe('REPLACE');
});

test.each([
  ['longer than any search', 'a'.repeat(100), 'a'.repeat(101)],
  ['half a character', '\ufffd', '\ud83d'],
])('what is typed that no address can say is not told again and again: %s', async (_, told, typed) => {
  const { router } = await shown(`/applications?q=${told}`);
  await link(1);
  const { key } = router.state.location;
  const field = screen.getByRole('searchbox') as HTMLInputElement;
  await act(async () => void fireEvent.change(field, { target: { value: typed } }));
  expect([field.value, router.state.location.key]).toEqual([told, key]);
});

test('how many there are is said of what was searched for alone', async () => {
  const counts = ({ filter }: Asked) => total(filter ? 77 : 99);
  const { user } = await shown('/applications', ({ filter }) => page(filter ? [application(8)] : APPLICATIONS), {
    ApplicationsTotal: counts as never,
  });
  await screen.findByText(/ of 99/);
  await user.type(screen.getByRole('searchbox'), 'eight');
  await link(8);
  expect(screen.queryByText(/ of 99/)).toBeNull();
  await screen.findByText(/ of 77/);
});

test('an answer that comes late changes nothing', async () => {
  const { user, router, field, answer, asked } = await searching();
  await user.type(field, 'a');
  await act(() => router.navigate('/applications?q=later'));
  await screen.findByRole('link', { name: 'Later bird' });
  await act(async () => answer());
  await user.type(field, 's');
  await waitFor(() => expect(asked()).toEqual([undefined, 'l', 'later', 'laters']));
  await screen.findByRole('link', { name: 'Later bird' });
  expect([field.value, screen.queryByText('Late bird')]).toEqual(['laters', null]);
});

test('the address says which applications are listed, and each filter goes when it is pressed', async () => {
  const { user, router, questions } = await shown('/applications?type=public&tag=billing&tag=core&unused=90&sort=-created-at');
  await link(1);
  expect(questions.at(-1)).toMatchObject({
    filter: {
      clientType: 'PUBLIC',
      tags: { all: ['billing', 'core'] },
      createdBefore: expect.any(String),
      unusedSince: expect.any(String),
    },
    orderBy: { field: 'CREATED_AT', direction: 'DESC' },
  });
  await user.click(screen.getByRole('button', { name: 'Remove the filter Tag: core' }));
  await waitFor(() => expect(router.state.location.search).toBe('?type=public&tag=billing&unused=90&sort=-created-at'));
  await user.click(screen.getByRole('button', { name: 'Remove all filters' }));
  await waitFor(() => expect(questions.at(-1)?.filter).toBeUndefined());
  expect(router.state.location.search).toBe('?sort=-created-at');
});

test('a filter that is chosen is written into the address', async () => {
  const { user, router, questions } = await shown('/applications');
  await link(1);
  await user.click(screen.getByRole('button', { name: 'Filters' }));
  await user.click(screen.getByRole('checkbox', { name: 'Disabled, with live tokens' }));
  await waitFor(() => expect(questions.at(-1)?.filter).toEqual({ enabled: false, hasLiveTokens: true }));
  await user.click(screen.getByRole('checkbox', { name: 'Device code' }));
  await waitFor(() => expect(router.state.location.search).toBe('?state=disabled&grant=device-code&tokens=live'));
});

test('the head of a column orders by it, then the other way round', async () => {
  const { user, questions } = await shown('/applications');
  await link(1);
  const head = (name: string) => screen.getByRole('columnheader', { name }).getAttribute('aria-sort');
  expect(head('Organization')).toBe('ascending');
  await user.click(screen.getByRole('button', { name: 'Last used' }));
  await waitFor(() => expect(head('Last used')).toBe('descending'));
  expect(head('Organization')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Last used' }));
  await waitFor(() => expect(head('Last used')).toBe('ascending'));
  expect(questions.map(({ orderBy }) => `${orderBy.field} ${orderBy.direction}`)).toEqual([
    'ORGANIZATION ASC',
    'LAST_USED_AT DESC',
    'LAST_USED_AT ASC',
  ]);
});

test('keys search, go from row to row, select and open; and do nothing but that while one types', async () => {
  const { user, router } = await shown('/applications');
  await link(1);
  await user.keyboard('j');
  expect(document.activeElement).toBe(await link(1));
  await user.keyboard('j{ArrowDown}{ArrowDown}k');
  expect(document.activeElement).toBe(await link(2));
  await user.keyboard(' ');
  expect((screen.getByRole('checkbox', { name: 'Select Application 2' }) as HTMLInputElement).checked).toBe(true);
  await user.keyboard('{Escape}');
  expect((screen.getByRole('checkbox', { name: 'Select Application 2' }) as HTMLInputElement).checked).toBe(false);
  await user.keyboard('/njk?');
  expect(screen.getByRole('searchbox')).toHaveProperty('value', 'njk?');
  expect(router.state.location.pathname).toBe('/applications');
  await user.keyboard('{Escape}{ArrowDown}');
  expect(document.activeElement).toBe(await link(2));
  await user.keyboard('{Enter}');
  await screen.findByText('One application');
  expect(router.state.location.pathname).toBe('/applications/client-2/settings');
});

test('the tab key stops at one row alone', async () => {
  const { user } = await shown('/applications');
  await link(1);
  await user.keyboard('jj');
  const rows = within(screen.getByRole('table')).getAllByRole('link');
  expect(rows.map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
});

test('single keys can be switched off', async () => {
  const { user, router } = await shown('/applications');
  await link(1);
  await user.keyboard('?');
  await user.click(await screen.findByRole('switch', { name: 'Single keys do something' }));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.keyboard('n');
  expect(router.state.location.pathname).toBe('/applications');
});

test('the columns that one has chosen are there the next time', async () => {
  const { user, unmount } = await shown('/applications');
  await link(1);
  await user.click(screen.getByRole('button', { name: 'Columns' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Tags' }));
  await user.click(screen.getByRole('checkbox', { name: 'Client id' }));
  unmount();
  await shown('/applications');
  await link(1);
  const heads = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
  expect(heads).toEqual(['Name', 'Organization', 'Client type', 'State', 'Client id', 'Last used', 'Created']);
});

test('a long list goes on from its end, and is still as long when one comes back to it', async () => {
  const { user, router, questions } = await shown('/applications', ({ after }) =>
    after ? page([application(4), application(5)]) : page(APPLICATIONS, true),
  );
  await link(1);
  await user.click(screen.getByRole('button', { name: 'Show more' }));
  await user.click(await link(5));
  await screen.findByText('One application');
  await act(() => router.navigate(-1));
  await link(1);
  await waitFor(() => expect(questions.map(({ after }) => after)).toEqual([undefined, 'application-3', undefined]));
  expect(await link(5)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test('who administers nothing is offered nothing to do', async () => {
  const mine = application(1, { userCapabilities: { __typename: 'UserCapabilities', edit: false, delete: false } });
  const { user, router } = await shown('/applications', () => page([mine]), { Viewer: { viewer: { ...SUPERUSER, isSuperuser: false } } });
  await link(1);
  await user.keyboard('n');
  expect(router.state.location.pathname).toBe('/applications');
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByText('New application')).toBeNull();
});

test('where there is nothing yet, one is invited to register the first one; where nothing matches, to search for something else', async () => {
  const { user, router } = await shown('/applications?q=nothing', () => page([]));
  await screen.findByText('No application is like that');
  await user.click(screen.getAllByRole('button', { name: 'Remove all filters' })[0] as HTMLElement);
  await screen.findByText('There are no applications yet');
  expect(router.state.location.search).toBe('');
});
