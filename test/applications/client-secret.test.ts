import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/shared/secrets.ts';
import { mint } from '../support/mint.ts';
import { faultsOf, mutate } from '../support/mutate.ts';
import { type Made, startWorld, type World } from '../support/world.ts';

interface Secret {
  id: string;
  hint: string;
  expiresAt: string | null;
}

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const secretsOf = async ({ id }: { id: string }): Promise<Secret[]> =>
  (await world.ask.admin('query($id: ID!) { application(id: $id) { secrets { id hint expiresAt } } }', { id })).data.application.secrets;
const rotate = (application: Made, input: object = {}) =>
  mutate(
    world.ask.admin,
    'rotateClientSecret',
    { applicationId: application.id, ...input },
    'clientSecret revokedTokenCount application { version }',
  );
const SECRET = /^clt_sec_[\w-]{43}$/;
const DAY = 24 * 60 * 60;

describe('a client secret', () => {
  it('is shown when it is made, and never again', async () => {
    const input = { name: 'Once', organizationId: world.acme.id, clientType: 'CONFIDENTIAL', authorizationGrantType: 'CLIENT_CREDENTIALS' };
    const { clientSecret, application } = await mutate(
      world.ask.admin,
      'createApplication',
      input,
      'clientSecret application { id secrets { hint } }',
    );
    expect(clientSecret).toMatch(SECRET);
    expect(application.secrets).toEqual([{ hint: clientSecret.slice(-4) }]);
    const { data } = await world.ask.superuser(
      'query($id: ID!) { application(id: $id) { clientId name description secrets { id hint createdAt expiresAt lastUsedAt } activity { nodes { objectName changes { field before after } } } } }',
      { id: application.id },
    );
    expect(JSON.stringify(data)).not.toContain(clientSecret);
    const rows = await world.operator.db.selectFrom('client_secret').selectAll().where('hint', '=', clientSecret.slice(-4)).execute();
    expect(rows.map(({ digest }) => digest)).toContain(digestOf(clientSecret));
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
  });

  it('is none of a public client', async () => {
    const application = await world.register({ clientType: 'PUBLIC' as never });
    expect(application.clientSecret).toBeNull();
    expect(await secretsOf(application)).toEqual([]);
  });
});

describe('rotateClientSecret', () => {
  it('ends the earlier secrets at once', async () => {
    const application = await world.register();
    const before = await secretsOf(application);
    const { clientSecret, application: after } = await rotate(application);
    expect(clientSecret).toMatch(SECRET);
    const secrets = await secretsOf(application);
    expect(secrets).toEqual([{ id: expect.any(String), hint: clientSecret.slice(-4), expiresAt: null }]);
    expect(secrets[0]?.id).not.toBe(before[0]?.id);
    expect(after.version).toBe(2);
  });

  it('lets the earlier secrets work on for keepPreviousFor seconds', async () => {
    const application = await world.register();
    const started = Date.now();
    const { clientSecret } = await rotate(application, { keepPreviousFor: DAY });
    const [earlier, later] = await secretsOf(application);
    expect(earlier?.hint).toBe(application.clientSecret?.slice(-4));
    expect(Date.parse(earlier?.expiresAt ?? '')).toBeGreaterThanOrEqual(started + DAY * 1000);
    expect(Date.parse(earlier?.expiresAt ?? '')).toBeLessThanOrEqual(Date.now() + DAY * 1000);
    expect(later).toEqual({ id: expect.any(String), hint: clientSecret.slice(-4), expiresAt: null });
  });

  it('prolongs no secret that ends sooner', async () => {
    const application = await world.register();
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    await rotate(application, { expiresAt });
    await rotate(application, { keepPreviousFor: DAY });
    const [earlier] = await secretsOf(application);
    expect(earlier?.expiresAt).toBe(expiresAt);
  });

  it('leaves at most five secrets that work', async () => {
    const application = await world.register();
    for (let count = 2; count <= 5; count++) expect((await rotate(application, { keepPreviousFor: DAY })).userErrors).toEqual([]);
    expect(await secretsOf(application)).toHaveLength(5);
    const { userErrors, clientSecret } = await rotate(application, { keepPreviousFor: DAY });
    expect(userErrors).toEqual([
      { code: 'LIMIT_EXCEEDED', field: ['keepPreviousFor'], message: expect.stringContaining('At most 5 secrets') },
    ]);
    expect(clientSecret).toBeNull();
    expect(await secretsOf(application)).toHaveLength(5);
    expect((await rotate(application)).userErrors).toEqual([]);
    expect(await secretsOf(application)).toHaveLength(1);
  });

  it('revokes what was issued, if asked to', async () => {
    const application = await world.register();
    const { accessToken } = await mint(world, { application, user: world.users.member });
    expect((await rotate(application)).revokedTokenCount).toBe(0);
    expect((await world.as(accessToken)('{ viewer { id } }')).status).toBe(200);
    expect((await rotate(application, { revokeTokens: true })).revokedTokenCount).toBe(1);
    expect((await world.as(accessToken)('{ viewer { id } }')).status).toBe(401);
  });
});

