/**
 * How the provider calls a grant: a user and an application, and of what was issued by it the family of tokens, which
 * is what replay revokes.
 */
export interface GrantId {
  readonly userId: number;
  readonly applicationId: number;
  readonly familyId?: number | null;
}

/** Writes a grant's identifier. */
export const toGrantId = ({ userId, applicationId, familyId }: GrantId): string =>
  [userId, applicationId, ...(familyId == null ? [] : [familyId])].join('.');

/** Reads a grant's identifier. */
export function fromGrantId(id: string): GrantId {
  const [userId = 0, applicationId = 0, familyId] = id.split('.').map(Number);
  return { userId, applicationId, familyId };
}
