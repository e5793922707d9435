import type { Context } from '../shared/context.ts';
import type { Query } from '../shared/dialect.ts';
import { organizationsOf, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { ActivityEntry } from './activity.entity.ts';

type Subject = Pick<ActivityEntry, 'objectType' | 'organizationId' | 'subjectId'>;

/** Members read what happened in their organization; of tokens only ADMIN and AUDITOR, and everybody of their own. */
export const canRead = (viewer: Viewer, { objectType, organizationId, subjectId }: Subject): boolean =>
  readsEverything(viewer) ||
  (subjectId !== null && subjectId === viewer.userId) ||
  (organizationId !== null &&
    organizationsOf(viewer, ...(objectType === 'Token' ? (['ADMIN', 'AUDITOR'] as const) : [])).includes(organizationId));

/** `canRead` as a filter of the entries `x`. */
export function readable(query: Query, { viewer, store }: Context): Query {
  if (readsEverything(viewer)) return query;
  const { dialect } = store;
  return query.where((eb) =>
    eb.or([
      eb('x.subject_id', '=', viewer.userId),
      dialect.isOneOf('x.organization_id', organizationsOf(viewer, 'ADMIN', 'AUDITOR')),
      eb.and([eb('x.object_type', '<>', 'Token'), dialect.isOneOf('x.organization_id', organizationsOf(viewer, 'MEMBER'))]),
    ]),
  );
}
