import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GrantType } from '../../src/applications/application.rules.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { Moments } from '../support/moments.ts';
import { randomFrom } from '../support/random.ts';
import type { Made } from '../support/world.ts';
import { Browser, type Page } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, REDIRECT_URI, startOAuthWorld } from './support/provider.ts';

let world: OAuthWorld;
let observer: Client;
let moments: Moments;
beforeAll(async () => {
  world = await startOAuthWorld({
    PASSWORD_GRANT: 'true',
    LIMIT_CREDENTIALS: '100000',
    LIMIT_STARTS: '100000',
    LIMIT_USER_CODES: '100000',
    LIMIT_LOGIN_FAILURES: '1000',
  });
  observer = await world.register();
  moments = new Moments(world.app.store);
});
afterEach(() => moments.letBe());
afterAll(() => world.stop());

let count = 0;

/** Somebody new, of `acme`. */
async function newUser(): Promise<Made & { username: string }> {
  const username = `passing${++count}`;
  const user = (await createUser(world.operator, { username, password: PASSWORD })).user as Made;
  await setMember(world.operator, { organizationId: world.acme.id, userId: user.id, role: OrganizationRole.MEMBER });
  return { ...user, username };
}

/** What a flow has been answered, as far as it came. */
type Answers = { status: number; error: string | undefined }[];
type Flow = (client: Client, username: string, answers: Answers) => Promise<void>;

const note = (answers: Answers, { status, body }: { status: number; body?: { error?: string } | string }) =>
  answers.push({ status, error: typeof body === 'object' ? body?.error : undefined });

/** Goes through pages until one leads away, or ends with an error. @returns the code, if there is one */
async function through(start: Page, username: string, answers: Answers): Promise<string | undefined> {
  let page = start;
  for (;;) {
    const away = page.response.status === 303;
    answers.push({
      status: page.status,
      error: away ? page.parameters.error : /<dt>Error<\/dt><dd><code>(\w+)<\/code>/.exec(page.text)?.[1],
    });
    if (away) return page.parameters.code;
    if (page.title.startsWith('Sign in to ')) page = await page.submit({ username, password: PASSWORD, action: 'login' });
    else if (page.title.endsWith('wants access to your account')) page = await page.submit({ action: 'allow' });
    else if (page.title === 'Is this your device?') page = await page.submit({ confirm: 'yes' });
    else return undefined;
    if (page.text.includes('The username or the password is wrong')) {
      answers.push({ status: page.status, error: 'wrong' });
      return undefined;
    }
  }
}

async function useTokens(client: Client, body: { access_token?: string; refresh_token?: string }, answers: Answers): Promise<void> {
  if (!body.access_token) return;
  note(answers, await world.post('/oauth/introspect', client, { token: body.access_token }));
  note(answers, await world.post('/oauth/introspect', observer, { token: body.access_token }));
  if (!body.refresh_token) return;
  const refreshed = await world.post('/oauth/token', client, { grant_type: 'refresh_token', refresh_token: body.refresh_token });
  note(answers, refreshed);
  const userinfo = await fetch(`${world.url}/oauth/userinfo`, { headers: { authorization: `Bearer ${refreshed.body.access_token}` } });
  answers.push({ status: userinfo.status, error: ((await userinfo.json()) as { error?: string }).error });
  note(answers, await world.post('/oauth/revoke', client, { token: refreshed.body.refresh_token ?? 'none' }));
}

