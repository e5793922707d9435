import type { Application } from '../applications/application.entity.ts';
import { GrantType } from '../applications/application.rules.ts';
import type { Token } from '../tokens/token.entity.ts';
import { unknownDigest } from './applications.ts';
import type { UnnumberedRow } from './insert.ts';
import { HISTORY } from './people.ts';
import type { Random } from './random.ts';
import { DAY, past } from './times.ts';

/** How many tokens applications have in proportion to one another: some none, few many. */
const SHARES = [2, 1, 0, 5, 3, 1, 8];
const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0);

/** How many tokens the applications before an ordinal have, when so many have so many in all. */
export function tokensBefore(ordinal: number, applications: number, tokens: number): number {
  const weight = (count: number) => Math.floor(count / SHARES.length) * sum(SHARES) + sum(SHARES.slice(0, count % SHARES.length));
  return Math.round((tokens * weight(ordinal)) / weight(applications));
}

/** Seconds for which tokens are valid where nothing else is said. */
const VALIDITY = { access: 3_600, grant: 2_592_000, personal: 7_776_000 };
const PURPOSES = ['Backup job', 'Command line on my laptop', 'Continuous integration', 'Data export', 'Wall display', 'Trial'];

/** What a token is made from. */
export interface Issue {
  /** Null for a personal token. */
  readonly application: UnnumberedRow<Application> | null;
  /** Who may be its user. */
  readonly users: readonly number[];
  /** How many tokens there are before. */
  readonly ordinal: number;
  readonly now: number;
}

/** Milliseconds over which most tokens were issued that are still there. */
const KEPT = 90 * DAY;
/** Of a hundred applications with tokens, those of which one was issued lately, so that it is still valid however short that is. */
const IN_USE = 50;

/** So many tokens, oldest first: active, expired and revoked, used and unused. */
export function tokensOf(issue: Issue, count: number, random: Random): Omit<UnnumberedRow<Token>, 'applicationId'>[] {
  const { application, ordinal, now } = issue;
  const validity = 1000 * (application ? (application.accessValidity ?? VALIDITY.access) : VALIDITY.personal);
  const age = now - (application?.createdAt.getTime() ?? now - HISTORY);
  const times = Array.from({ length: count }, (_, index) => {
    // what is older than its validity has expired
    const span = index === 0 && random.chance(IN_USE) ? validity : Math.max(validity * 1.6, KEPT);
    return past(now, Math.min(age, span), random);
  });
  return times
    .sort((one, other) => one - other)
    .map((made, index) => tokenOf({ ...issue, ordinal: ordinal + index }, made, validity, random));
}

function tokenOf({ application, users, ordinal, now }: Issue, made: number, validity: number, random: Random) {
  const userId = application?.authorizationGrantType === GrantType.CLIENT_CREDENTIALS ? null : random.pick(users);
  const isRenewable = application?.renewable === true && userId !== null;
  const inLifetime = () => new Date(made + random.below(Math.min(now - made, validity)));
  return {
    userId,
    digest: unknownDigest(random, ordinal),
    hint: random.text(4),
    description: application ? '' : random.pick(PURPOSES),
    scopes: application ? [...application.scopes] : [random.chance(60) ? 'read' : 'write'],
    grantedScopes: application && userId !== null ? [...application.scopes] : null,
    refreshScopes: isRenewable ? [...application.scopes] : null,
    originId: null,
    expiresAt: new Date(made + validity),
    revokedAt: random.chance(15) ? inLifetime() : null,
    refreshDigest: isRenewable ? unknownDigest(random, ordinal) : null,
    refreshExpiresAt: isRenewable ? new Date(made + 1000 * (application.grantValidity ?? VALIDITY.grant)) : null,
    refreshUsedAt: null,
    familyId: null,
    lastUsedAt: random.chance(70) ? inLifetime() : null,
    createdAt: new Date(made),
    modifiedAt: new Date(made),
    version: 1,
  };
}
