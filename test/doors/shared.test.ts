import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask as send, type WireAnswer, type WireRequest } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await startWorld({ DOORS: 'awx', TRUST_PROXY: 'true', LIMIT_LOGIN_FAILURES: '3', LIMIT_CREDENTIALS: '4' });
  token = await world.tokenOf(world.users.admin.databaseId, ['write']);
});
afterAll(() => world.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const basic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});
/** Sends a request; with the length of its body, which Node leaves out by methods that seldom have one. */
const ask = (path: string, { headers, ...request }: WireRequest = {}): Promise<WireAnswer> => {
  const length = request.body === undefined ? undefined : { 'content-length': String(Buffer.byteLength(request.body)) };
  return send(world.url + path, { ...request, headers: { ...headers, ...length } });
};
const asAdmin = (path: string, request: WireRequest = {}) =>
  ask(path, { ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } });
let addresses = 0;
const somewhere = () => ({ 'x-forwarded-for': `203.0.113.${++addresses}` });

describe('whoever comes through a door', () => {
  it('is known by a token, or by a name and a password, with all rights of the user', async () => {
    for (const headers of [{ authorization: `Bearer ${token}` }, basic('admin', 'correct horse')])
      expect((await ask('/api/v2/me/', { headers })).json.results[0].username).toBe('admin');
    const made = await ask('/api/v2/organizations/', {
      method: 'POST',
      headers: { ...basic('superuser', 'correct horse'), ...JSON_TYPE },
      body: '{"name":"By password"}',
    });
    expect(made.status).toBe(201);
  });

  it.each([
    ['nothing', {}],
    ['an unknown token', { authorization: 'Bearer clt_at_unknown' }],
    ['no token at all', { authorization: 'Bearer' }],
    ['a wrong password', basic('admin', 'wrong')],
    ['an unknown name', basic('nobody', 'correct horse')],
    ['a name with a NUL', basic('ad\0min', 'correct horse')],
    ['no colon', { authorization: `Basic ${btoa('admin')}` }],
    ['no UTF-8', { authorization: `Basic ${Buffer.from([0xff, 0x3a, 0xff]).toString('base64')}` }],
    ['no base64', { authorization: 'Basic ???' }],
    ['another scheme', { authorization: 'Digest username="admin"' }],
  ])('is not let in by %s', async (_, headers) => {
    const { status, headers: said, json } = await ask('/api/v2/me/', { headers: { ...somewhere(), ...headers } });
    expect([status, said['www-authenticate'], typeof json.detail]).toEqual([401, 'Bearer realm=api', 'string']);
  });

  it('is refused for a while after some wrong passwords, which count with those of logins', async () => {
    const from = somewhere();
    const attempt = (headers: Record<string, string>) => ask('/api/v2/me/', { headers: { ...from, ...headers } });
    for (let times = 0; times < 3; times++) expect((await attempt(basic('auditor', 'wrong'))).status).toBe(401);
    const refused = await attempt(basic('auditor', 'correct horse'));
    expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true]);
    const login = await ask('/api/login/', {
      method: 'POST',
      headers: { ...from, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'username=auditor&password=correct+horse&next=/api/',
    });
    expect(login.status).toBe(429);
    expect((await ask('/api/v2/me/', { headers: { ...somewhere(), ...basic('auditor', 'correct horse') } })).status).toBe(200);
    expect(world.logged.filter((line) => line.includes('login failed')).length).toBeGreaterThanOrEqual(3);
    expect(world.logged.join('\n')).not.toMatch(/correct horse|Y29ycmVjdCBob3JzZQ/);
  });

  it('is refused for a while after some tokens that do not work', async () => {
    const from = somewhere();
    const attempt = () => ask('/api/v2/me/', { headers: { ...from, authorization: 'Bearer clt_at_wrong' } });
    for (let times = 0; times < 4; times++) expect((await attempt()).status).toBe(401);
    expect((await attempt()).status).toBe(429);
  });

  it('may do what the token and its user may, and no more', async () => {
    const reader = await world.tokenOf(world.users.admin.databaseId, ['read']);
    const write = (headers: Record<string, string>, path: string, method = 'POST') =>
      ask(path, { method, headers: { ...headers, ...JSON_TYPE }, body: '{}' });
    const by = { authorization: `Bearer ${reader}` };
    const { databaseId } = await world.register();
    for (const [method, path] of [
      ['POST', '/api/v2/applications/'],
      ['PATCH', `/api/v2/applications/${databaseId}/`],
      ['DELETE', `/api/v2/applications/${databaseId}/`],
      ['POST', '/api/v2/tokens/'],
      ['PATCH', '/api/v2/tokens/1/'],
      ['DELETE', '/api/v2/tokens/1/'],
    ] as const)
      expect(await write(by, path, method)).toMatchObject({ status: 403, json: { detail: 'The token needs the scope "write".' } });
    expect((await ask(`/api/v2/applications/${databaseId}/`, { headers: by })).status).toBe(200);
    expect((await write({ authorization: `Bearer ${token}` }, '/api/v2/organizations/')).status).toBe(403);
  });

  it('is not told of what is hidden', async () => {
    const { databaseId } = await world.register({ organizationId: world.other.id, name: 'Hidden' });
    const organization = world.other.databaseId;
    for (const [hidden, missing] of [
      [`/api/v2/applications/${databaseId}/`, '/api/v2/applications/999999/'],
      ['/api/v2/applications/Hidden++Other/', '/api/v2/applications/None++Other/'],
      [`/api/v2/applications/${databaseId}/tokens/`, '/api/v2/applications/999999/tokens/'],
      [`/api/v2/applications/${databaseId}/activity_stream/`, '/api/v2/applications/999999/activity_stream/'],
      [`/api/v2/organizations/${organization}/`, '/api/v2/organizations/999999/'],
      ['/api/v2/organizations/Other/', '/api/v2/organizations/None/'],
      [`/api/v2/users/${world.users.stranger.databaseId}/`, '/api/v2/users/999999/'],
      ['/api/v2/users/stranger/personal_tokens/', '/api/v2/users/none/personal_tokens/'],
    ] as const) {
      for (const method of hidden.split('/').length > 6 ? ['GET'] : ['GET', 'PATCH', 'DELETE']) {
        const answers = [await asAdmin(hidden, { method }), await asAdmin(missing, { method })];
        expect(answers.map(({ status, text }) => [hidden, status, text])[0]?.slice(1)).toEqual([answers[1]?.status, answers[1]?.text]);
      }
    }
  });
});

