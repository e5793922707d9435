import type { ClientType, GrantType } from '../../applications/application.rules.ts';
import type { Reading } from './reading.rules.ts';
import type { Change, Known, LeftOut } from './report.rules.ts';

/** Of what one field of ours is made. */
export interface Row<Value, Around> {
  /** The members of a client of which it is made, with a "/" before those of a member. */
  readonly theirs: readonly string[];
  /** How, for people, where that is not plain. */
  readonly how?: string;
  /** Its value; undefined where nothing is said of it. */
  readonly value: (client: Reading, around: Around) => Value | undefined;
}

/** How a client gets its tokens there. */
export interface Grants {
  readonly grantTypes: readonly GrantType[];
  /** Whether it gets tokens from the authorization endpoint, which gives none here. */
  readonly isImplicit: boolean;
  /** The names of grant types that there are not here. */
  readonly others: readonly string[];
}

/** The scope of tokens there. */
interface ScopesThere {
  /** Those of a token for which none is asked. */
  readonly byDefault: readonly string[];
  /** Those that may be asked for beside. */
  readonly onRequest: readonly string[];
}

/** Of what each field of ours is made. */
export interface Mapping<Around> {
  readonly clientId: Row<string, Around>;
  readonly name: Row<string, Around>;
  readonly clientType: Row<ClientType, Around>;
  readonly grantTypes: Row<Grants, Around>;
  readonly redirectUris: Row<readonly string[], Around>;
  readonly postLogoutRedirectUris?: Row<readonly string[], Around>;
  readonly webOrigins?: Row<readonly string[], Around>;
  readonly skipAuthorization?: Row<boolean, Around>;
  readonly scopes?: Row<ScopesThere, Around>;
  /** Seconds; all that are said, as there may be one for each grant type. */
  readonly accessValidity?: Row<readonly number[], Around>;
  readonly grantValidity?: Row<readonly number[], Around>;
  readonly renewable?: Row<boolean, Around>;
  readonly secret?: Row<string, Around>;
  readonly enabled?: Row<boolean, Around>;
  readonly description?: Row<string, Around>;
  readonly url?: Row<string, Around>;
  readonly ownerContact?: Row<string, Around>;
}

/** A system from which clients come. @typeParam Around what of an input is beside its clients */
export interface Source<Around> {
  readonly mapping: Mapping<Around>;
  /** Members that say nothing of what a client may do, and so are no loss; with "=" and a value, where they have that. */
  readonly unmissed: readonly string[];
  /** Scopes that are no permissions there. */
  readonly unmissedScopes: readonly string[];
  /** Why a client is left out, whatever else it has. */
  readonly whyLeftOut: (client: Reading, around: Around) => LeftOut | undefined;
  /** What else is otherwise here. */
  readonly alsoChanged?: (client: Reading, around: Around, known: Known) => readonly Change[];
  /** What else is lost. */
  readonly alsoLost?: (client: Reading, around: Around) => readonly string[];
}

/** A row of a text, or the like, that is taken as it is. */
export const asItIs = {
  text: (key: string): Row<string, unknown> => ({ theirs: [key], value: (client) => client.text(key) }),
  secret: (key: string): Row<string, unknown> => ({ theirs: [key], value: (client) => client.secret(key) }),
  texts: (key: string): Row<readonly string[], unknown> => ({ theirs: [key], value: (client) => client.texts(key) }),
  flag: (key: string, otherwise: boolean): Row<boolean, unknown> => ({
    theirs: [key],
    value: (client) => client.flag(key) ?? otherwise,
  }),
  seconds: (...keys: string[]): Row<readonly number[], unknown> => ({
    theirs: keys,
    value: (client) => keys.flatMap((key) => client.seconds(key) ?? []),
  }),
};
