import { fromGlobalId } from '../shared/ids.ts';
import { insert, type Writing } from '../shared/mutation.ts';
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
export async function record(writing: Writing, deed: Deed): Promise<void> {
  const object = fromGlobalId(deed.object.id);
  if (!object) throw new Error(`not a global id: ${deed.object.id}`);
  await insert(writing, ActivityEntry, {
    operation: deed.operation as ActivityOperation,
    actorId: writing.viewer.userId,
    objectType: object.type,
    objectDatabaseId: object.databaseId,
    objectName: deed.object.name,
    organizationId: deed.organizationId ?? null,
    subjectId: deed.subjectId ?? null,
    changes: deed.changes ?? [],
  });
}