describe('a body', () => {
  const post = (body: string, type = 'application/json', path = '/api/v2/tokens/') =>
    asAdmin(path, { method: 'POST', headers: { 'content-type': type }, body });

  it('is JSON, a form, or nothing', async () => {
    expect((await post('{"description":"a","scope":"read"}')).json).toMatchObject({ description: 'a', scope: 'read' });
    expect((await post('description=b&scope=read', 'application/x-www-form-urlencoded')).json).toMatchObject({ description: 'b' });
    expect((await post('')).json).toMatchObject({ description: '', scope: 'write' });
  });

  it.each([
    ['{"a', 'application/json', 400],
    ['[]', 'application/json', 400],
    ['null', 'application/json', 400],
    ['"text"', 'application/json', 400],
    ['{"description":"a\\u0000b"}', 'application/json', 400],
    ['{"description":"\\ud800"}', 'application/json', 400],
    ['{"\\u0000":1}', 'application/json', 400],
    [`{"a":${'['.repeat(50)}${']'.repeat(50)}}`, 'application/json', 400],
    ['description=a%00b', 'application/x-www-form-urlencoded', 400],
    ['{"description":{}}', 'application/json', 400],
    ['{"description":true}', 'application/json', 400],
    ['{"application":[1]}', 'application/json', 400],
    ['{"application":1e400}', 'application/json', 400],
    ['{"application":9007199254740993}', 'application/json', 400],
    ['{"application":-1}', 'application/json', 400],
    ['{"scope":null}', 'application/json', 400],
    ['{"scope":"nothing of the kind"}', 'application/json', 400],
    ['{}', 'text/plain', 415],
    ['{}', 'application/json; charset=utf-16', 415],
  ])('is refused where it is wrong: %s as %s', async (body, type, status) => {
    const answer = await post(body, type);
    expect({ status: answer.status, json: typeof answer.json }).toEqual({ status, json: 'object' });
  });

  it('is not looked at where none is expected', async () => {
    const answer = await asAdmin('/api/v2/applications/', { headers: JSON_TYPE, body: '{}' });
    expect(answer.status).toBe(200);
  });

  it('that is too large is refused', async () => {
    expect((await post(JSON.stringify({ description: 'a'.repeat(300_000) }))).status).toBe(413);
  });

  it('may have names that every object has', async () => {
    expect((await post('{"__proto__":{"scope":"admin"},"constructor":1}')).json).toMatchObject({ scope: 'write' });
  });
});

