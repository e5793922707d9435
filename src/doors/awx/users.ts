import { sql } from 'kysely';
import type { Row } from '../../query/tables.ts';
import { User } from '../../users/user.entity.ts';
import { userById } from '../../users/user.loaders.ts';
import { isReadable, readable } from '../../users/user.policy.ts';
import type { Collection } from './collection.ts';
import type { List } from './lists.ts';
import { type AwxField, type AwxResource, nameIn, stored, times } from './resource.ts';

/** A user, with all that is shown of them. */
interface UserView {
  readonly row: Row<User>;
  readonly base: string;
}

/** A field that is text alone, and shown alone. @param part which of the texts that a search looks through it is */
const text = (label: string, help: string, column: string, part: number, show: (row: Row<User>) => string): AwxField<UserView> => ({
  type: 'string',
  label,
  help,
  direction: 'out',
  show: ({ row }) => show(row),
  filter: { kind: 'text', column, folded: (dialect) => dialect.part(sql.ref('x.search_text'), part), order: [column] },
});

/** A flag that is shown alone. */
const flag = (label: string, help: string, column: string, show: (row: Row<User>) => boolean): AwxField<UserView> => ({
  type: 'boolean',
  label,
  help,
  direction: 'out',
  show: ({ row }) => show(row),
  filter: { kind: 'boolean', column, order: [column] },
});

/** Users, as AWX has them; they are changed by the API alone. */
const USER: AwxResource<UserView> = {
  name: 'User',
  model: 'User',
  title: 'User',
  fields: {
    ...stored<UserView>('user', 'users'),
    related: {
      type: 'object',
      label: 'Related',
      help: 'URLs of what belongs to them.',
      direction: 'out',
      show: ({ row, base }) => ({ personal_tokens: `${base}/users/${row.databaseId}/personal_tokens/` }),
    },
    summary_fields: {
      type: 'object',
      label: 'Summary fields',
      help: 'What you may do here: users are changed by the API alone.',
      direction: 'out',
      show: () => ({ user_capabilities: { edit: false, delete: false } }),
    },
    ...times<UserView>(),
    username: {
      ...text('Username', 'Unique, whatever its case.', 'x.username', 1, ({ username }) => username),
      filter: {
        kind: 'text',
        column: 'x.username',
        key: 'x.username_key',
        folded: nameIn('x.username_key'),
        isNarrow: true,
        order: ['x.username_key'],
      },
    },
    first_name: text('First name', 'Given name.', 'x.first_name', 2, ({ firstName }) => firstName),
    last_name: text('Last name', 'Family name.', 'x.last_name', 3, ({ lastName }) => lastName),
    // the last of the texts has no sign behind it that it could be told by
    email: {
      ...text('Email address', 'E-mail address; empty where there is none.', 'x.email', 0, ({ email }) => email ?? ''),
      filter: { kind: 'text', column: 'x.email', value: () => sql`coalesce(x.email, '')` },
    },
    is_superuser: flag('Superuser status', 'May do everything.', 'x.is_superuser', ({ isSuperuser }) => isSuperuser),
    is_system_auditor: flag('Is system auditor', 'May read everything.', 'x.is_system_auditor', ({ isSystemAuditor }) => isSystemAuditor),
  },
  searched: ['username', 'first_name', 'last_name', 'email'],
};

/** The list of users that the viewer may read. */
const USERS: List<User> = {
  name: 'users',
  resource: USER,
  entity: User,
  rights: readable,
  isReadable,
  order: [{ field: 'username', isDescending: false }],
};

/** What is served of users. */
export const users: Collection<User, UserView> = {
  path: 'users',
  resource: USER,
  list: USERS,
  byNumber: userById,
  naming: ['username'],
  view: (_, row, { base }) => ({ row, base }),
  operations: { list: 'users', one: 'user' },
  made: 'user',
  says: {
    list: { does: 'Lists yourself and the members of your organizations.', deviation: 'Users are made and changed by the API alone.' },
    one: { does: 'Shows one, by their number or their name.' },
  },
};
