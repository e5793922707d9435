import { afterEach, expect, test } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { marksUpTo } from '../../console/src/pages/overview/Chart.tsx';
import { Page } from '../../console/src/pages/overview/Page.tsx';
import { SUPERUSER, show } from './support/show.tsx';

afterEach(cleanup);

const bounded = (count: number, isExact = true) => ({ __typename: 'BoundedCount', count, isExact });
const days = (counts: readonly number[]) =>
  counts.map((count, index) => ({ __typename: 'DailyCount', date: `2025-03-0${index + 1}`, count }));

const REGISTRY = {
  __typename: 'Registry',
  countedAt: null as string | null,
  organizations: 3,
  users: bounded(4),
  applications: { __typename: 'ApplicationCounts', total: 12, enabled: 10, disabled: 2, confidential: 7, public: 5, isExact: true },
  tokens: { __typename: 'RegistryTokenCounts', active: 1234, expired: 5, revoked: 6, isExact: true },
  attention: {
    __typename: 'Attention',
    secretsExpiring: bounded(2),
    unusedApplications: bounded(5000, false),
    disabledWithLiveTokens: bounded(0),
    refusedLogins: 7,
  },
};
const SERIES = { __typename: 'Registry', tokensIssued: days([1, 40, 2]), applicationsRegistered: days([0, 0, 0]) };
const ENTRY = {
  __typename: 'ActivityEntry',
  id: 'entry-1',
  operation: 'CREATE',
  createdAt: new Date().toISOString(),
  objectType: 'Application',
  objectName: 'Billing',
  actor: { __typename: 'User', id: 'user-2', username: 'grace' },
};
const activity = (entries: readonly object[]) => ({
  activity: {
    __typename: 'ActivityConnection',
    pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
    edges: entries.map((node) => ({ __typename: 'ActivityEdge', cursor: 'cursor', node })),
  },
});

const oldest = (...builtIn: boolean[]) => ({
  __typename: 'ApplicationConnection',
  pageInfo: { __typename: 'PageInfo', endCursor: null, hasNextPage: false },
  edges: builtIn.map((builtIn, index) => ({
    __typename: 'ApplicationEdge',
    cursor: `${index}`,
    node: { __typename: 'Application', id: `application-${index}`, builtIn },
  })),
});

const shown = (registry: object = REGISTRY, series: object = SERIES, others = {}) =>
  show([{ path: '/', element: <Page /> }], '/', {
    Overview: { registry, applications: oldest(true, false) },
    OverviewSeries: { registry: series },
    OverviewActivity: activity([ENTRY]),
    OverviewWarnings: activity([ENTRY]),
    ...others,
  });
const hrefOf = async (name: string | RegExp) => (await screen.findByRole('link', { name })).getAttribute('href');

test('what needs attention leads to the list of it', async () => {
  await shown();
  expect(await hrefOf('2 applications with a client secret that ends within 30 days')).toBe('/applications?secrets=30');
  expect(await hrefOf(`at least ${(5000).toLocaleString()} applications that nobody has used for 90 days`)).toBe('/applications?unused=90');
  expect(await hrefOf(/^0 disabled applications whose tokens/)).toBe('/applications?state=disabled&tokens=live');
  expect(await hrefOf('Disabled')).toBe('/applications?state=disabled');
});

test('refused log-ins say that they are counted alone, and lead to the warnings where there are some', async () => {
  await shown();
  expect((await screen.findByText(/refused within 7 days/)).parentElement?.textContent).toMatch(
    /^ 7 log-ins .* the log of the gateway says/,
  );
  expect(await hrefOf('Users for whom many wrong passwords were tried')).toBe('/activity?operation=WARN_OF_LOGINS&days=7');
  cleanup();
  const { gateway } = await shown(REGISTRY, SERIES, { OverviewWarnings: activity([]) });
  await screen.findByText(/refused within 7 days/);
  await waitFor(() => expect(gateway.executed).toContain('OverviewWarnings'));
  expect(screen.queryByRole('link', { name: /wrong passwords/ })).toBeNull();
});

