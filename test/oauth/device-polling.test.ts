import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { Browser } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const now = Date.now;

let world: OAuthWorld;
let passed = 0;
beforeAll(async () => {
  world = await startOAuthWorld();
  jest.spyOn(Date, 'now').mockImplementation(() => now() + passed);
});
afterEach(() => {
  passed = 0;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world.stop();
});

/** Lets seconds pass on the gateway's clock. */
const wait = (seconds: number): void => {
  passed += seconds * 1000;
};

const register = () => world.registerPublic({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [] });

/** Starts a device. @returns what it was told, and how it asks for its token */
async function start(client: Client) {
  const { body } = await world.post('/oauth/device_authorization', client, { scope: 'read' });
  const poll = async (as = client): Promise<string> => {
    const answer = await world.post('/oauth/token', as, { grant_type: DEVICE_CODE, device_code: body.device_code });
    return answer.body.error ?? answer.body.token_type;
  };
  return { started: body, poll };
}

async function connect({ verification_uri, user_code }: Record<string, string>): Promise<void> {
  const confirm = await (await new Browser(world.url).open(verification_uri as string)).submit({ user_code: user_code as string });
  const login = await confirm.submit({ confirm: 'yes' });
  await (await login.submit({ username: 'member', password: PASSWORD, action: 'login' })).submit({ action: 'allow' });
}

describe('a device', () => {
  it('is told how long to wait, and is not slowed down while it does', async () => {
    const { started, poll } = await start(await register());
    expect(started.interval).toBe(5);
    for (let count = 0; count < 3; count++) {
      expect(await poll()).toBe('authorization_pending');
      wait(5);
    }
  });

  it('that asks too soon has to slow down, for 5 seconds more each time and from then on', async () => {
    const { poll } = await start(await register());
    expect(await poll()).toBe('authorization_pending');
    expect(await poll()).toBe('slow_down');
    wait(8);
    expect(await poll()).toBe('slow_down');
    wait(12);
    expect(await poll()).toBe('slow_down');
    wait(20);
    expect(await poll()).toBe('authorization_pending');
    wait(17);
    expect(await poll()).toBe('slow_down');
    wait(25);
    expect(await poll()).toBe('authorization_pending');
  });

  it('hears in the answer how long it has to wait', async () => {
    const client = await register();
    const { started, poll } = await start(client);
    await poll();
    const { status, body } = await world.post('/oauth/token', client, { grant_type: DEVICE_CODE, device_code: started.device_code });
    expect({ status, body }).toEqual({
      status: 400,
      body: { error: 'slow_down', error_description: 'the device asks too often: it has to wait 10 seconds from one request to the next' },
    });
  });

  it('waits as long as before after its user has typed the code', async () => {
    const { started, poll } = await start(await register());
    await poll();
    expect(await poll()).toBe('slow_down');
    const confirm = await (await new Browser(world.url).open(started.verification_uri)).submit({ user_code: started.user_code });
    await confirm.submit({ confirm: 'yes' });
    wait(8);
    expect(await poll()).toBe('slow_down');
  });

  it('gets its token as soon as its user has said yes, however often it has asked', async () => {
    const { started, poll } = await start(await register());
    const [first, ...others] = (await Promise.all(Array.from({ length: 10 }, () => poll()))).toSorted();
    expect(first).toBe('authorization_pending');
    expect(others).toEqual(Array(9).fill('slow_down'));
    await connect(started);
    expect(await poll()).toBe('Bearer');
  });

  it('is told that its code has expired, and not to slow down for it', async () => {
    const { poll } = await start(await register());
    await poll();
    wait(601);
    expect([await poll(), await poll()]).toEqual(['expired_token', 'expired_token']);
  });

  it('is not slowed down by another device, nor by another client that shows its code', async () => {
    const client = await register();
    const { poll } = await start(client);
    const other = await start(client);
    expect([await poll(), await other.poll()]).toEqual(['authorization_pending', 'authorization_pending']);
    wait(5);
    const stranger = await register();
    expect(await poll(stranger)).toBe('invalid_grant');
    expect([await poll(), await other.poll()]).toEqual(['authorization_pending', 'authorization_pending']);
  });
});