describe('what is not there', () => {
  it.each([
    '/api/v3/',
    '/api/v2/nothing/',
    '/api/v2/applications/1/2/3/',
    '/api/v2/applications/%zz/',
    '/api/v2/applications/%00/',
    '/api/v2/%ff',
  ])('is exactly not found: %s', async (path) => {
    for (const request of [await ask(path), await asAdmin(path)])
      expect([request.status, request.text]).toEqual([404, '{"detail":"Not found."}']);
  });

  it('is a method with those that there are', async () => {
    const { status, headers, json } = await asAdmin('/api/v2/applications/', { method: 'DELETE' });
    expect([status, headers.allow, json]).toEqual([405, 'GET, POST, HEAD, OPTIONS', { detail: 'Method "DELETE" not allowed.' }]);
    expect((await asAdmin('/api/v2/ping/', { method: 'OPTIONS' })).headers.allow).toBe('GET, HEAD, OPTIONS');
    expect(await asAdmin('/api/v2/me/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });
});

describe('a session of the command line', () => {
  const login = (fields: Record<string, string>) =>
    ask('/api/login/', {
      method: 'POST',
      headers: { ...somewhere(), 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(fields)),
    });

  it('is a cookie that no page of others can use', async () => {
    const { status, headers } = await login({ username: 'member', password: 'correct horse', next: '/api/v2/' });
    expect([status, headers.location]).toEqual([302, '/api/v2/']);
    const [said = ''] = headers['set-cookie'] as string[];
    expect(said).toMatch(/^awx_sessionid=clt_at_[\w-]+; Path=\/api\/; Max-Age=1800; HttpOnly; SameSite=Strict$/);
    const [cookie = ''] = said.split(';');
    expect((await ask('/api/v2/me/', { headers: { cookie } })).json.results[0].username).toBe('member');
    const form = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('/api/v2/tokens/', { method: 'POST', headers: form, body: 'description=x' })).status).toBe(401);
    expect((await ask('/api/v2/tokens/', { method: 'POST', headers: { cookie, ...JSON_TYPE }, body: '{}' })).status).toBe(201);
  });

  it.each(['https://evil.example.org/', '//evil.example.org', '/\\evil', '/api/\r\nx: y', 'javascript:x', ''])(
    'leads nowhere else: %s',
    async (next) => {
      const { status, headers } = await login({ username: 'member', password: 'correct horse', next });
      expect([status, headers.location]).toEqual([302, '/api/']);
    },
  );

  it('needs both a name and a password', async () => {
    expect((await login({})).json).toEqual({ username: ['This field is required.'], password: ['This field is required.'] });
  });
});

describe('the metrics', () => {
  it('count by door and status', async () => {
    await ask('/api/v2/ping/');
    expect((await ask('/metrics')).text).toMatch(/^clientele_door_requests_total\{door="awx",status="200"\} \d+$/m);
  });
});
