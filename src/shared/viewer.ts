import type { BuiltInScope } from './scopes.ts';

/** The roles that a viewer can have in an organization; `organizations/` explains them. */
export type Role = 'ADMIN' | 'MEMBER' | 'AUDITOR';

/** On whose behalf a request is made: a user, a client that acts for itself, or nobody. */
export interface Viewer {
  /** The token that the request came with; null for nobody. */
  readonly tokenId: number | null;
  /** The user of the token; null for client credentials and for nobody. */
  readonly userId: number | null;
  readonly isSuperuser: boolean;
  readonly isSystemAuditor: boolean;
  /** The roles of the user by the database id of the organization. */
  readonly roles: ReadonlyMap<number, Role>;
  /** The scope of the token, with all that it implies. */
  readonly scopes: ReadonlySet<string>;
  /** Whether the token may change applications, organizations, members and users, and reaches tokens of others. */
  readonly trusted: boolean;
  /** The application that the token was issued through; a token that is not trusted reaches no further than that. */
  readonly applicationId: number | null;
  /** What the tokens that it mints belong to and end with; null where they stand by themselves. */
  readonly origin: Origin | null;
}

/** Tokens that were issued through an application, from which others are minted. */
export interface Origin {
  /** The first of the line that refreshing has made. */
  readonly familyId: number;
  /** When the last of them ends. */
  readonly endsAt: Date;
}

/** Who has not shown a token. */
export const ANONYMOUS: Viewer = {
  tokenId: null,
  userId: null,
  isSuperuser: false,
  isSystemAuditor: false,
  roles: new Map(),
  scopes: new Set(),
  trusted: false,
  applicationId: null,
  origin: null,
};

export const isAuthenticated = (viewer: Viewer): boolean => viewer.tokenId !== null || viewer.userId !== null;

export const hasScope = (viewer: Viewer, scope: BuiltInScope): boolean => viewer.scopes.has(scope);

/** Superusers and system auditors read everything. */
export const readsEverything = (viewer: Pick<Viewer, 'isSuperuser' | 'isSystemAuditor'>): boolean =>
  viewer.isSuperuser || viewer.isSystemAuditor;

/** A superuser whose token carries `admin`: what only superusers may do needs both. */
export const actsAsSuperuser = (viewer: Viewer): boolean => viewer.isSuperuser && hasScope(viewer, 'admin');

/** The database ids of the organizations in which the viewer has one of the roles; without roles, any. */
export function organizationsOf(viewer: Viewer, ...roles: Role[]): number[] {
  return [...viewer.roles].filter(([, role]) => roles.length === 0 || roles.includes(role)).map(([id]) => id);
}

/** Whether the viewer administers the organization: as a superuser or as its ADMIN. */
export function administers(viewer: Viewer, organizationId: number): boolean {
  return viewer.isSuperuser || viewer.roles.get(organizationId) === 'ADMIN';
}

/** Whether a viewer has lost a right since an earlier moment. */
export function hasLess(now: Viewer, before: Viewer): boolean {
  const keepsRoles = [...before.roles].every(([id, role]) => now.roles.get(id) === role || now.roles.get(id) === 'ADMIN');
  const keepsScopes = [...before.scopes].every((scope) => now.scopes.has(scope));
  const keepsFlags = (['isSuperuser', 'isSystemAuditor', 'trusted'] as const).every((flag) => now[flag] || !before[flag]);
  return !keepsRoles || !keepsScopes || !keepsFlags;
}

/** Whoever has the command line of the server: may do everything, and is nobody in particular. */
export const OPERATOR: Viewer = { ...ANONYMOUS, isSuperuser: true, scopes: new Set(['read', 'write', 'admin']), trusted: true };
