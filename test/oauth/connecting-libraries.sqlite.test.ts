import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { snippet } from '../../console/src/components/connect/snippets.ts';
import type { ConnectValues } from '../../console/src/components/connect/values.ts';
import { ClientType, GrantType } from '../../src/applications/application.rules.ts';
import { run, scratchDirectory, start } from '../support/process.ts';
import { Browser } from './support/browser.ts';
import { type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const REDIRECT_URI = 'https://app.example.org/callback';

/** Debian keeps the sources of libraries for Go where programs find them that are no modules. */
const GO = {
  GO111MODULE: 'off',
  GOPATH: process.env['GOPATH'] ?? '/usr/share/gocode',
  GOCACHE: process.env['GOCACHE'] ?? join(process.env['HOME'] ?? '', '.cache/go-build'),
};
const goLibrary = spawnSync('go', ['list', '-f', '{{.Dir}}', 'golang.org/x/oauth2'], { env: { ...process.env, ...GO }, encoding: 'utf8' });
const hasGo = goLibrary.status === 0;
/** Whether the library knows PKCE and devices, as it does since 0.13. */
const isNewGo = hasGo && existsSync(join(goLibrary.stdout.trim(), 'pkce.go'));
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import authlib.integrations.requests_client']).status === 0,
);

const scratch = scratchDirectory();
let world: OAuthWorld;
beforeAll(async () => {
  if (hasGo || python) world = await startOAuthWorld({ PASSWORD_GRANT: 'true' });
});
afterAll(async () => {
  await world?.stop();
  scratch.remove();
});

/** How each kind of program is made, of its text: the command that runs it. */
const MAKERS = {
  go: async (text: string): Promise<[string, ...string[]]> => {
    const path = join(scratch.path, `program${Math.random()}`);
    writeFileSync(`${path}.go`, `${text}\n`);
    expect(spawnSync('gofmt', ['-l', `${path}.go`], { encoding: 'utf8' })).toMatchObject({ stdout: '', stderr: '' });
    expect(await run(['go', 'build', '-o', path, `${path}.go`], GO)).toMatchObject({ code: 0, stderr: '' });
    return [path];
  },
  authlib: async (text: string): Promise<[string, ...string[]]> => [python as string, '-c', text],
};

/** Does what a program asks of whoever has started it: signs in, allows it, and tells it where that has led. */
async function answer(said: () => string, tell: (line: string) => void, goesOn: () => boolean): Promise<void> {
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(said());
      if (found) return found;
      if (!goesOn()) throw new Error(`The program has ended: ${said()}`);
      await new Promise(setImmediate);
    }
  };
  const [, url = '', code] = await until(/Open (?:in a browser: )?(http\S+)(?: and type (\S+))?\n/);
  const first = await new Browser(world.url).open(url);
  const login = code ? await (await first.submit({ user_code: code })).submit({ confirm: 'yes' }) : first;
  const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
  const back = await consent.submit({ action: 'allow' });
  if (!code) tell(back.url);
}

const KINDS = (['CONFIDENTIAL', 'PUBLIC'] as const).flatMap((clientType) =>
  (['AUTHORIZATION_CODE', 'DEVICE_CODE', 'PASSWORD', 'CLIENT_CREDENTIALS'] as const)
    // a public client has nothing to show that it is itself
    .filter((grantType) => clientType === 'CONFIDENTIAL' || grantType !== 'CLIENT_CREDENTIALS')
    .map((grantType) => ({ clientType, grantType })),
);

/** Gets a token as an application of some kind, by the program that the console shows. @returns the token */
async function tokenBy(
  tool: keyof typeof MAKERS,
  { clientType, grantType }: Pick<ConnectValues, 'clientType' | 'grantType'>,
): Promise<string> {
  const asksUser = grantType === 'AUTHORIZATION_CODE' || grantType === 'DEVICE_CODE';
  const redirectUris = grantType === 'AUTHORIZATION_CODE' ? [REDIRECT_URI] : [];
  const { clientId, clientSecret } = await world.register({
    clientType: ClientType[clientType],
    authorizationGrantType: GrantType[grantType],
    redirectUris,
    maximumScopes: ['write'],
  });
  const values = { issuer: world.url, clientId, clientType, grantType, redirectUri: redirectUris[0], scopes: ['read'] };
  const command = await MAKERS[tool](snippet(tool, values) as string);
  const { child, output, finished } = start(command, {
    ...(clientSecret && { CLIENT_SECRET: clientSecret }),
    ...(grantType === 'PASSWORD' && { NAME: 'member', PASSWORD }),
    PYTHONUNBUFFERED: '1',
  });
  if (asksUser)
    await answer(
      () => output.stdout,
      (line) => child.stdin.end(`${line}\n`),
      () => child.exitCode === null && child.signalCode === null,
    );
  expect(await finished).toMatchObject({ code: 0, stderr: '' });
  return /clt_at_\S+\n$/.exec(output.stdout)?.[0].trim() as string;
}

async function expectToken(tool: keyof typeof MAKERS, kind: (typeof KINDS)[number]): Promise<void> {
  const { data } = await world.as(await tokenBy(tool, kind))('{ viewer { username } }');
  expect(data).toEqual({ viewer: kind.grantType === 'CLIENT_CREDENTIALS' ? null : { username: 'member' } });
}

/** The kinds of applications, with a word on each. */
const CASES = KINDS.map((kind) => ({ ...kind, kind }));
/** Those for which Go's library has long had what is needed, and the others. */
const isOld = ({ grantType }: (typeof KINDS)[number]) => grantType === 'PASSWORD' || grantType === 'CLIENT_CREDENTIALS';

describe('what the console shows of how to connect an application, run as it is, gets a token', () => {
  (hasGo ? it : it.skip).each(CASES.filter(isOld))('by oauth2 of Go (of golang-golang-x-oauth2-dev): $clientType, $grantType', ({ kind }) =>
    expectToken('go', kind),
  );
  (isNewGo ? it : it.skip).each(CASES.filter((kind) => !isOld(kind)))(
    'by oauth2 of Go (of golang-golang-x-oauth2-dev, 0.13 or later): $clientType, $grantType',
    ({ kind }) => expectToken('go', kind),
  );
  (python ? it : it.skip).each(CASES)('by Authlib (of python3-authlib and python3-requests): $clientType, $grantType', ({ kind }) =>
    expectToken('authlib', kind),
  );
});
