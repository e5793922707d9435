import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { createApp } from '../../src/app.ts';
import { makeReady } from '../../src/cli/make-ready.ts';
import { readConfig } from '../../src/config.ts';
import { clienteleHere } from '../support/command.ts';
import { execute, lastingDatabase, query } from '../support/database.ts';
import { clientele, type Finished, scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

const newKey = () => randomBytes(32).toString('base64');
const [first, second] = [newKey(), newKey()];

let url: string;
beforeAll(async () => {
  url = await lastingDatabase(scratch.path);
});

/** The stored keys, as text. */
const stored = async () =>
  (await query(url, 'select jwk from oauth_key order by id')).map(({ jwk }) => (typeof jwk === 'string' ? jwk : JSON.stringify(jwk)));

/** Starts a gateway and stops it again. @returns the ids of the keys that it publishes, and what it has said */
async function published(KEY_ENCRYPTION_KEY: string): Promise<{ kids: string[]; stderr: string }> {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const environment = { DATABASE_URL: url, PORT: '0', DRAIN_SECONDS: '0', CONSOLE: 'false', ADMIN_PASSWORD: 'correct horse' };
  const config = readConfig({ ...environment, KEY_ENCRYPTION_KEY });
  try {
    const gateway = await createApp(config, pino({ level: 'silent' }), { prepare: makeReady });
    const { keys } = (await (await fetch(`${gateway.url}/oauth/jwks`)).json()) as { keys: { kid: string }[] };
    await gateway.stop();
    return { kids: keys.map(({ kid }) => kid), stderr: said.mock.calls.map(([text]) => text).join('') };
  } finally {
    said.mockRestore();
  }
}

const start = (KEY_ENCRYPTION_KEY: string): Promise<Finished> => clientele(['serve'], { DATABASE_URL: url, PORT: '0', KEY_ENCRYPTION_KEY });
const refusal = (text: string) => ({
  code: 1,
  stdout: '',
  stderr: expect.stringMatching(new RegExp(`^clientele: KEY_ENCRYPTION_KEY: ${text}.*\\n$`)),
});

describe('the keys in the database', () => {
  let kids: string[];

  it('are stored as they are where there is no key to encrypt them with', async () => {
    ({ kids } = await published(''));
    expect(kids).toHaveLength(1);
    expect((await stored()).join()).toContain('"kty"');
  });

  it('are encrypted at the next start with such a key, and stay the same', async () => {
    const { stderr, ...same } = await published(first);
    expect(same.kids).toEqual(kids);
    expect(stderr).toMatch(/^KEY_ENCRYPTION_KEY: encrypted 2 keys of the OAuth server$/m);
    for (const text of await stored()) {
      expect(Object.keys(JSON.parse(text)).sort()).toEqual(['ciphertext', 'iv', 'protected', 'tag']);
      expect(text).not.toContain(kids[0]);
    }
    expect((await published(first)).stderr).not.toContain('KEY_ENCRYPTION_KEY');
  });

  it('are encrypted by the first of several keys, which the others were before', async () => {
    expect((await published(`${second}, ${first}`)).kids).toEqual(kids);
    expect((await published(second)).kids).toEqual(kids);
  });

  it('keep a gateway from starting that cannot decrypt them, with one line that says so', async () => {
    expect(await start('')).toEqual(refusal('the keys in the database are encrypted with the key [\\w-]{8}, and it is not set'));
    const refused = await start(first);
    expect(refused).toEqual(refusal('the keys in the database are encrypted with the key [\\w-]{8}, and it has [\\w-]{8}'));
    expect(refused.stderr).not.toContain(first);
  });

  it('get no new ones beside them that a gateway could not decrypt together with them', async () => {
    const rotated = await clienteleHere(['keys', 'rotate'], { DATABASE_URL: url, KEY_ENCRYPTION_KEY: first });
    expect(rotated).toEqual(refusal('the keys in the database are encrypted'));
    expect(await stored()).toHaveLength(2);
  });

  it('are discarded where the key is lost or they have leaked', async () => {
    const { code, stdout } = await clienteleHere(['keys', 'rotate', '--discard-earlier', '--json'], {
      DATABASE_URL: url,
      KEY_ENCRYPTION_KEY: first,
    });
    expect(code).toBe(0);
    expect(Date.parse(JSON.parse(stdout).activeFrom)).toBeLessThanOrEqual(Date.now());
    const now = await published(first);
    expect(now.kids).toHaveLength(1);
    expect(now.kids).not.toEqual(kids);
  });

  it('are not used if somebody has changed them', async () => {
    const [text = ''] = await stored();
    const { ciphertext, ...others } = JSON.parse(text) as { ciphertext: string };
    const changed = JSON.stringify({ ...others, ciphertext: `${ciphertext.startsWith('A') ? 'B' : 'A'}${ciphertext.slice(1)}` });
    await execute(url, `update oauth_key set jwk = '${changed}' where id = (select min(id) from oauth_key)`);
    expect(await start(first)).toEqual(refusal('a key in the database was changed'));
  });
});

it.each(['secret', randomBytes(31).toString('base64'), `${newKey()},${newKey().slice(1)}`])('%s is no key to encrypt with', async (key) => {
  const refused = await clienteleHere(['serve'], { KEY_ENCRYPTION_KEY: key });
  expect(refused).toEqual(refusal('must be 32 bytes in base64'));
  expect(refused.stderr).not.toContain(key);
});
