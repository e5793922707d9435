import type { DailyCount } from './operations.ts';

const amount = (count: number) => count.toLocaleString();
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', timeZone: 'UTC' });
const applications = (count: number) => (count === 1 ? 'application' : 'applications');

/** What the overview says. */
export const texts = {
  title: 'Overview',
  about: 'What needs attention, how much there is of everything, and what was done last.',
  new: 'New application',

  attention: 'Needs attention',
  atLeast: (count: number) => `at least ${amount(count)}`,
  amount,
  secrets: (count: number) => `${applications(count)} with a client secret that ends within 30 days`,
  unused: (count: number) => `${applications(count)} that nobody has used for 90 days`,
  forgotten: (count: number) => `disabled ${applications(count)} whose tokens would work again`,
  refused: (count: number) => `${count === 1 ? 'log-in' : 'log-ins'} refused within 7 days`,
  refusedText: 'They are counted alone: for whom each was tried, the log of the gateway says.',
  warnings: 'Users for whom many wrong passwords were tried',

  numbers: 'In numbers',
  counted: 'Counted',
  applications: 'Applications',
  enabled: 'Enabled',
  disabled: 'Disabled',
  confidential: 'Confidential',
  public: 'Public',
  tokens: 'Tokens',
  active: 'Active',
  expired: 'Expired',
  revoked: 'Revoked',
  rest: 'Organizations and users',
  organizations: 'Organizations',
  users: 'Users',

  series: 'The last 30 days',
  tokensIssued: 'Tokens issued',
  applicationsRegistered: 'Applications registered',
  summary: (days: readonly DailyCount[]) => {
    const sum = days.reduce((sum, { count }) => sum + count, 0);
    const most = days.reduce((most, one) => (one.count > most.count ? one : most), { count: 0, date: '' });
    if (sum === 0) return 'None in this time.';
    return `${amount(sum)} in all, most on ${day.format(new Date(most.date))}: ${amount(most.count)}.`;
  },
  asTable: 'Show as a table',
  day: 'Day (UTC)',
  count: 'Number',
  dayOf: (date: string) => day.format(new Date(date)),
  onDay: (date: string, count: number) => `${day.format(new Date(date))}: ${amount(count)}`,

  activity: 'Latest activity',
  allActivity: 'All activity',
  noActivity: 'Nothing was done yet.',

  first: {
    title: 'Register the first application',
    text: 'An application is an OAuth 2 client: it gets a client id and, if it can keep one, a client secret, with which it asks for tokens.',
    askTitle: 'There are no applications yet',
    ask: 'Applications belong to organizations. Ask an admin of your organization to register one, or a superuser of this registry to make you an admin.',
  },
};
