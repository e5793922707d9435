import type { Context } from '../shared/context.ts';
import { fromGlobalId } from '../shared/ids.ts';
import { insertRow, newRow, OWNER } from '../shared/insertion.ts';
import type { Writing } from '../shared/mutation.ts';
import type { NewRow } from '../shared/store.ts';
import { ActivityEntry, type ActivityOperation, type FieldChange } from './activity.entity.ts';

/** What is told of a mutation. */
export interface Deed {
  readonly operation: `${ActivityOperation}`;
  readonly object: { readonly id: string; readonly name: string };
  /** The organization whose members may read of it. */
  readonly organizationId?: number | null;
  /** The user whom it is about. */
  readonly subjectId?: number | null;
  readonly changes?: FieldChange[];
}

/** Writes the activity entry of a mutation, in the mutation's own transaction. */
export async function record(writing: Writing, { object, ...deed }: Deed): Promise<void> {
  const { type, databaseId } = fromGlobalId(object.id) ?? {};
  if (!type || !databaseId) throw new Error(`not a global id: ${object.id}`);
  await insertRow(writing, entryOf(writing, { type, databaseId, name: object.name }, deed));
}

/** The activity entry of a row that is inserted, to be inserted with it. */
export function entryOfNew(context: Context, type: string, name: string, deed: Omit<Deed, 'object'>): NewRow {
  return entryOf(context, { type, databaseId: OWNER, name }, deed);
}

function entryOf(
  context: Context,
  object: { type: string; databaseId: number | typeof OWNER; name: string },
  { operation, organizationId = null, subjectId = null, changes = [] }: Omit<Deed, 'object'>,
): NewRow {
  return newRow(context, ActivityEntry, {
    operation: operation as ActivityOperation,
    actorId: context.viewer.userId,
    objectType: object.type,
    objectDatabaseId: object.databaseId,
    objectName: object.name,
    organizationId,
    subjectId,
    changes,
  });
}
