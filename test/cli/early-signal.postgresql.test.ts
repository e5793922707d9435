import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory, serve } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

it('a signal that comes as soon as a process listens lets it answer what it has been asked', async () => {
  const environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse', WORKERS: '2' };
  const { code: made } = await clientele(['migrate'], environment);
  expect(made).toBe(0);
  // the last thing that a start does is to make keys where there are none, once it listens
  const other = new Client({ connectionString: environment.DATABASE_URL });
  await other.connect();
  await other.query('delete from oauth_key');
  await other.query('begin; lock table oauth_key in share mode');
  const gateway = await serve(environment);
  const asked = request(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  asked.write('{"query":');
  const [socket] = await once(asked, 'socket');
  if (socket.connecting) await once(socket, 'connect');
  const ended = gateway.end('SIGTERM');
  await other.query('commit');
  await other.end();
  asked.end('"{ __typename }"}');
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(200);
  const { code, stderr } = await ended;
  expect({ code, stderr: /error/i.test(stderr) }).toEqual({ code: 0, stderr: false });
});
