import { type ActivityEntry, ActivityOperation, type FieldChange } from '../activity/activity.entity.ts';
import type { UnnumberedRow } from './insert.ts';

/** What an entry is about. */
export interface Subject {
  readonly objectType: string;
  readonly objectDatabaseId: number;
  readonly objectName: string;
  readonly createdAt: Date;
  readonly operation?: ActivityOperation;
  readonly actorId?: number | null;
  readonly organizationId?: number;
  readonly subjectId?: number;
  readonly changes?: FieldChange[];
}

/** The activity entry of something that was made. */
export const entryOf = (subject: Subject): UnnumberedRow<ActivityEntry> => ({
  operation: ActivityOperation.CREATE,
  actorId: null,
  organizationId: null,
  subjectId: null,
  changes: [{ field: 'name', before: null, after: subject.objectName }],
  ...subject,
});
