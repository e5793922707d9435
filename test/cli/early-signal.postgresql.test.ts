import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, expect, it } from '@jest/globals';
import getPort from 'get-port';
import { Client } from 'pg';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { CLIENTELE, scratchDirectory, start } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

/** Begins a request as soon as somebody listens. */
async function whoListens(port: number): Promise<ClientRequest> {
  for (;;) {
    const asked = request(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    asked.on('error', () => {});
    const [socket] = (await once(asked, 'socket')) as [Socket];
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    if (isThere) return asked;
  }
}

it('a signal that comes as soon as a process listens lets it answer what it has been asked', async () => {
  const environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse', WORKERS: '2' };
  const { code: made } = await clienteleHere(['migrate'], environment);
  expect(made).toBe(0);
  // the last thing that a start does is to make keys where there are none, once it listens
  const other = new Client({ connectionString: environment.DATABASE_URL });
  await other.connect();
  await other.query('delete from oauth_key');
  await other.query('begin; lock table oauth_key in share mode');
  const port = await getPort();
  const { child, finished } = start([...CLIENTELE, 'serve'], { ...environment, PORT: String(port), DRAIN_SECONDS: '0' });
  const asked = await whoListens(port);
  asked.write('{"query":');
  child.kill('SIGTERM');
  await other.query('commit');
  await other.end();
  asked.end('"{ __typename }"}');
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(200);
  const { code, stderr } = await finished;
  expect({ code, stderr: /error/i.test(stderr) }).toEqual({ code: 0, stderr: false });
});
