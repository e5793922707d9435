import { digestOf } from '../data.ts';

/** What every contestant reads of a bearer token, in one statement. `roles` is a JSON array of pairs. */
export interface TokenRow {
  readonly user_id: number;
  readonly application_id: number | null;
  readonly scopes: string;
  readonly expires_at: number | Date;
  readonly revoked_at: number | Date | null;
  readonly enabled: number | boolean | null;
  readonly is_superuser: number | boolean;
  readonly roles: string;
}

/** On whose behalf a request is made. */
export interface Viewer {
  readonly userId: number;
  readonly isSuperuser: boolean;
  /** The organizations whose applications the viewer may read. */
  readonly organizations: readonly number[];
  /** Those of which the viewer may read every token. */
  readonly audited: readonly number[];
  /** Those in which the viewer may create applications. */
  readonly administered: readonly number[];
  readonly mayWrite: boolean;
}

/** The statement that finds a token by its digest; `aggregate` is what the databases say differently. */
export const findToken = (parameter: string, aggregate: string): string => `
  select t.user_id, t.application_id, t.scopes, t.expires_at, t.revoked_at, a.enabled, u.is_superuser,
    (select ${aggregate} from membership m where m.user_id = t.user_id) as roles
  from token t left join application a on a.id = t.application_id left join "user" u on u.id = t.user_id
  where t.digest = ${parameter}`;

/** The digest by which the token of a request is looked up. */
export function digestOfBearer(authorization: string | undefined): string | undefined {
  return authorization?.startsWith('Bearer ') ? digestOf(authorization.slice(7)) : undefined;
}

/** Checks a token that was found. @throws if it may not be used */
export function viewerOf(row: TokenRow | undefined): Viewer {
  if (!row || row.revoked_at !== null) throw new Error('The token is unknown or was revoked.');
  if (Number(row.expires_at) <= Date.now()) throw new Error('The token has expired.');
  if (row.application_id !== null && !row.enabled) throw new Error('The application of the token is disabled.');
  const roles: [number, string][] = typeof row.roles === 'string' ? JSON.parse(row.roles) : row.roles;
  const scopes: string[] = typeof row.scopes === 'string' ? JSON.parse(row.scopes) : row.scopes;
  const having = (...wanted: string[]) => roles.filter(([, role]) => wanted.includes(role)).map(([organization]) => organization);
  return {
    userId: row.user_id,
    isSuperuser: Boolean(row.is_superuser),
    organizations: having('ADMIN', 'AUDITOR', 'MEMBER'),
    audited: having('ADMIN', 'AUDITOR'),
    administered: having('ADMIN'),
    mayWrite: scopes.includes('write') || scopes.includes('admin'),
  };
}
