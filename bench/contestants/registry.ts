import Database from 'better-sqlite3';
import * as values from './values.ts';
import { digestOfBearer, findToken, type TokenRow, type Viewer, viewerOf } from './viewer.ts';

export interface ApplicationRow {
  readonly id: number;
  readonly organization_id: number;
  readonly name: string;
  readonly name_key: string;
  readonly [column: string]: unknown;
}
export interface OrganizationRow {
  readonly id: number;
  readonly name: string;
}
export interface TokenOfApplication {
  readonly parent: number;
  readonly id: number;
  readonly [column: string]: unknown;
}

const APPLICATION =
  'a.id, a.organization_id, a.name, a.name_key, a.client_id, a.description, a.vendor, a.url, a.client_type, a.authorization_grant_type, a.redirect_uris, a.skip_authorization, a.trusted, a.enabled, a.scopes, a.maximum_scopes, a.access_validity, a.grant_validity, a.renewable, a.version, a.created_at, a.modified_at, a.last_used_at';
const TOKEN = 't.id, t.hint, t.description, t.scopes, t.created_at, t.expires_at, t.last_used_at';
const READABLE = 'a.organization_id in (select value from json_each(?))';

/** The registry in hand-written SQL on better-sqlite3: each statement prepared once, each page in a bounded number of them. */
export class Registry {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(file: string) {
    this.#db = new Database(file);
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) this.#db.pragma(pragma);
  }

  #all<Row>(sql: string, ...parameters: unknown[]): Row[] {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return (statement.reader ? statement.all(...parameters) : [statement.run(...parameters)]) as Row[];
  }

  /** Whoever holds the token of a request. @throws if nobody does */
  viewer(authorization: string | undefined): Viewer {
    const sql = findToken('?', 'json_group_array(json_array(m.organization_id, m.role))');
    return viewerOf(this.#all<TokenRow>(sql, digestOfBearer(authorization))[0]);
  }

  application(viewer: Viewer, id: number, columns = APPLICATION): ApplicationRow | undefined {
    const sql = `select ${columns} from application a where a.id = ?`;
    if (viewer.isSuperuser) return this.#all<ApplicationRow>(sql, id)[0];
    return this.#all<ApplicationRow>(`${sql} and ${READABLE}`, id, JSON.stringify(viewer.organizations))[0];
  }

  /** One page in the order of names, and whether there is more. */
  applications(viewer: Viewer, first: number, after: string | null | undefined, columns = APPLICATION, join = '') {
    const where = viewer.isSuperuser ? [] : [READABLE];
    const parameters: unknown[] = viewer.isSuperuser ? [] : [JSON.stringify(viewer.organizations)];
    if (after) {
      where.push('(a.name_key, a.id) > (?, ?)');
      parameters.push(...values.fromCursor(after));
    }
    const sql = `select ${columns} from application a ${join} ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
      order by a.name_key, a.id limit ?`;
    const rows = this.#all<ApplicationRow>(sql, ...parameters, first + 1);
    const hasNextPage = rows.length > first;
    if (hasNextPage) rows.pop();
    const last = rows.at(-1);
    return { rows, hasNextPage, endCursor: last ? values.toCursor(last) : null };
  }

  organizations(ids: readonly number[]): Map<number, OrganizationRow> {
    const sql = 'select id, name from organization where id in (select value from json_each(?))';
    return new Map(this.#all<OrganizationRow>(sql, JSON.stringify(ids)).map((row) => [row.id, row]));
  }

  /** The newest tokens of each application, of those that the viewer may read, and how many there are. */
  tokensOfEach(viewer: Viewer, applications: readonly ApplicationRow[], first: number, columns = TOKEN) {
    const isAudited = ({ organization_id }: ApplicationRow) => viewer.isSuperuser || viewer.audited.includes(organization_id);
    const found = new Map<number, { totalCount: number; rows: TokenOfApplication[] }>();
    for (const { id } of applications) found.set(id, { totalCount: 0, rows: [] });
    for (const all of [true, false]) {
      const ids = applications.filter((application) => isAudited(application) === all).map(({ id }) => id);
      if (ids.length === 0) continue;
      const own = all ? [] : [viewer.userId];
      const whose = all ? '' : 'and x.user_id = ?';
      const pages = `select p.value as parent, ${columns} from json_each(?) p cross join token t
        where t.id in (select x.id from token x where x.application_id = p.value ${whose} order by x.id desc limit ?) order by t.id desc`;
      const counts = `select x.application_id as parent, count(*) as count from token x
        where x.application_id in (select value from json_each(?)) ${whose} group by x.application_id`;
      const parents = JSON.stringify(ids);
      for (const row of this.#all<TokenOfApplication>(pages, parents, ...own, first)) found.get(row.parent)?.rows.push(row);
      for (const { parent, count } of this.#all<{ parent: number; count: number }>(counts, parents, ...own)) {
        (found.get(parent) as { totalCount: number }).totalCount = count;
      }
    }
    return found;
  }

  /** An application, its first secret and its activity entry, in one transaction. */
  createApplication(viewer: Viewer, input: values.CreateApplicationInput) {
    const organization = values.numberOf('Organization', input.organizationId);
    const userErrors = values.faultsOf(input);
    if (!viewer.mayWrite || (!viewer.isSuperuser && !viewer.administered.includes(organization))) {
      userErrors.push(values.userError('organizationId', 'FORBIDDEN', 'Only an ADMIN of the organization may do that.'));
    }
    if (userErrors.length > 0) return { application: null, clientSecret: null, userErrors };
    const [now, name, clientId, secret] = [Date.now(), input.name.trim(), values.newClientId(), values.newSecret('clt_sec_')];
    const { clientType, authorizationGrantType, redirectUris } = input;
    const told = { clientId, name, organizationId: organization, clientType, authorizationGrantType, redirectUris, scopes: ['write'] };
    try {
      return this.#transaction(() => {
        const application = this.#all<ApplicationRow>(
          `insert into application (created_at, modified_at, client_id, name, name_key, search_text, client_type,
             authorization_grant_type, redirect_uris, scopes, maximum_scopes, organization_id, created_by_id)
           values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           returning ${APPLICATION.replaceAll('a.', '')}`,
          ...[now, now, clientId, name, name.toLowerCase(), `${name}\u0001\u0001${clientId}`.toLowerCase(), clientType],
          ...[authorizationGrantType, JSON.stringify(redirectUris), '["write"]', '["write"]', organization, viewer.userId],
        )[0] as ApplicationRow;
        this.#all(
          'insert into client_secret (created_at, application_id, digest, hint) values (?, ?, ?, ?)',
          ...[now, application.id, secret.digest, secret.hint],
        );
        this.#record(now, viewer, 'CREATE', 'Application', application.id, name, organization, null, values.changesOf(told));
        return { application, clientSecret: secret.value, userErrors: [] };
      });
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      return { application: null, clientSecret: null, userErrors: [values.userError('name', 'TAKEN', 'Has another.')] };
    }
  }

  /** A token with its refresh token and its activity entry, in one transaction. */
  createToken(viewer: Viewer, input: values.CreateTokenInput) {
    const application = this.application(viewer, values.numberOf('Application', input.applicationId));
    if (!application?.enabled || !viewer.mayWrite) {
      const userErrors = [values.userError('applicationId', 'NOT_FOUND', 'There is no such application.')];
      return { token: null, accessToken: null, refreshToken: null, userErrors };
    }
    const [now, access, refresh] = [Date.now(), values.newSecret('clt_at_'), values.newSecret('clt_rt_')];
    const expiresAt = now + ((application.access_validity as number | null) ?? 3600) * 1000;
    const grantEnd = now + ((application.grant_validity as number | null) ?? 2_592_000) * 1000;
    return this.#transaction(() => {
      const token = this.#all<TokenOfApplication>(
        `insert into token (created_at, modified_at, application_id, user_id, digest, hint, scopes, expires_at, refresh_digest, refresh_expires_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${TOKEN.replaceAll('t.', '')}`,
        ...[now, now, application.id, viewer.userId, access.digest, access.hint, JSON.stringify(input.scopes)],
        ...[expiresAt, refresh.digest, grantEnd],
      )[0] as TokenOfApplication;
      const told = values.changesOf({ scopes: input.scopes, expiresAt: values.iso(expiresAt) });
      const name = `${application.name} …${access.hint}`;
      this.#record(now, viewer, 'ISSUE_TOKEN', 'Token', token.id, name, application.organization_id, viewer.userId, told);
      return { token, accessToken: access.value, refreshToken: refresh.value, userErrors: [] };
    });
  }

  #record(now: number, { userId }: Viewer, operation: string, type: string, id: number, name: string, ...rest: unknown[]): void {
    this.#all(
      `insert into activity_entry (created_at, actor_id, operation, object_type, object_database_id, object_name, organization_id, subject_id, changes)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[now, userId, operation, type, id, name, ...rest],
    );
  }

  #transaction<T>(work: () => T): T {
    return this.#db.transaction(work).immediate();
  }
}
