import { newRow, PARENT_ID } from '../mutation/insertion.ts';
import type { Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import type { NewRow } from '../query/store.ts';
import { ActivityEntry, type ActivityOperation, type FieldChange } from './activity.entity.ts';

/** An object, as activity names it. */
interface ActivityObject {
  readonly databaseId: number;
  readonly name: string;
}

/** What an activity entry says of a mutation, beside who did it to which object. */
export interface EntryDetails {
  readonly operation: `${ActivityOperation}`;
  /** The organization whose members may read of it. */
  readonly organizationId?: number | null;
  /** The user whom it is about. */
  readonly subjectId?: number | null;
  readonly changes?: FieldChange[];
}

/**
 * Writes the activity entry of a mutation, in the mutation's own transaction.
 * @param type name of the GraphQL object type
 */
export async function record(writing: Writing, type: string, object: ActivityObject, details: EntryDetails): Promise<void> {
  await writing.insert(entryOf(writing, type, object, details));
}

/** The activity entry of a row that is inserted, to be inserted with it. */
export function entryOfNew(context: Context, type: string, name: string, details: EntryDetails): NewRow {
  return entryOf(context, type, { databaseId: PARENT_ID, name }, details);
}

function entryOf(
  context: Context,
  objectType: string,
  { databaseId, name }: { readonly databaseId: number | typeof PARENT_ID; readonly name: string },
  { operation, organizationId = null, subjectId = null, changes = [] }: EntryDetails,
): NewRow<ActivityEntry> {
  return newRow(context, ActivityEntry, {
    operation: operation as ActivityOperation,
    actorId: context.viewer.userId,
    objectType,
    objectDatabaseId: databaseId,
    objectName: name,
    organizationId,
    subjectId,
    changes,
  });
}