test('of a large registry, the numbers say when they were counted, and where there may be more', async () => {
  const countedAt = new Date(Date.now() - 4 * 60_000).toISOString();
  await shown({ ...REGISTRY, countedAt, applications: { ...REGISTRY.applications, isExact: false } });
  const counted = await screen.findByText('4 minutes ago');
  expect([counted.parentElement?.textContent, counted.title]).toEqual(['Counted 4 minutes ago', expect.stringMatching(/\d{4}.*\d:\d\d/)]);
  expect((await screen.findByText('Enabled')).closest('div')?.textContent).toBe('Enabledat least 10');
  cleanup();
  await shown();
  expect((await screen.findByText('Enabled')).closest('div')?.textContent).toBe('Enabled10');
  expect(screen.queryByText(/Counted/)).toBeNull();
});

test('the charts can be read: in a sentence, and as a table', async () => {
  const { user } = await shown();
  const issued = await screen.findByRole('figure', { name: /Tokens issued/ });
  within(issued).getByText(/^43 in all, most on .*2.*: 40\.$/);
  expect(within(issued).queryByRole('table', { hidden: true })).toBeNull();
  await user.click(within(issued).getByText('Show as a table'));
  const counts = await within(issued).findAllByRole('cell');
  expect(counts.map(({ textContent }) => textContent)).toEqual(['1', '40', '2']);
  const bars = [...issued.querySelectorAll('rect:not(.whole)')];
  expect(bars.map((bar) => bar.getAttribute('height'))).toEqual(['1', '40', '2']);
  within(await screen.findByRole('figure', { name: /Applications registered/ })).getByText('None in this time.');
});

test('what is beside a chart are few round numbers, which reach the highest bar', () => {
  expect([0, 1, 3, 7, 40, 41, 1234].map((most) => marksUpTo(most).join(' '))).toEqual([
    '0 1',
    '0 1',
    '0 1 2 3',
    '0 2 4 6 8',
    '0 10 20 30 40',
    '0 10 20 30 40 50',
    '0 500 1000 1500',
  ]);
  for (let most = 1; most < 2000; most++) {
    const marks = marksUpTo(most);
    expect([most, marks.length <= 6, marks.every(Number.isInteger), (marks.at(-1) as number) >= most]).toEqual([most, true, true, true]);
  }
});

test('numbers that one is not told are absent, and not zero', async () => {
  const attention = { ...REGISTRY.attention, refusedLogins: null };
  await shown({ ...REGISTRY, attention }, { ...SERIES, tokensIssued: null });
  await screen.findByRole('figure', { name: /Applications registered/ });
  expect(screen.queryByText(/log-ins refused/)).toBeNull();
  expect(screen.queryByRole('figure', { name: /Tokens issued/ })).toBeNull();
});

test('the latest activity says who did what', async () => {
  await shown();
  expect((await screen.findByText('grace')).closest('li')?.textContent).toMatch(/^grace created Billing/);
  expect(await hrefOf('All activity')).toBe('/activity');
});

test('in a registry that has but its own console, who may is invited to register the first application', async () => {
  await shown(REGISTRY, SERIES, { Overview: { registry: REGISTRY, applications: oldest(true) } });
  await screen.findByText('Register the first application');
  expect(await hrefOf('New application')).toBe('/applications/new');
  expect(screen.queryByText('Needs attention')).toBeNull();
});

test('in an empty registry, who may not is told whom to ask', async () => {
  await shown(REGISTRY, SERIES, {
    Overview: { registry: REGISTRY, applications: oldest() },
    Viewer: { viewer: { ...SUPERUSER, isSuperuser: false } },
  });
  await screen.findByText(/Ask an admin of your organization/);
  expect(screen.queryByRole('link', { name: 'New application' })).toBeNull();
});
