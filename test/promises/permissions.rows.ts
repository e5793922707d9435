import type { Answer } from '../support/gateway.ts';
import type { Person, World } from '../support/world.ts';

/** What can become of a request. Whatever one may not read counts as not found. */
export type Outcome = 'allowed' | 'FORBIDDEN' | 'NOT_FOUND' | 'UNAUTHENTICATED';
export type Scope = 'read' | 'write' | 'admin';

export interface Request {
  readonly document: string;
  readonly variables?: Record<string, unknown>;
}

/** One line of the table: what of an operation, and who may. */
export interface Row {
  readonly operation: string;
  readonly promise: string;
  /** The scope without which the operation is refused whatever it is asked for. */
  readonly door: Scope;
  /** The scope that whoever may do this needs. */
  readonly needs: Scope;
  /**
   * Whether tokens of untrusted applications are refused: at the door, or only where there is something to be had; or
   * whether they find nothing.
   */
  readonly trusted: 'door' | 'object' | 'unseen' | 'no';
  /** Whether nobody needs a token. */
  readonly open: boolean;
  /** By superuser, system auditor, admin, auditor, member, stranger, client. */
  readonly outcomes: readonly Outcome[];
  /** What to ask for, with objects of its own; `actor` is whose token asks. */
  readonly request: (world: World, actor: Person | undefined) => Request | Promise<Request>;
}

export const YES = 'allowed';
export const NO = 'FORBIDDEN';
export const NONE = 'NOT_FOUND';

/** What of these is of another grant than theirs, tokens of untrusted applications do not find, or may not touch. */
const TRUSTED: Readonly<Record<string, Row['trusted']>> = {
  updateToken: 'unseen',
  revokeToken: 'unseen',
  revokeGrant: 'unseen',
  revokeTokens: 'object',
};

/** A query, for which `read` is enough. */
export const query = (operation: string, promise: string, outcomes: readonly Outcome[], request: Row['request'], open = false): Row => ({
  operation,
  promise,
  door: 'read',
  needs: 'read',
  trusted: operation === 'tokens' ? 'unseen' : 'no',
  open,
  outcomes,
  request,
});

/** A mutation of an input. What only superusers may do needs `admin`; most need a trusted application. */
export const mutation = (
  operation: string,
  promise: string,
  outcomes: readonly Outcome[],
  input: (world: World, actor: Person | undefined) => object | Promise<object>,
  { door = 'write', needs = door, trusted = TRUSTED[operation] ?? 'door' }: Partial<Pick<Row, 'door' | 'needs' | 'trusted'>> = {},
): Row => ({
  operation,
  promise,
  door,
  needs,
  trusted,
  open: false,
  outcomes,
  request: async (world, actor) => {
    const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
    return {
      document: `mutation($input: ${type}!) { ${operation}(input: $input) { userErrors { field code } } }`,
      variables: { input: await input(world, actor) },
    };
  },
});

/** What became of a request. */
export function outcomeOf({ operation }: Row, { data, errors }: Answer): Outcome {
  if (errors) return errors[0].extensions.code;
  const value = data[operation] ?? data.node;
  const codes = (value?.userErrors ?? []).map(({ code }: { code: string }) => code);
  if (codes.length > 0) return codes.includes('NOT_FOUND') ? 'NOT_FOUND' : codes[0];
  if (value === null || value === undefined || value.totalCount === 0 || (Array.isArray(value) && value[0] === null)) return 'NOT_FOUND';
  return 'allowed';
}
