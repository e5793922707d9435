import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { type Client, type OAuthWorld, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
});
afterAll(() => world.stop());

const machine = () => world.register({ authorizationGrantType: GrantType.CLIENT_CREDENTIALS, redirectUris: [] });
const ask = async (client: Client, clientSecret = client.clientSecret) => {
  const { status, body } = await world.post('/oauth/token', { ...client, clientSecret }, { grant_type: 'client_credentials' });
  return status === 200 ? 'served' : body.error;
};
const rotate = async ({ id }: Client, input = {}) => {
  const { data } = await world.ask.admin(
    `mutation ($input: RotateClientSecretInput!) {
      rotateClientSecret(input: $input) { clientSecret application { secrets { id hint lastUsedAt } lastUsedAt } userErrors { code } } }`,
    { input: { applicationId: id, ...input } },
  );
  expect(data.rotateClientSecret.userErrors).toEqual([]);
  return data.rotateClientSecret;
};
const read = async ({ id }: Client) => {
  const { data } = await world.ask.admin('query ($id: ID!) { application(id: $id) { lastUsedAt secrets { hint lastUsedAt } } }', { id });
  return data.application;
};

describe('a client', () => {
  it('may show any of several secrets that work', async () => {
    const client = await machine();
    const { clientSecret } = await rotate(client, { keepPreviousFor: 60 });
    expect(await ask(client)).toBe('served');
    expect(await ask(client, clientSecret)).toBe('served');
  });

  it('may not show one that was rotated out, deleted or has expired', async () => {
    const client = await machine();
    const { clientSecret } = await rotate(client);
    expect(await ask(client)).toBe('invalid_client');
    const { clientSecret: latest, application } = await rotate(client, { keepPreviousFor: 60 });
    await world.ask.admin('mutation ($id: ID!) { deleteClientSecret(input: { id: $id }) { userErrors { code } } }', {
      id: application.secrets[0].id,
    });
    expect(await ask(client, clientSecret)).toBe('invalid_client');
    expect(await ask(client, latest)).toBe('served');
    await world.operator.store.write(({ db }) =>
      db
        .updateTable('client_secret')
        .set({ expires_at: new Date(Date.now() - 1_000) as never })
        .where('application_id', '=', client.databaseId)
        .execute(),
    );
    expect(await ask(client, latest)).toBe('invalid_client');
  });

  it('may not show what the database holds of a secret, nor one of another client', async () => {
    const [client, other] = [await machine(), await machine()];
    const { digest } = await world.operator.db
      .selectFrom('client_secret')
      .where('application_id', '=', client.databaseId)
      .select('digest')
      .executeTakeFirstOrThrow();
    expect(await ask(client, digest)).toBe('invalid_client');
    expect(await ask(client, other.clientSecret)).toBe('invalid_client');
  });

  it('that authenticates stamps the secret that it shows, and the application', async () => {
    const client = await machine();
    await rotate(client, { keepPreviousFor: 60 });
    expect(await read(client)).toMatchObject({ lastUsedAt: null, secrets: [{ lastUsedAt: null }, { lastUsedAt: null }] });
    const before = Date.now();
    await ask(client);
    const { lastUsedAt, secrets } = await read(client);
    expect(Date.parse(lastUsedAt)).toBeGreaterThanOrEqual(before);
    expect(secrets).toMatchObject([{ hint: client.clientSecret?.slice(-4), lastUsedAt }, { lastUsedAt: null }]);
  });

  it('that fails to authenticate stamps nothing', async () => {
    const client = await machine();
    await ask(client, 'wrong');
    expect(await read(client)).toMatchObject({ lastUsedAt: null, secrets: [{ lastUsedAt: null }] });
  });

  it('that became public needs no secret from the next request on, and one that became confidential does', async () => {
    const client = await world.register({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });
    const start = async (clientSecret: string | null) =>
      (await world.post('/oauth/device_authorization', { ...client, clientSecret }, {})).body.error ?? 'served';
    const become = async (clientType: string) => {
      const { data } = await world.ask.admin(
        'mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { clientSecret userErrors { code } } }',
        { input: { id: client.id, clientType } },
      );
      return data.updateApplication.clientSecret;
    };
    expect(await start(client.clientSecret)).toBe('served');
    expect(await start(null)).toBe('invalid_client');
    await become('PUBLIC');
    expect(await start(null)).toBe('served');
    expect(await start(client.clientSecret)).toBe('invalid_client');
    const secret = await become('CONFIDENTIAL');
    expect(await start(null)).toBe('invalid_client');
    expect(await start(secret)).toBe('served');
  });
});

