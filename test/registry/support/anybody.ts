import type { Role, Viewer } from '../../../src/shared/viewer.ts';
import { somebody } from '../../support/as-viewer.ts';
import type { Random } from '../../support/random.ts';
import type { Made } from '../../support/world.ts';

const ROLES: readonly Role[] = ['ADMIN', 'AUDITOR', 'MEMBER'];

/** Somebody of any rights, with few organizations or many, or a program of theirs. */
export function anybody(random: Random, users: readonly Made[], organizations: readonly Made[]): Viewer {
  const left = [...organizations];
  const count = random.one([0, 1, 1, 2, 3, 9, 10]);
  const chosen = Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.below(left.length), 1)[0] as Made);
  return somebody(Object.fromEntries(chosen.map(({ databaseId }) => [databaseId, random.one(ROLES)])), {
    isSuperuser: random.chance(20),
    isSystemAuditor: random.chance(20),
    trusted: random.chance(80),
    tokenId: 1,
    userId: random.chance(10) ? null : random.one(users).databaseId,
    applicationId: 1 + random.below(100),
  });
}
