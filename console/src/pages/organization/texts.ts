import type { OrganizationRole } from '../../api/generated/graphql.ts';

/** What the page of an organization says. */
export const texts = {
  applications: 'Its applications',
  edit: 'Edit',
  editTitle: 'Name and description',
  save: 'Save',
  name: 'Name',
  description: 'Description',
  members: 'Members',
  membersAbout: 'Admins manage everything here, auditors read everything, members read the applications.',
  username: 'User',
  role: 'Role',
  roles: { ADMIN: 'Admin', AUDITOR: 'Auditor', MEMBER: 'Member' } satisfies Record<OrganizationRole, string> as Readonly<
    Record<string, string>
  >,
  roleOf: (username: string) => `Role of ${username}`,
  add: 'Add a member',
  addAction: 'Add',
  user: 'Who',
  userHint: 'Type a part of the username, the name or the e-mail address.',
  noUser: 'Nobody whom you may see is called so.',
  remove: 'Remove',
  removeOf: (username: string) => `Remove ${username}`,
  removeTitle: 'Remove a member',
  removeText: (username: string, organization: string) =>
    `${username} will no longer see what belongs to ${organization}. Their tokens of its applications end at once.`,
  noMembers: 'No members yet',
  noMembersText: 'Only superusers manage it as long as nobody is its admin.',
  danger: 'Danger zone',
  dangerText: 'Deleting an organization deletes its applications with all their secrets and tokens. It cannot be undone.',
  delete: 'Delete this organization',
  deleteAction: 'Delete',
  deleteText: (name: string, count: number) =>
    `${name} goes, and with it ${count === 1 ? 'its application' : `all ${count} of its applications`}: their secrets and tokens end at once. This cannot be undone.`,
  gone: 'The organization was deleted.',
};
