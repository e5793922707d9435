import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const file = (name: string, text: string) => {
  const path = join(scratch.path, name);
  writeFileSync(path, text);
  return path;
};

/** What is set, and what the one line says about it. */
const WRONG: readonly [Record<string, string>, RegExp][] = [
  [{ PORT: 'http' }, /^clientele: PORT: must be a whole number from 0 to 65535\. /],
  [{ PORT: '70000' }, /^clientele: PORT: must be a whole number from 0 to 65535\. /],
  [{ PORT: '4e3' }, /^clientele: PORT: must be a whole number/],
  [{ DATABASE_URL: 'mysql://localhost/clientele' }, /^clientele: DATABASE_URL: must begin with "sqlite:" or "postgresql:\/\/"/],
  [{ DATABASE_URL: 'postgresql://[/x' }, /^clientele: DATABASE_URL: /],
  [{ DATABASE_URL: 'postgresql://localhost' }, /^clientele: DATABASE_URL: /],
  [{ DATABASE_URL: 'postgresql://a:5432,b:x/clientele' }, /^clientele: DATABASE_URL: must be like /],
  [{ DATABASE_URL: 'postgresql://a,,b/clientele' }, /^clientele: DATABASE_URL: must be like /],
  [{ DATABASE_URL: 'postgresql://a,b/clientele?target_session_attrs=standby' }, /^clientele: DATABASE_URL: must not ask for a standby/],
  [{ REPLICA_MAX_LAG: '0' }, /^clientele: REPLICA_MAX_LAG: /],
  [{ DATABASE_URL: 'postgresql://localhost/a?pooler=session' }, /^clientele: DATABASE_URL: must say pooler=transaction/],
  [{ DATABASE_REPLICA_URLS: 'sqlite:a.db' }, /^clientele: DATABASE_REPLICA_URLS: /],
  [{ DATABASE_REPLICA_URLS: 'postgresql://localhost/a' }, /^clientele: DATABASE_REPLICA_URLS: .*PostgreSQL/],
  [{ PUBLIC_URL: 'localhost' }, /^clientele: PUBLIC_URL: /],
  [{ ADMIN_PASSWORD: 'geheim1' }, /^clientele: ADMIN_PASSWORD: must have at least 8 characters/],
  [{ SCOPES_FILE: join(scratch.path, 'none.json') }, /^clientele: SCOPES_FILE: /],
  [{ SCOPES_FILE: file('list.json', '["a"]') }, /^clientele: SCOPES_FILE: /],
  [{ SCOPES_FILE: file('clash.json', '{"read": "again"}') }, /^clientele: SCOPES_FILE: .*"read" is built in/],
  [{ SCOPES_FILE: file('proto.json', '{"__proto__": "no"}') }, /^clientele: SCOPES_FILE: .*no scope can be called "__proto__"/],
  [{ SCOPES_FILE: file('constructor.json', '{"constructor": "no"}') }, /^clientele: SCOPES_FILE: .*no scope can be called "constructor"/],
  [{ SCOPES_FILE: file('space.json', '{"two words": "no"}') }, /^clientele: SCOPES_FILE: /],
  [{ TRUST_PROXY: 'maybe' }, /^clientele: TRUST_PROXY: /],
  [{ CORS_ORIGINS: 'example.org' }, /^clientele: CORS_ORIGINS: must be origins/],
  [{ CORS_ORIGINS: 'https://example.org/path' }, /^clientele: CORS_ORIGINS: must be origins/],
  [
    { REDIRECT_URI_RULES: 'http-hosts, wildcards' },
    /^clientele: REDIRECT_URI_RULES: has a word that is none of http-hosts, dotless-schemes, path-wildcards; the nearest is path-wildcards\. /,
  ],
  [{ REDIRECT_URI_RULES: 'HTTP_HOSTS' }, /^clientele: REDIRECT_URI_RULES: .*; the nearest is http-hosts\. /],
  [{ INTROSPECTION: 'yes' }, /^clientele: INTROSPECTION: /],
  [{ PERSISTED_DOCUMENTS: join(scratch.path, 'none') }, /^clientele: PERSISTED_DOCUMENTS: ENOENT: /],
  [{ PERSISTED_DOCUMENTS_MODE: 'only' }, /^clientele: PERSISTED_DOCUMENTS_MODE: there are no documents\. Set PERSISTED_DOCUMENTS /],
  [{ PERSISTED_DOCUMENTS: scratch.path, PERSISTED_DOCUMENTS_MODE: 'all' }, /^clientele: PERSISTED_DOCUMENTS_MODE: must be log or only\. /],
  [{ LOG_LEVEL: 'loud' }, /^clientele: LOG_LEVEL: /],
  [{ LIMIT_COST: '-1' }, /^clientele: LIMIT_COST: /],
  [{ LIMIT_BODY_BYTES: '1e9' }, /^clientele: LIMIT_BODY_BYTES: /],
  [{ LIMIT_WIDTH: '10' }, /^clientele: LIMIT_WIDTH: there is no such setting/],
  [{ DATABASE_URI: 'sqlite:a.db' }, /^clientele: DATABASE_URI: there is no such setting; did you mean DATABASE_URL\?/],
  [{ CORS_ORIGIN: 'https://example.org' }, /^clientele: CORS_ORIGIN: there is no such setting; did you mean CORS_ORIGINS\?/],
  [{ DRAIN_SECONDS: '-3' }, /^clientele: DRAIN_SECONDS: /],
];

