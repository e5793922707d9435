import type { ClientType, GrantType } from '../../api/generated/graphql.ts';

const applications = (count: number) => (count === 1 ? '1 application' : `${count.toLocaleString()} applications`);
const tokens = (count: number) => (count === 1 ? '1 active token' : `${count.toLocaleString()} active tokens`);

/** What the list of applications says. */
export const texts = {
  title: 'Applications',
  about: 'The OAuth 2 clients of your organizations.',
  new: 'New application',
  search: 'Search by name, description or client id',
  total: (count: number) => applications(count),
  reading: 'Applications are being read',

  filters: 'Filters',
  removeFilter: (filter: string) => `Remove the filter ${filter}`,
  clearFilters: 'Remove all filters',
  columns: 'Columns',
  columnsHint: 'Which columns to show, beside the name',

  organization: 'Organization',
  anyOrganization: 'Any organization',
  findOrganization: 'Find an organization',
  noOrganization: 'None is called so.',
  state: 'State',
  enabled: 'Enabled',
  disabled: 'Disabled',
  clientType: 'Client type',
  clientTypes: { CONFIDENTIAL: 'Confidential', PUBLIC: 'Public' } satisfies Record<ClientType, string>,
  grantType: 'Grant type',
  grantTypes: {
    AUTHORIZATION_CODE: 'Authorization code',
    CLIENT_CREDENTIALS: 'Client credentials',
    DEVICE_CODE: 'Device code',
    PASSWORD: 'Password',
  } satisfies Record<GrantType, string>,
  tags: 'Tags',
  tagsHint: 'All of them. Press Enter after each.',
  tag: (tag: string) => `Tag: ${tag}`,
  scope: 'Scope',
  anyScope: 'Any scope',
  attention: 'Needs attention',
  unused: (days: number) => `Unused for ${days} days`,
  secrets: (days: number) => `Secret ends within ${days} days`,
  liveTokens: 'With live tokens',
  noLiveTokens: 'Without live tokens',
  disabledWithLiveTokens: 'Disabled, with live tokens',
  is: (what: string, value: string) => `${what}: ${value}`,
  searched: (search: string) => `“${search}”`,

  heads: {
    name: 'Name',
    organization: 'Organization',
    clientType: 'Client type',
    grantTypes: 'Grant types',
    state: 'State',
    tags: 'Tags',
    maximumScopes: 'Maximum scopes',
    vendor: 'Vendor',
    clientId: 'Client id',
    lastUsed: 'Last used',
    created: 'Created',
    modified: 'Modified',
  },
  never: 'never',
  pick: (name: string) => `Select ${name}`,
  pickAll: 'Select all that are shown',

  none: { title: 'No application is like that', text: 'Search for something else, or remove a filter.' },
  empty: {
    title: 'There are no applications yet',
    register: 'Register the first one: it gets a client id and, if it can keep one, a client secret, with which it asks for tokens.',
    ask: 'Applications belong to organizations. Ask an admin of yours to register one, or a superuser to make you an admin.',
  },

  picked: (count: number) => `${applications(count)} selected`,
  actions: 'What to do with those that are selected',
  unpick: 'Clear the selection',
  verbs: { enable: 'Enable', disable: 'Disable', revoke: 'Revoke tokens', delete: 'Delete' },
  questions: {
    enable: (count: number) => `Enable ${applications(count)}?`,
    disable: (count: number) => `Disable ${applications(count)}?`,
    revoke: (count: number) => `Revoke all tokens of ${applications(count)}?`,
    delete: (count: number) => `Delete ${applications(count)}?`,
  },
  consequences: {
    enable: (live: number) =>
      `They are issued tokens again. ${tokens(live)} that they have already ${live === 1 ? 'works' : 'work'} again at once.`,
    disable: (live: number) =>
      `They are issued no more tokens, and ${tokens(live)} ${live === 1 ? 'stops' : 'stop'} working at once. Once they are enabled again, those that have not ended by then work again.`,
    revoke: (live: number) =>
      `${tokens(live)} and all refresh tokens end at once and for good. Users have to log in again; the applications may ask for new tokens.`,
    delete: (live: number) =>
      `They are gone for good, with their client secrets and all their tokens, of which ${live === 1 ? '1 is' : `${live.toLocaleString()} are`} active. Whoever uses them can log in no more.`,
  },
  same: {
    enable: (count: number) => `${applications(count)} of these ${count === 1 ? 'is' : 'are'} enabled already, and left alone.`,
    disable: (count: number) => `${applications(count)} of these ${count === 1 ? 'is' : 'are'} disabled already, and left alone.`,
    revoke: () => '',
    delete: () => '',
  },
  gone: (count: number) => `${applications(count)} of these ${count === 1 ? 'is' : 'are'} gone meanwhile.`,
  which: 'Which',
  others: (count: number) => `and ${count} more`,
  counting: 'Their tokens are being counted.',
  stop: 'Stop',
  stopping: 'It stops after this one.',
  progress: (done: number, total: number) => `${done} of ${total}`,
  done: {
    enable: (count: number) => `${applications(count)} enabled.`,
    disable: (count: number) => `${applications(count)} disabled.`,
    revoke: (count: number) => `The tokens of ${applications(count)} are revoked.`,
    delete: (count: number) => `${applications(count)} deleted.`,
  },
  refused: (count: number) => `${applications(count)} could not be changed, and ${count === 1 ? 'stays' : 'stay'} selected:`,
  untried: (count: number) =>
    `${applications(count)} ${count === 1 ? 'was' : 'were'} not tried, and ${count === 1 ? 'stays' : 'stay'} selected.`,

  showKeys: 'Keys of this page',
  keys: {
    search: 'Search',
    new: 'Register an application',
    up: 'One row up',
    down: 'One row down',
    ends: 'First and last row',
    open: 'Open the application of the row',
    pick: 'Select the row, or not',
    clear: 'Clear what is searched for, or the selection',
    help: 'Show these keys',
  },
  space: 'Space',
};
