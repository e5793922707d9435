import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { type Serving, scratchDirectory, serve } from '../support/process.ts';

const SAMPLES = join(import.meta.dirname, '../declarations/samples');
const scratch = scratchDirectory();
let environment: Record<string, string>;
let gateway: Serving;
beforeAll(async () => {
  environment = {
    DATABASE_URL: await lastingDatabase(scratch.path),
    ADMIN_PASSWORD: 'correct horse',
    REDIRECT_URI_RULES: 'http-hosts,dotless-schemes,path-wildcards',
  };
  gateway = await serve(environment);
  await run('organization', 'create', 'Taken');
});
afterAll(async () => {
  await gateway.end();
  scratch.remove();
});

const run = (...args: string[]) => clienteleHere(args, environment);
const importFrom = (system: string, file: string, ...more: string[]) =>
  run('import', file, '--from', system, '--organization', 'Taken', '--secrets-to', '-', ...more);

/** A file in the scratch directory. @returns its path */
function file(name: string, content: object | string): string {
  const path = join(scratch.path, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const REALM = {
  realm: 'shop',
  clients: [
    { clientId: 'account', publicClient: true },
    {
      clientId: 'checkout',
      name: 'Checkout',
      secret: 'Vq3pT9xLr7Wd2mYk8sZb4nHc',
      redirectUris: ['https://checkout.example.org/callback'],
      serviceAccountsEnabled: true,
      protocolMappers: [{ name: 'groups' }],
    },
    { clientId: 'masked', secret: '**********', standardFlowEnabled: false, serviceAccountsEnabled: true },
    { clientId: 'everywhere', redirectUris: ['*'] },
  ],
};

describe('"import"', () => {
  it('says what becomes of each client, then plans and applies; its secret works', async () => {
    const path = file('realm.json', REALM);
    const asked = await importFrom('keycloak', path);
    expect(asked.code).toBe(1);
    expect(asked.stderr).toBe('clientele: Nothing was changed: there is no terminal to ask on. Give --yes to go on without.\n');
    expect(asked.stdout).toMatch(/^left out account: .+\ntaken Checkout\n/);
    expect(asked.stdout).toContain('2 of 4 clients can be taken, 2 are left out.\n');
    expect(asked.stdout).toContain('  + Checkout (checkout)\n');
    expect(asked.stdout).not.toContain('Vq3pT9xLr7Wd2mYk8sZb4nHc');
    const { code, stdout } = await importFrom('keycloak', path, '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /\nThe secret of masked \(masked\), shown this once: clt_sec_[\w-]+\n2 created, 0 changed, 0 deleted, 0 as declared\.\n$/,
    );
    const response = await fetch(`${gateway.url}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('checkout:Vq3pT9xLr7Wd2mYk8sZb4nHc').toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(response.status).toBe(200);
    expect((await importFrom('keycloak', path, '--yes')).stdout).toMatch(/\n0 to create, 0 to change, 0 to delete, 2 as declared\.\n$/);
  });

  it('writes declarations that name the variables of secrets, and changes nothing', async () => {
    const path = file('other-realm.json', { clients: [{ ...REALM.clients[1], clientId: '1-other', name: 'Other' }] });
    const written = join(scratch.path, 'written.yaml');
    const { code, stderr } = await importFrom('keycloak', path, '--write', written);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `Before you apply ${written}, give the secrets of the input as _1_OTHER_SECRET.\n`,
    });
    expect(readFileSync(written, 'utf8')).toContain('    secret:\n      fromEnvironment: _1_OTHER_SECRET\n');
    expect((await run('application', 'show', '1-other')).code).toBe(1);
    expect(await clienteleHere(['plan', '-f', written], { ...environment, _1_OTHER_SECRET: 'Vq3pT9xLr7Wd2mYk8sZb4nHc' })).toMatchObject({
      code: 2,
    });
    expect(await importFrom('keycloak', path, '--write', written)).toMatchObject({
      code: 1,
      stderr: `clientele: --write: ${written} is there already, and is not overwritten.\n`,
    });
  });

  it('names placeholders as faults, with their place, and does nothing', async () => {
    const path = file('auth0.yaml', 'clients:\n  - name: Spa\n    app_type: spa\n    callbacks:\n      - https://##ENV##.example.org/\n');
    const { code, stderr } = await importFrom('auth0', path, '--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${path}:5:9: Spa: .*##ENV##`));
    expect((await run('export', '--organization', 'Taken')).stdout).not.toContain('Spa');
  });

  it('tells programs all of it in one object', async () => {
    const path = file('one.json', { clients: [{ clientId: 'programs', publicClient: true, redirectUris: ['https://p.example.org/'] }] });
    const { code, stdout } = await importFrom('keycloak', path, '--yes', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      clients: [{ name: expect.any(String), application: { clientId: 'programs' }, changed: [], lost: [] }],
      organizations: [{ organization: 'Taken', plan: [{ action: 'CREATE', clientId: 'programs' }] }],
    });
  });

  it.each<[string, string, string[], RegExp]>([
    ['no file', '/nowhere.json', ['--from', 'keycloak'], /^clientele: \/nowhere\.json cannot be read/],
    [
      'a system that is not known',
      '/nowhere.json',
      ['--from', 'okta'],
      /argument 'okta' is invalid. Allowed choices are keycloak, hydra, auth0, awx/,
    ],
  ])('says in one line of %s', async (_, path, options, message) => {
    const { stdout, stderr } = await run('import', path, ...options, '--organization', 'Taken');
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });
});

const SYSTEM = /^(keycloak|hydra|auth0|awx)-/;

describe('what other systems have exported can be imported:', () => {
  const names = existsSync(SAMPLES) ? readdirSync(SAMPLES).filter((name) => SYSTEM.test(name)) : [];
  it.each(names)('%s', async (name) => {
    const system = SYSTEM.exec(name)?.[1] as string;
    const { stdout, stderr } = await importFrom(system, join(SAMPLES, name), '--yes');
    const [, taken] = /(\d+) of \d+ clients can be taken/.exec(stdout) ?? [];
    // an input with placeholders is to be mended first
    if (stderr !== '' && taken !== undefined) expect(stderr).not.toMatch(/^clientele: (?!There is nothing to import)/);
    else if (stderr === '') expect(stdout).toMatch(new RegExp(`\n${taken} created, 0 changed, 0 deleted, 0 as declared\\.\n$`));
  });
});
