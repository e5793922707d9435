import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { keptAlive, post } from '../support/wire.ts';
import { startWorld, type World } from '../support/world.ts';

/** More than are begun at once, and fewer than twice as many. */
const MANY = 50;

let world: World;
beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'trace', LIMIT_PENDING: '1000' });
});
afterAll(() => world.stop());

it('a token that another process revokes while many requests wait is refused from the next request on', async () => {
  const { tokenOf, users, url, app } = world;
  const token = await tokenOf(users.member.databaseId);
  const [{ file }] = (await app.store.orm.em.getConnection('write').execute('pragma database_list')) as [{ file: string }];
  const elsewhere = new Database(file);
  const body = JSON.stringify({ query: '{ viewer { username } }' });
  const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (part) => {
    answer += part;
  });
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const askMany = async () => {
    const by = { authorization: `Bearer ${await other}` };
    return Promise.all(Array.from({ length: MANY }, () => post(url, '{ viewer { username } }', by, undefined, keptAlive)));
  };
  const other = tokenOf(users.admin.databaseId);
  await askMany();
  await nextTurn();
  const push = world.logged.push.bind(world.logged);
  let statements = 0;
  world.logged.push = (line) => {
    // by now what is read in this turn is as of a moment ago
    if (line.includes('"sql"') && ++statements === 5) {
      elsewhere.prepare('update token set revoked_at = ? where user_id = ?').run(Date.now(), users.member.databaseId);
      socket.write(head + body);
    }
    return push(line);
  };
  await askMany();
  world.logged.push = push;
  await ended;
  elsewhere.close();
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});
