import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { snippet } from '../../console/src/components/connect/snippets.ts';
import type { ConnectValues } from '../../console/src/components/connect/values.ts';
import { GrantType } from '../../src/applications/application.rules.ts';
import { run, scratchDirectory, start } from '../support/process.ts';
import { Browser } from './support/browser.ts';
import { type Client, type OAuthWorld, PASSWORD, startOAuthWorld } from './support/provider.ts';

const scratch = scratchDirectory();
let world: OAuthWorld;
beforeAll(async () => {
  world = await startOAuthWorld();
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(scratch.path, 'node_modules'));
});
afterAll(async () => {
  await world.stop();
  scratch.remove();
});

/** What the console shows of how to connect an application. */
const connect = (tool: 'curl' | 'openid-client', { clientId, clientSecret }: Client, values: Partial<ConnectValues>) =>
  snippet(tool, {
    issuer: world.url,
    clientId,
    clientType: clientSecret ? 'CONFIDENTIAL' : 'PUBLIC',
    grantType: 'CLIENT_CREDENTIALS',
    scopes: ['read'],
    ...values,
  }) as string;

/** A file with a module in it, which finds the libraries. */
function fileOf(program: string): string {
  const path = join(scratch.path, `${Math.random()}.mjs`);
  writeFileSync(path, program);
  return path;
}

describe('what the console shows of how to connect an application, run as it is', () => {
  it('gets a token for a service, by curl and by openid-client', async () => {
    const client = await world.register({
      authorizationGrantType: GrantType.CLIENT_CREDENTIALS,
      redirectUris: [],
      maximumScopes: ['write'],
    });
    const environment = { CLIENT_SECRET: client.clientSecret as string };
    const byCurl = await run(['sh', '-c', connect('curl', client, {})], environment);
    expect(JSON.parse(byCurl.stdout)).toMatchObject({ access_token: expect.stringMatching(/^clt_at_/), scope: 'read' });

    const byNode = await run([process.execPath, fileOf(connect('openid-client', client, {}))], environment);
    expect(byNode).toMatchObject({ code: 0, stdout: expect.stringMatching(/^clt_at_\S+\n$/) });
    const { data } = await world.as(byNode.stdout.trim())('{ viewer { id } }');
    expect(data).toEqual({ viewer: null });
  });

  it('signs a user in to a program on their own computer, by openid-client', async () => {
    const redirectUri = 'http://127.0.0.1/callback';
    const client = await world.registerPublic({ redirectUris: [redirectUri] });
    const program = connect('openid-client', client, { grantType: 'AUTHORIZATION_CODE', redirectUri });
    const { child, output, finished } = start([process.execPath, fileOf(program)], {});
    while (!output.stdout.includes('\n') && child.exitCode === null) await new Promise(setImmediate);
    const url = /http\S+/.exec(output.stdout)?.[0] as string;
    const login = await new Browser(world.url).open(url);
    const consent = await login.submit({ username: 'member', password: PASSWORD, action: 'login' });
    await fetch((await consent.submit({ action: 'allow' })).url);
    expect(await finished).toMatchObject({ code: 0, stdout: expect.stringContaining(`${world.users.member.id} clt_at_`) });
  });
});
