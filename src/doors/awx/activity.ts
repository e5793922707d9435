import { ActivityEntry, ActivityOperation } from '../../activity/activity.entity.ts';
import { entryById } from '../../activity/activity.loaders.ts';
import { readable } from '../../activity/activity.policy.ts';
import { unrestricted } from '../../query/rights.ts';
import { slot } from '../../query/slot.ts';
import type { Row } from '../../query/tables.ts';
import type { User } from '../../users/user.entity.ts';
import { userById } from '../../users/user.loaders.ts';
import type { Collection } from './collection.ts';
import type { List } from './lists.ts';
import { type AwxResource, stored, timeOf } from './resource.ts';

/** An entry of activity, with all that is shown of it. */
interface ActivityView {
  readonly row: Row<ActivityEntry> & { readonly modifiedAt: Date };
  readonly base: string;
  readonly actor: Row<User> | null;
}

/** What AWX calls what was done; whatever it has no word for changes something. */
const OPERATIONS: Readonly<Partial<Record<ActivityOperation, string>>> = {
  [ActivityOperation.CREATE]: 'create',
  [ActivityOperation.ISSUE_TOKEN]: 'create',
  [ActivityOperation.DELETE]: 'delete',
  [ActivityOperation.REVOKE_TOKEN]: 'delete',
  [ActivityOperation.ADD_MEMBER]: 'associate',
  [ActivityOperation.REMOVE_MEMBER]: 'disassociate',
};

/** What AWX calls a type of object. */
const TYPES: Readonly<Record<string, string>> = {
  Application: 'o_auth2_application',
  Token: 'o_auth2_access_token',
  Organization: 'organization',
  User: 'user',
};

const changesOf = ({ changes }: Row<ActivityEntry>) =>
  Object.fromEntries(changes.map(({ field, before, after }) => [field, before === null ? after : [before, after]]));

/** Entries of activity, as AWX has them. */
const ACTIVITY: AwxResource<ActivityView> = {
  name: 'ActivityEntry',
  model: 'ActivityStream',
  title: 'Activity Stream',
  fields: {
    ...stored<ActivityView>('activity_stream', 'activity_stream'),
    related: {
      type: 'object',
      label: 'Related',
      help: 'URLs of what it is about.',
      direction: 'out',
      show: ({ base, actor }) => (actor ? { actor: `${base}/users/${actor.databaseId}/` } : {}),
    },
    summary_fields: {
      type: 'object',
      label: 'Summary fields',
      help: 'Who did it, and the object with its name at the time.',
      direction: 'out',
      show: ({ row, actor }) => ({
        ...(actor && { actor: { id: actor.databaseId, username: actor.username, first_name: actor.firstName, last_name: actor.lastName } }),
        [TYPES[row.objectType] ?? row.objectType]: [{ id: row.objectDatabaseId, name: row.objectName }],
      }),
    },
    timestamp: {
      type: 'datetime',
      label: 'Timestamp',
      help: 'When it was done.',
      direction: 'out',
      show: ({ row }) => timeOf(row.createdAt),
      filter: { kind: 'time', column: 'x.created_at', order: ['x.created_at'] },
    },
    operation: {
      type: 'string',
      label: 'Operation',
      help: 'What was done.',
      direction: 'out',
      show: ({ row }) => OPERATIONS[row.operation] ?? 'update',
    },
    changes: { type: 'object', label: 'Changes', help: 'The fields that changed.', direction: 'out', show: ({ row }) => changesOf(row) },
    object1: {
      type: 'string',
      label: 'Object1',
      help: 'The type of the object.',
      direction: 'out',
      show: ({ row }) => TYPES[row.objectType] ?? row.objectType,
    },
    object2: { type: 'string', label: 'Object2', help: 'Always empty here.', direction: 'out', show: () => '' },
  },
  searched: [],
};

/** The activity that the viewer may read, the oldest first, as in AWX. */
const ACTIVITY_STREAM: List<ActivityEntry> = {
  name: 'activity',
  resource: ACTIVITY,
  entity: ActivityEntry,
  rights: readable,
  order: [{ field: 'id', isDescending: false }],
};

/**
 * The activity on one object, which the viewer may read. Of an application all is told that was done to it, also before it came
 * to where the viewer reads it, as by the API.
 */
export const activityOf = (type: 'Application' | 'Organization' | 'Token', number: number): List<ActivityEntry> => ({
  ...ACTIVITY_STREAM,
  name: `activity of ${type}`,
  rights: type === 'Application' ? unrestricted : readable,
  within: (rows) => rows.where('x.object_type', '=', type).where('x.object_database_id', '=', slot<number>('object')),
  values: { object: number },
});

/** What is served of activity. */
export const activity: Collection<ActivityEntry, ActivityView> = {
  path: 'activity_stream',
  resource: ACTIVITY,
  list: ACTIVITY_STREAM,
  byNumber: entryById,
  naming: [],
  view: async (context, row, { base }) => {
    const actor = row.actorId === null ? null : await userById(context).load(row.actorId);
    return { row: { ...row, modifiedAt: row.createdAt }, base, actor };
  },
  operations: { list: 'activity', one: 'activity' },
  made: 'entry',
  says: {
    list: {
      does: 'Lists the activity that you may read, the oldest first.',
      deviation: 'What AWX has no word for is an `update`.',
    },
    one: { does: 'Shows one entry.' },
  },
};
