import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { foldAnew } from '../../src/database/migrations/folding.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { hashPassword } from '../../src/users/password.ts';
import { clienteleHere } from '../support/command.ts';
import { emptyLastingDatabase, execute } from '../support/database.ts';
import { type Serving, scratchDirectory, serve } from '../support/process.ts';
import { post } from '../support/wire.ts';

/** The last migration before names were folded by the full rules. */
const BEFORE = '0003-partial-indexes';

const scratch = scratchDirectory();
let url: string;
let gateway: Serving;
let lines: string[];
let root: string;

const time = "'2026-01-01 00:00:00'";
const organization = (id: number, name: string, key: string) =>
  `insert into organization (id, created_at, modified_at, version, name, name_key) values (${id}, ${time}, ${time}, 1, '${name}', '${key}')`;
const user = (id: number, name: string, key: string, hash: string) =>
  `insert into "user" (id, created_at, modified_at, version, username, username_key, search_text, password_hash, is_superuser) ` +
  `values (${id}, ${time}, ${time}, 1, '${name}', '${key}', '${key}', '${hash}', true)`;
const application = (id: number, name: string, key: string) =>
  `insert into application (id, created_at, modified_at, version, client_id, name, name_key, search_text, vendor, vendor_key, client_type, ` +
  `authorization_grant_type, redirect_uris, scopes, maximum_scopes, organization_id) values (${id}, ${time}, ${time}, 1, 'client-${id}', ` +
  `'${name}', '${key}', '${key}', 'Große', 'große', 'PUBLIC', 'DEVICE_CODE', '[]', '["write"]', '["write"]', 1)`;

beforeAll(async () => {
  url = await emptyLastingDatabase(scratch.path);
  const store = await DatabaseStore.open({ url });
  await store.orm.migrator.up({ to: BEFORE });
  const hash = await hashPassword('correct horse', 'nobody');
  await store.close();
  for (const statement of [
    organization(1, 'Straße', 'straße'),
    organization(2, 'STRASSE', 'strasse'),
    organization(3, 'Άλλος', 'άλλος'),
    user(1, 'root', 'root', hash),
    user(2, 'Groß', 'groß', hash),
    user(3, 'gross', 'gross', hash),
    user(4, 'ada\u200b', 'ada\u200b', hash),
    application(1, 'Maß', 'maß'),
    application(2, 'MASS', 'mass'),
    application(3, 'Odysseus ΟΔΥΣΣΕΎΣ', 'odysseus οδυσσεύς'),
  ])
    await execute(url, statement);
  const opened = await DatabaseStore.open({ url });
  lines = [];
  await migrate(opened, (line) => lines.push(line));
  await opened.close();
  gateway = await serve({ DATABASE_URL: url });
  root = await tokenOf('root');
});
afterAll(async () => {
  await gateway.end();
  scratch.remove();
});

const tokenOf = async (name: string) => {
  const { stdout, stderr } = await clienteleHere(['token', 'create', '--user', name, '--scopes', 'admin'], { DATABASE_URL: url });
  if (!stdout) throw new Error(stderr);
  return stdout.trim().split('\n').at(-1) as string;
};
const askAs = async (token: string, query: string) => (await post(gateway.url, query, { authorization: `Bearer ${token}` })).json;
const ask = (query: string) => askAs(root, query);
const nameOf = async (typed: string) => (await askAs(await tokenOf(typed), '{ viewer { username } }')).data.viewer.username;