describe('a wrong configuration', () => {
  it.each(WRONG)('%j is one line that names the variable, and exit code 1', async (environment, line) => {
    const { code, stdout, stderr } = await clienteleHere(['serve'], { DATABASE_URL: 'sqlite::memory:', PORT: '0', ...environment });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('of which none of the servers takes writes is one line, too', async () => {
    const { code, stderr } = await clientele(['serve'], { DATABASE_URL: 'postgresql://127.0.0.1:1,127.0.0.1:2/clientele', PORT: '0' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^clientele: .*none of its servers takes writes \(127\.0\.0\.1:1: .*ECONNREFUSED.*; 127\.0\.0\.1:2: .*ECONNREFUSED.*\n$/,
    );
  });

  it('does not repeat a value that may be a password', async () => {
    const { stderr } = await clienteleHere(['serve'], { ADMIN_PASSWORD: 'geheim1', DATABASE_URL: 'sqlite::memory:' });
    expect(stderr).not.toContain('geheim1');
    const { stderr: ofUrl } = await clienteleHere(['serve'], { DATABASE_URL: 'mysql://root:geheim1@localhost/x' });
    expect(ofUrl).not.toContain('geheim1');
  });

  it('is warned of where it is unsafe, and refused in production', async () => {
    const unsafe = { PUBLIC_URL: 'http://registry.example.org', DATABASE_URL: 'sqlite::memory:' };
    const gateway = await serve(unsafe);
    expect((await gateway.end()).stderr).toMatch(/^Warning: PUBLIC_URL: .*https:/m);
    const own = await serve({ ...unsafe, PUBLIC_URL: 'http://127.0.0.1:8080/registry' });
    expect((await own.end()).stderr).not.toContain('Warning');
    expect(await clienteleHere(['serve'], { ...unsafe, NODE_ENV: 'production' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^clientele: PUBLIC_URL: .*\n$/),
    });
  });

  it('leaves help and schema alone', async () => {
    expect((await clienteleHere(['serve', '--help'], { PORT: 'http' })).code).toBe(0);
  });
});

it('says in one line that HOST is no address of this machine', async () => {
  const { code, stderr } = await clientele(['serve'], { DATABASE_URL: 'sqlite::memory:', PORT: '0', HOST: '203.0.113.1' });
  expect(code).toBe(1);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^clientele: HOST: cannot listen on 203\.0\.113\.1/);
});
