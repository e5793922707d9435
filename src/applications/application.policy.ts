import type { Condition } from '../query/among.ts';
import type { Query } from '../query/dialect/dialect.ts';
import { type FilterContext, ownOrganizations } from '../query/rights.ts';
import { actsAsSuperuser, administers, organizationsOf, readsEverything, type Viewer } from '../shared/viewer.ts';

/** An application, as far as rights on it go: they are those on its organization. */
interface Subject {
  readonly organizationId: number;
}

/** Members of its organization read an application and its activity. */
export const canRead = (viewer: Viewer, { organizationId }: Subject): boolean =>
  readsEverything(viewer) || viewer.roles.has(organizationId);

/** An application, which may be the gateway's own. */
interface Kept extends Subject {
  readonly builtIn: boolean;
}

/** Whoever may read an application may use it, and everybody the gateway's own. */
export const mayUse = (viewer: Viewer, application: Kept): boolean => application.builtIn || canRead(viewer, application);

/** Admins of its organization create, change and delete it and rotate its secrets; nobody does that to the gateway's own. */
export const canEdit = (viewer: Viewer, { organizationId, builtIn }: Kept): boolean => !builtIn && administers(viewer, organizationId);

/** What is said where somebody tries. */
export const APPLICATION_IS_BUILT_IN =
  'The gateway keeps its console as it must be, and nobody changes or deletes it. Whoever runs the gateway switches it off with CONSOLE=false.';

/** Superusers say which applications are trusted, and which may have the scope `admin`. */
export const canTrust = actsAsSuperuser;

/** What an application may do, beyond what its users may. */
interface Powers {
  readonly trusted: boolean;
  readonly maximumScopes: readonly string[];
}

/** Whether the tokens of an application can do what its ADMIN cannot. */
export const isPowerful = ({ trusted, maximumScopes }: Powers): boolean => trusted || maximumScopes.includes('admin');

/** Of an application that is powerful, superusers alone change who gets its tokens and what those may do. */
export const canControl = (viewer: Viewer, application: Powers): boolean => !isPowerful(application) || canTrust(viewer);

/** What others are told who try. */
export const CONTROL_IS_FOR_SUPERUSERS =
  'Of an application that is trusted or may have "admin", only superusers may change this, with a token of the scope "admin".';

/** An application, as far as consent to it goes. */
interface Asking extends Subject, Pick<Powers, 'trusted'> {
  readonly skipAuthorization: boolean;
}

/**
 * Whether a user is spared the question what they allow an application. An ADMIN may answer it for those alone over
 * whom nobody else has a say: members of their own organization and no other, whose rights end there.
 */
export const sparesConsent = (user: Viewer, { skipAuthorization, trusted, organizationId }: Asking): boolean =>
  skipAuthorization && (trusted || (!readsEverything(user) && organizationsOf(user).every((id) => id === organizationId)));

/** `canRead` as a condition of the applications `x`; undefined where it holds for all. */
export function isReadable({ viewer, store }: FilterContext): Condition | undefined {
  return readsEverything(viewer) ? undefined : () => store.dialect.isOneOf('x.organization_id', ownOrganizations(viewer));
}

/** `canRead` as a filter of the applications `x`. */
export function readable(query: Query, context: FilterContext): Query {
  const condition = isReadable(context);
  return condition ? query.where(condition) : query;
}