describe('a database whose names were folded by an earlier rule', () => {
  it('is told which names have become the same', () => {
    expect(lines.toSorted()).toEqual([
      'The application "Maß" (number 1) has the same name as "MASS" (number 2). Both work; rename one of them.',
      'The organization "Straße" (number 1) has the same name as "STRASSE" (number 2). Both work; rename one of them.',
      'The user "Groß" (number 2) has the same name as "gross" (number 3). Both work; rename one of them.',
    ]);
  });

  it('finds by the new rule what was written under the old one', async () => {
    const { data } = await ask(
      '{ applications(filter: { search: "ΟΔΥΣΣΕΎΣ" }) { nodes { name } } last: applications(filter: { search: "σσευσ" }) { totalCount } ' +
        'vendors: applications(filter: { vendor: "GROSSE" }) { totalCount } mass: applications(filter: { search: "maß" }) { totalCount } ' +
        'organizations(search: "ΆΛΛΟΣ") { nodes { name } } users(search: "GROSS") { totalCount } }',
    );
    expect(data).toEqual({
      applications: { nodes: [{ name: 'Odysseus ΟΔΥΣΣΕΎΣ' }] },
      last: { totalCount: 0 },
      vendors: { totalCount: 3 },
      mass: { totalCount: 2 },
      organizations: { nodes: [{ name: 'Άλλος' }] },
      users: { totalCount: 2 },
    });
  });

  it('keeps namesakes apart: each is found, pages and logs in', async () => {
    expect([await nameOf('Groß'), await nameOf('gross'), await nameOf('GROSS')]).toEqual(['Groß', 'gross', 'gross']);
    expect(await nameOf('ada')).toBe('ada\u200b');
    const first = await ask('{ organizations(first: 1) { nodes { name } pageInfo { endCursor } } }');
    const pages = [];
    for (let after = ''; ; ) {
      const { data } = await ask(
        `{ organizations(first: 1${after && `, after: "${after}"`}) { nodes { name } pageInfo { endCursor hasNextPage } } }`,
      );
      pages.push(data.organizations.nodes[0].name);
      if (!data.organizations.pageInfo.hasNextPage) break;
      after = data.organizations.pageInfo.endCursor;
    }
    expect(first.data.organizations.nodes).toEqual([{ name: pages[0] }]);
    expect(pages.toSorted()).toEqual(['STRASSE', 'Straße', 'Άλλος']);
  });

  it('changes a namesake without renaming it, takes no third one, and is mended by a new name', async () => {
    const id = (type: string, number: number) => Buffer.from(`${type}:${number}`).toString('base64url');
    const update = async (type: string, number: number, fields: string) => {
      const { data, errors } = await ask(
        `mutation { update${type}(input: { id: "${id(type, number)}", ${fields} }) { userErrors { code field } } }`,
      );
      return errors ?? data[`update${type}`].userErrors;
    };
    for (const number of [1, 2]) {
      expect(await update('Organization', number, 'description: "new"')).toEqual([]);
      expect(await update('Application', number, 'description: "new"')).toEqual([]);
    }
    for (const number of [2, 3]) expect(await update('User', number, 'firstName: "new"')).toEqual([]);
    expect(await update('Organization', 3, 'name: "strasse"')).toEqual([{ code: 'TAKEN', field: ['name'] }]);
    expect(await update('User', 4, 'username: "groß"')).toEqual([{ code: 'TAKEN', field: ['username'] }]);
    expect(await update('User', 3, 'username: "Small"')).toEqual([]);
    expect(await update('User', 4, 'username: "GROSS"')).toEqual([{ code: 'TAKEN', field: ['username'] }]);
    expect(await update('User', 2, 'username: "GROSS"')).toEqual([]);
    expect(await nameOf('gross')).toBe('GROSS');
  });

  it('is left as it is by a second run', async () => {
    const store = await DatabaseStore.open({ url });
    const state = () =>
      Promise.all(
        (['organization', 'user', 'application'] as const).map((table) =>
          store.read(true).selectFrom(table).selectAll().orderBy('id').execute(),
        ),
      );
    const before = await state();
    const connection = store.orm.em.getConnection('write') as never as { execute(sql: string, parameters: unknown[]): Promise<never> };
    await foldAnew((sql, parameters) => connection.execute(sql, [...parameters]));
    expect(await state()).toEqual(before);
    await store.close();
  });
});
