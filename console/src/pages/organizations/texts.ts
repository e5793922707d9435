/** What the page of organizations says. */
export const texts = {
  title: 'Organizations',
  about: 'Each owns its applications, and has members who manage, audit or read them.',
  search: 'Search organizations',
  create: 'New organization',
  createAction: 'Create',
  name: 'Name',
  description: 'Description',
  role: 'Your role',
  noRole: 'none',
  none: 'No organization',
  noneFound: 'None of the organizations that you may see is called so.',
  noneYet: 'Applications belong to organizations. Ask a superuser to make you a member of one.',
  noneYetForSuperusers: 'Applications belong to organizations. Make the first one.',
  applications: 'Applications',
  created: 'Created',
};
