import { type ActivityEntry, ActivityOperation, type FieldChange } from '../activity/activity.entity.ts';
import type { Application } from '../applications/application.entity.ts';
import { entryOf } from './activity.ts';
import type { UnnumberedRow } from './insert.ts';
import type { Random } from './random.ts';

/** What has become of an application. */
interface Changed {
  readonly application: UnnumberedRow<Application>;
  /** When each of its secrets and the like was made or ended. */
  readonly secrets: readonly { readonly createdAt: Date }[];
  readonly tokens: readonly { readonly revokedAt: Date | null }[];
}

/** The fields that somebody fills in some time after an application was made. */
const FILLED_IN = ['description', 'tags', 'maximumScopes', 'url', 'vendor', 'ownerContact'] as const;
/** The most changes of one application: each of a field of its own, and every application has so many. */
export const MOST_CHANGES = 3;
/** Of a hundred applications of which tokens were revoked, those of which all were revoked at once. */
const REVOKED_AT_ONCE = 40;

/**
 * The activity entries of an application: that it was made, changed until its present version, that its secret was rotated, its
 * tokens revoked.
 * @param objectDatabaseId its number
 * @param actors who changes it; null for the command line
 */
export function entriesOf(
  { application, secrets, tokens }: Changed,
  objectDatabaseId: number,
  actors: readonly (number | null)[],
  random: Random,
): UnnumberedRow<ActivityEntry>[] {
  const { name: objectName, organizationId, createdAt, createdById, modifiedAt, version } = application;
  const object = { objectType: 'Application', objectDatabaseId, objectName, organizationId };
  const entry = (createdAt: Date, operation: ActivityOperation, changes: FieldChange[] = []) =>
    entryOf({ ...object, createdAt, operation, changes, actorId: random.pick(actors) });
  const between = modifiedAt.getTime() - createdAt.getTime();
  const fields = FILLED_IN.filter((field) => application[field]);
  const first = random.below(fields.length);
  const updates = Array.from({ length: version - 1 }, (_, index) => {
    const at = new Date(createdAt.getTime() + Math.floor((between * (index + 1)) / (version - 1)));
    const isDisabling = index === version - 2 && !application.enabled;
    const field = fields[(first + index) % fields.length] as (typeof fields)[number];
    const change = isDisabling ? { field: 'enabled', before: 'true', after: 'false' } : filledIn(field, application[field]);
    return entry(at, ActivityOperation.UPDATE, [change]);
  });
  const rotated = secrets.slice(1).map((secret) => entry(secret.createdAt, ActivityOperation.ROTATE_SECRET));
  const ended = tokens.flatMap(({ revokedAt }) => revokedAt ?? []);
  const isRevokedAtOnce = random.chance(REVOKED_AT_ONCE) && ended.length > 0;
  const revoked = isRevokedAtOnce ? [entry(random.pick(ended), ActivityOperation.REVOKE_TOKEN, [allRevoked(ended.length)])] : [];
  return [entryOf({ ...object, createdAt, actorId: createdById }), ...updates, ...rotated, ...revoked];
}

const allRevoked = (count: number): FieldChange => ({ field: 'tokens', before: String(count), after: '0' });

function filledIn(field: string, value: string | readonly string[] | null): FieldChange {
  if (typeof value === 'string') return { field, before: field === 'description' ? '' : null, after: value };
  return { field, before: '[]', after: JSON.stringify(value) };
}