const FLOWS: Readonly<Record<string, { grant: GrantType; skips?: boolean; flow: Flow }>> = {
  'the code flow': {
    grant: GrantType.AUTHORIZATION_CODE,
    flow: async (client, username, answers) => {
      const { page, verifier } = await world.authorize(client);
      const code = await through(page, username, answers);
      if (!code) return;
      const tokens = await world.redeem(client, code, verifier);
      note(answers, tokens);
      await useTokens(client, tokens.body, answers);
    },
  },
  'a flow without a question': {
    grant: GrantType.AUTHORIZATION_CODE,
    skips: true,
    flow: async (client, username, answers) => {
      const asked = { response_type: 'code', redirect_uri: REDIRECT_URI, code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
      const pushed = await world.post('/oauth/par', client, { client_id: client.clientId, ...asked });
      note(answers, pushed);
      if (!pushed.body.request_uri) return;
      const search = new URLSearchParams({ client_id: client.clientId, request_uri: pushed.body.request_uri });
      await through(await new Browser(world.url).open(`${world.url}/oauth/authorize?${search}`), username, answers);
    },
  },
  'a device': {
    grant: GrantType.DEVICE_CODE,
    flow: async (client, username, answers) => {
      const device = await world.post('/oauth/device_authorization', client, { scope: 'openid write' });
      note(answers, device);
      if (!device.body.user_code) return;
      const entered = await new Browser(world.url).open(device.body.verification_uri_complete);
      await through(await entered.submit({ user_code: device.body.user_code }), username, answers);
      const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: device.body.device_code };
      const tokens = await world.post('/oauth/token', client, grant);
      note(answers, tokens);
      await useTokens(client, tokens.body, answers);
    },
  },
  'the password grant': {
    grant: GrantType.PASSWORD,
    flow: async (client, username, answers) => {
      const asked = { grant_type: 'password', username, password: PASSWORD, scope: 'openid write' };
      const tokens = await world.post('/oauth/token', client, asked);
      note(answers, tokens);
      await useTokens(client, tokens.body, answers);
    },
  },
  'a client that acts for itself': {
    grant: GrantType.CLIENT_CREDENTIALS,
    flow: async (client, _, answers) => {
      const tokens = await world.post('/oauth/token', client, { grant_type: 'client_credentials', scope: 'write' });
      note(answers, tokens);
      await useTokens(client, tokens.body, answers);
    },
  },
};

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
/** How many reads are passed over at most, between two that something is deleted before. */
const PASSED = Number(process.env.PASSED ?? 5);

const MOMENTS = (['write', 'read'] as const).flatMap((moment) => (['application', 'user'] as const).map((table) => ({ moment, table })));

describe.each(Object.entries(FLOWS))(`%s (SEED=${SEED})`, (_, { grant, skips = false, flow }) => {
  it.each(MOMENTS)('is never answered by a fault, before a $moment its $table is deleted', async ({ moment, table }) => {
    const redirectUris = grant === GrantType.AUTHORIZATION_CODE ? [REDIRECT_URI] : [];
    const errors = new Set<string | undefined>();
    const random = randomFrom(SEED);
    const passed = () => (moment === 'read' ? random.below(PASSED + 1) : 0);
    for (let nth = passed(), isThere = true; isThere; nth += 1 + passed()) {
      const user = await newUser();
      const client = await world.register({ authorizationGrantType: grant, redirectUris, skipAuthorization: skips });
      const { databaseId } = table === 'application' ? client : user;
      const wasDeleted = moments.before(nth, moment, () =>
        world.app.store.write(({ db }) => db.deleteFrom(table).where('id', '=', databaseId).execute()),
      );
      const before = world.logged.length;
      const answers: Answers = [];
      await flow(client, user.username, answers);
      isThere = await wasDeleted();
      expect({ nth, faults: answers.filter(({ status }) => status >= 500) }).toEqual({ nth, faults: [] });
      expect(world.logged.slice(before).filter((line) => line.includes('"fault"'))).toEqual([]);
      for (const { error } of answers) errors.add(error);
      // undisturbed at last, it goes through
      if (!isThere) expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    }
    if (moment === 'read') return;
    if (table === 'application') expect([...errors]).toContain('invalid_client');
    if (table === 'user' && grant === GrantType.PASSWORD) expect([...errors]).toContain('invalid_grant');
  });
});
