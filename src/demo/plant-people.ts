import { ActivityEntry, ActivityOperation } from '../activity/activity.entity.ts';
import { Membership } from '../organizations/membership.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import type { Store } from '../query/store.ts';
import { User } from '../users/user.entity.ts';
import { entryOf } from './activity.ts';
import { insertInto } from './insert.ts';
import { organizationOf, seatsOf, userOf } from './people.ts';
import type { Random } from './random.ts';

/** The numbers in the database of organizations and users, by their ordinals. */
export interface People {
  readonly organizations: readonly number[];
  readonly users: readonly number[];
  /** The members of each organization, its ADMIN first. */
  readonly members: readonly (readonly number[])[];
  /** How many were not there before. */
  readonly made: { readonly organizations: number; readonly users: number };
}

/** Inserts so many organizations and users with their roles; those that are there already are taken as they are. */
export function plantPeople(store: Store, sizes: { organizations: number; users: number }, now: number, random: Random): Promise<People> {
  const organizations = Array.from({ length: sizes.organizations }, (_, ordinal) => organizationOf(ordinal, now));
  const users = Array.from({ length: sizes.users }, (_, ordinal) => userOf(ordinal, now));
  return store.write(async (transaction) => {
    const { db } = transaction;
    const insert = insertInto(store, transaction);
    const isNew = {
      organization: await insert(Organization, organizations, 'name_key'),
      user: await insert(User, users, 'username_key'),
    };
    const numberOf = {
      organization: new Map(
        (await db.selectFrom('organization').select(['name_key', 'id']).execute()).map((row) => [row.name_key, row.id]),
      ),
      user: new Map((await db.selectFrom('user').select(['username_key', 'id']).execute()).map((row) => [row.username_key, row.id])),
    };
    const people = {
      organizations: organizations.map(({ nameKey }) => numberOf.organization.get(nameKey) as number),
      users: users.map(({ usernameKey }) => numberOf.user.get(usernameKey) as number),
      members: organizations.map((): number[] => []),
      made: { organizations: isNew.organization.size, users: isNew.user.size },
    };
    const entries = [
      ...organizations
        .filter(({ nameKey }) => isNew.organization.has(nameKey))
        .map(({ nameKey, name, createdAt }) => {
          const number = isNew.organization.get(nameKey) as number;
          return entryOf({ objectType: 'Organization', objectDatabaseId: number, objectName: name, organizationId: number, createdAt });
        }),
      ...users
        .filter(({ usernameKey }) => isNew.user.has(usernameKey))
        .map(({ usernameKey, username, createdAt }) => {
          const number = isNew.user.get(usernameKey) as number;
          return entryOf({ objectType: 'User', objectDatabaseId: number, objectName: username, subjectId: number, createdAt });
        }),
    ];
    const memberships = [];
    for (const { user, organization, role } of seatsOf(sizes.users, sizes.organizations, random)) {
      const [userId, organizationId] = [people.users[user] as number, people.organizations[organization] as number];
      const { name = '', nameKey = '', createdAt = new Date(now) } = organizations[organization] ?? {};
      const { username = '', usernameKey = '' } = users[user] ?? {};
      people.members[organization]?.push(userId);
      if (!isNew.organization.has(nameKey) && !isNew.user.has(usernameKey)) continue;
      memberships.push({ userId, organizationId, role });
      entries.push(
        entryOf({
          operation: ActivityOperation.ADD_MEMBER,
          objectType: 'Organization',
          objectDatabaseId: organizationId,
          objectName: name,
          organizationId,
          subjectId: userId,
          createdAt,
          changes: [{ field: `member ${username}`, before: null, after: role }],
        }),
      );
    }
    await insert(Membership, memberships);
    await insert(ActivityEntry, entries);
    return people;
  });
}
