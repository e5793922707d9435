import type { Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownNumber, ownOrganizations } from '../query/rights.ts';
import { organizationsOf, readsEverything, type Viewer } from '../shared/viewer.ts';
import type { ActivityEntry } from './activity.entity.ts';

type Subject = Pick<ActivityEntry, 'objectType' | 'organizationId' | 'subjectId'>;

/** What a program got for one application tells nothing of tokens and grants, of which most are of others. */
const WITHHELD: readonly string[] = ['Token', 'Grant'];

/** Members read what happened in their organization; of tokens only ADMIN and AUDITOR, and everybody of their own. */
export const canRead = (viewer: Viewer, { objectType, organizationId, subjectId }: Subject): boolean =>
  (viewer.trusted || !WITHHELD.includes(objectType)) &&
  (readsEverything(viewer) ||
    (subjectId !== null && subjectId === viewer.userId) ||
    (organizationId !== null &&
      organizationsOf(viewer, ...(objectType === 'Token' ? (['ADMIN', 'AUDITOR'] as const) : [])).includes(organizationId)));

/** `canRead` as a filter of the entries `x`. */
export function readable(query: Query, { viewer, store }: FilterContext): Query {
  const told = viewer.trusted ? query : query.where('x.object_type', 'not in', WITHHELD);
  if (readsEverything(viewer)) return told;
  const { dialect } = store;
  return told.where((eb) =>
    eb.or([
      eb('x.subject_id', '=', ownNumber),
      dialect.isOneOf('x.organization_id', ownOrganizations(viewer, 'ADMIN', 'AUDITOR')),
      eb.and([eb('x.object_type', '<>', 'Token'), dialect.isOneOf('x.organization_id', ownOrganizations(viewer, 'MEMBER'))]),
    ]),
  );
}
