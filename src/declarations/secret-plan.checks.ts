import type { ApplicationDraft, ApplicationValues } from '../applications/application.fields.ts';
import { canTrust } from '../applications/application.policy.ts';
import { ClientType, isLive, MAXIMUM_LIVE_SECRETS } from '../applications/application.rules.ts';
import type { ClientSecret } from '../applications/client-secret.entity.ts';
import { secretsOfEach } from '../applications/client-secret.loaders.ts';
import { ClientSecretSource, checkGivenSecret } from '../applications/client-secret.rules.ts';
import type { Writing } from '../mutation/mutation.ts';
import type { Row } from '../query/tables.ts';
import { matchesDigest } from '../shared/secrets.ts';
import type { Faults } from '../shared/user-errors.ts';
import type { SecretPlan } from './declaration.inputs.ts';
import { SecretFate } from './declaration.rules.ts';

/** What becomes of the client secrets of an application. */
export interface PlannedSecrets {
  readonly plans: readonly SecretPlan[];
  /** Whether those that it has go. */
  readonly areRemoved: boolean;
  /** Where the one comes from that it gets; null if it gets none. */
  readonly added: ClientSecretSource | null;
}

/** The client secrets of applications that work, by the number of the application. */
export async function liveSecretsOf(writing: Writing, applicationIds: readonly number[]): Promise<Map<number, Row<ClientSecret>[]>> {
  const now = new Date();
  const secrets = await Promise.all(applicationIds.map((id) => secretsOfEach(writing).load(id)));
  return new Map(applicationIds.map((id, index) => [id, (secrets[index] ?? []).filter((secret) => isLive(secret, now))]));
}

/**
 * Plans what becomes of the client secrets of an application, and checks one that is given.
 * @param given the secret that is declared; if absent, a confidential client keeps those that it has, or gets its first one
 * @param live those that work
 */
export function planSecrets(
  { viewer }: Writing,
  faults: Faults,
  given: string | null | undefined,
  before: ApplicationValues | undefined,
  { clientType }: ApplicationDraft,
  live: readonly Row<ClientSecret>[],
): PlannedSecrets {
  // of a new application it is checked with all else
  if (before) checkGivenSecret(faults, given, canTrust(viewer), clientType);
  const planned = (fate: SecretFate) => live.map(({ hint, name }) => ({ fate, hint, name }));
  if (clientType !== ClientType.CONFIDENTIAL) return { plans: planned(SecretFate.REMOVED), areRemoved: live.length > 0, added: null };
  const kept = planned(SecretFate.KEPT);
  const isNew = given != null && !live.some(({ digest }) => matchesDigest(given, digest));
  const isFirst = before?.clientType !== ClientType.CONFIDENTIAL;
  if (!isNew && (given != null || !isFirst)) return { plans: kept, areRemoved: false, added: null };
  if (live.length >= MAXIMUM_LIVE_SECRETS)
    faults.add('LIMIT_EXCEEDED', 'clientSecret', `At most ${MAXIMUM_LIVE_SECRETS} secrets work at a time. Delete one first.`);
  const [fate, added] = isNew
    ? ([SecretFate.GIVEN, ClientSecretSource.GIVEN] as const)
    : ([SecretFate.CREATED, ClientSecretSource.GENERATED] as const);
  return { plans: [...kept, { fate, hint: null, name: null }], areRemoved: false, added };
}