describe('deleteClientSecret', () => {
  it('deletes one of several', async () => {
    const application = await world.register();
    await rotate(application, { keepPreviousFor: DAY });
    const [earlier, later] = await secretsOf(application);
    const { deletedId, application: after } = await mutate(
      world.ask.admin,
      'deleteClientSecret',
      { id: earlier?.id },
      'deletedId application { secrets { id } version }',
    );
    expect(deletedId).toBe(earlier?.id);
    expect(after).toEqual({ secrets: [{ id: later?.id }], version: 3 });
    expect(await faultsOf(world.ask.admin, 'deleteClientSecret', { id: earlier?.id })).toEqual(['NOT_FOUND id']);
  });

  it('keeps the last one, also once that has expired', async () => {
    const application = await world.register();
    const [only] = await secretsOf(application);
    expect(await faultsOf(world.ask.admin, 'deleteClientSecret', { id: only?.id })).toEqual(['INVALID id']);
    await world.app.store.write(({ db }) =>
      db
        .updateTable('client_secret')
        .set({ expires_at: new Date(0) as never })
        .where('application_id', '=', application.databaseId)
        .execute(),
    );
    expect(await faultsOf(world.ask.admin, 'deleteClientSecret', { id: only?.id })).toEqual(['INVALID id']);
    expect(await secretsOf(application)).toHaveLength(1);
  });
});

describe('an application that changes its client type', () => {
  const become = ({ id }: Made, clientType: string) =>
    mutate(world.ask.admin, 'updateApplication', { id, clientType }, 'clientSecret application { clientType secrets { hint } }');

  it('loses all its secrets when it becomes public, and gets a new one when it becomes confidential', async () => {
    const application = await world.register();
    await rotate(application, { keepPreviousFor: DAY });
    const open = await become(application, 'PUBLIC');
    expect(open).toEqual({ userErrors: [], clientSecret: null, application: { clientType: 'PUBLIC', secrets: [] } });
    const closed = await become(application, 'CONFIDENTIAL');
    expect(closed.clientSecret).toMatch(SECRET);
    expect(closed.application).toEqual({ clientType: 'CONFIDENTIAL', secrets: [{ hint: closed.clientSecret.slice(-4) }] });
  });

  it('gets no secret when it is confidential already', async () => {
    const application = await world.register();
    const again = await become(application, 'CONFIDENTIAL');
    expect(again.clientSecret).toBeNull();
    expect(again.application.secrets).toEqual([{ hint: application.clientSecret?.slice(-4) }]);
  });
});

describe('an answer that shows a secret', () => {
  it.each([
    [
      'createApplication',
      'clientSecret',
      () => ({ name: 'Cached', organizationId: world.acme.id, clientType: 'CONFIDENTIAL', authorizationGrantType: 'DEVICE_CODE' }),
    ],
    ['rotateClientSecret', 'clientSecret', async () => ({ applicationId: (await world.register()).id })],
    [
      'updateApplication',
      'clientSecret',
      async () => ({ id: (await world.register({ clientType: 'PUBLIC' as never })).id, clientType: 'CONFIDENTIAL' }),
    ],
    ['createToken', 'accessToken', () => ({})],
  ] as const)('of %s may not be cached', async (operation, field, input) => {
    const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
    const { data, headers } = await world.ask.admin(`mutation($input: ${type}!) { ${operation}(input: $input) { ${field} } }`, {
      input: await input(),
    });
    expect(data[operation][field]).toMatch(/^clt_/);
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