describe('clients that ask at once', () => {
  it('are each told apart', async () => {
    const [one, other, wrong, gone] = [await machine(), await machine(), await machine(), await machine()];
    const unknown = { ...gone, clientId: 'nobody' };
    const asking = Array.from({ length: 5 }, () => [ask(one), ask(other), ask(wrong, 'clt_sec_wrong'), ask(unknown)]).flat();
    const expected = Array(5).fill(['served', 'served', 'invalid_client', 'invalid_client']).flat();
    expect(await Promise.all(asking)).toEqual(expected);
  });

  it('do not suffer from one whose client id no database can hold', async () => {
    const sound = await machine();
    const impossible = { ...sound, clientId: 'a\0b', clientSecret: null };
    const answers = await Promise.all([ask(impossible), ask(sound), ask(impossible), ask(sound)]);
    expect(answers).toEqual(['invalid_request', 'served', 'invalid_request', 'served']);
  });

  it('do not suffer from one that the registry holds nothing sensible of', async () => {
    const [sound, broken] = [await machine(), await machine()];
    await world.operator.store.write(({ db }) =>
      db
        .updateTable('application')
        .set({ grant_types: '["NONSENSE"]' as never })
        .where('id', '=', broken.databaseId)
        .execute(),
    );
    const answers = await Promise.all([ask(broken), ask(sound), ask(broken), ask(sound)]);
    expect(answers).toEqual([expect.not.stringMatching('served'), 'served', expect.not.stringMatching('served'), 'served']);
  });
});

describe('a secret that was made elsewhere', () => {
  const printable = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index)).join('');
  /** RFC 6749, appendix B: as forms are encoded, which is not quite what JavaScript makes of a component of a URI. */
  const encoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);
  /** Every character as its number, which forms may do as well. */
  const spelled = (text: string) => Buffer.from(text).toString('hex').toUpperCase().replace(/../g, '%$&');

  it.each([
    ['of all characters', printable],
    ['of as many as may be', printable.repeat(3).slice(-255)],
    ['that looks like ours', `clt_sec_${'abcdefghijklmnopqrstuvwxyz0123456789-_ABCDE'.slice(0, 43)}`],
    ['that looks encoded already', '%41%42%43%44%45+%26%3d:&='],
    ['that looks like a digest', 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'],
  ])('%s authenticates its client in every way', async (_, clientSecret) => {
    const client = await machine();
    const { data } = await world.ask.superuser(
      'mutation ($input: AddClientSecretInput!) { addClientSecret(input: $input) { clientSecret userErrors { code } } }',
      { input: { applicationId: client.id, clientSecret } },
    );
    expect(data.addClientSecret).toEqual({ clientSecret: null, userErrors: [] });
    const show = async (secret: string, encode?: (text: string) => string) => {
      const form = new URLSearchParams({ grant_type: 'client_credentials' });
      if (!encode) for (const [name, value] of Object.entries({ client_id: client.clientId, client_secret: secret })) form.set(name, value);
      const pair = encode && Buffer.from(`${encode(client.clientId)}:${encode(secret)}`).toString('base64');
      const headers: Record<string, string> = pair ? { authorization: `Basic ${pair}` } : {};
      return (await fetch(`${world.url}/oauth/token`, { method: 'POST', body: form, headers })).status;
    };
    for (const encode of [undefined, encoded, spelled, encodeURIComponent]) {
      expect(await show(clientSecret, encode)).toBe(200);
      expect(await show(clientSecret.slice(0, -1), encode)).toBe(401);
      expect(await show(`${clientSecret}x`, encode)).toBe(401);
    }
    // the one that was generated works on
    expect(await ask(client)).toBe('served');
    expect((await read(client)).secrets).toMatchObject([{ lastUsedAt: expect.any(String) }, { lastUsedAt: expect.any(String) }]);
  });
});
