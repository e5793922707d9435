import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromGlobalId } from '../../../src/shared/ids.ts';
import { type Cell, cellsOf } from '../../promises/permissions.cells.ts';
import type { Outcome, Request } from '../../promises/permissions.rows.ts';
import { TABLE } from '../../promises/permissions.table.ts';
import { ask, type WireAnswer } from '../../support/wire.ts';
import { startWorld, type World } from '../../support/world.ts';

/** What asks the door for what an operation does: a method, a path and a body. */
interface Wanted {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

const numberOf = (id: unknown) => fromGlobalId(String(id))?.databaseId ?? 0;
type Input = Readonly<Record<string, unknown>>;

/** The path of a list, by the word for its objects in operations. */
const PATHS: Readonly<Record<string, string>> = {
  Application: 'applications',
  Organization: 'organizations',
  Token: 'tokens',
  User: 'users',
};

/** What AWX calls the fields of inputs; an input that has another one cannot be said in its words. */
const FIELDS: Readonly<Record<string, (value: unknown) => object>> = {
  name: (name) => ({ name }),
  description: (description) => ({ description }),
  organizationId: (id) => ({ organization: numberOf(id) }),
  applicationId: (id) => ({ application: numberOf(id) }),
  clientType: (type) => ({ client_type: String(type).toLowerCase() }),
  // that system has no word for most of them
  authorizationGrantType: () => ({ authorization_grant_type: 'password' }),
  redirectUris: (uris) => ({ redirect_uris: (uris as string[]).join(' ') }),
  skipAuthorization: (skip_authorization) => ({ skip_authorization }),
  scopes: (scopes) => ({ scope: (scopes as string[]).join(' ') }),
};

/** The same in the words of AWX; undefined where it has none. */
function inAwx(operation: string, { variables = {} }: Request): Wanted | undefined {
  const [, verb, type = ''] = /^(create|update|delete|revoke)(\w+)$/.exec(operation) ?? [];
  const input = variables.input as Input | undefined;
  if (operation === 'viewer') return { method: 'GET', path: '/me/' };
  if (!verb) {
    const list = { application: 'applications', organization: 'organizations', user: 'users' }[operation];
    return list ? { method: 'GET', path: `/${list}/${numberOf(variables.id)}/` } : undefined;
  }
  const path = PATHS[type];
  if (!path || !input || path === 'users') return undefined;
  const { id, ...fields } = input;
  if (Object.keys(fields).some((name) => !(name in FIELDS)) || (verb === 'create' && type === 'Application' && 'scopes' in fields))
    return undefined;
  const body = Object.assign({}, ...Object.entries(fields).map(([name, value]) => FIELDS[name]?.(value)));
  if (verb === 'create') return { method: 'POST', path: `/${path}/`, body };
  return verb === 'update'
    ? { method: 'PATCH', path: `/${path}/${numberOf(id)}/`, body }
    : { method: 'DELETE', path: `/${path}/${numberOf(id)}/` };
}

/** What became of a request through the door. */
function outcomeAt({ status, text }: WireAnswer): Outcome | number {
  if (status < 300) return text !== '' && JSON.parse(text).count === 0 ? 'NOT_FOUND' : 'allowed';
  if (status === 400 && text.includes('object does not exist')) return 'NOT_FOUND';
  return ({ 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' } as const)[status as 401] ?? status;
}

let world: World;
let cells: readonly Cell[];
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx' });
  cells = await cellsOf(world);
});
afterAll(() => world.stop());

const ROWS = TABLE.map((row) => [row.operation, row.promise, row] as const);

describe('the table of rights, through the door of AWX', () => {
  let tried = 0;

  it.each(ROWS)('%s: %s', async (_, __, row) => {
    const wrong: Record<string, unknown> = {};
    for (const { name, actor, token, expected } of cells) {
      const wanted = inAwx(row.operation, await row.request(world, actor));
      if (!wanted) return;
      tried += 1;
      const body = wanted.body && JSON.stringify(wanted.body);
      const answer = await ask(`${world.url}/api/v2${wanted.path}`, {
        method: wanted.method,
        headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body }),
      });
      const outcome = expected(row);
      if (outcomeAt(answer) !== outcome) wrong[name] = { wanted, outcome, status: answer.status, text: answer.text };
    }
    expect(wrong).toEqual({});
  });

  it('is tried there where it has words', () => {
    expect(tried).toBeGreaterThan(500);
  });
});
