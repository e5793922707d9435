import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../docs/markdown.ts';
import { lastingDatabase } from '../support/database.ts';
import { clientele, scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

let environment: Record<string, string>;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  await clientele(['migrate'], environment);
  await clientele(['user', 'create', 'ada', '--password-stdin'], environment, 'first password\n');
});

/** What types at a terminal for us, from util-linux. */
const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** Runs `user reset-password` at a terminal. @param answers what is typed at each question */
async function atTerminal(...answers: string[]): Promise<{ code: number; shown: string }> {
  const command = `${process.execPath} --disable-proto=delete ${join(ROOT, 'dist/main.js')} user reset-password ada`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env.PATH, SHELL: '/bin/sh', ...environment },
  });
  let shown = '';
  let asked = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (const questions = shown.match(/(New password of ada|The same again): /g)?.length ?? 0; asked < questions; asked++)
      child.stdin.write(answers[asked] ?? '');
  });
  const [code] = await once(child, 'close');
  return { code, shown: shown.replaceAll('\r', '') };
}

(hasTerminal ? describe : describe.skip)('"user reset-password" at a terminal', () => {
  it('asks twice and shows nothing of what is typed', async () => {
    const { code, shown } = await atTerminal('second password\r', 'second password\r');
    expect(shown).toBe('New password of ada: \nThe same again: \nada has a new password; every session of the user has ended\n');
    expect(code).toBe(0);
  });

  it('changes nothing where the two differ', async () => {
    const { code, shown } = await atTerminal('second password\r', 'second passwort\r');
    expect(shown).toContain('clientele: The two passwords differ. Nothing was changed.\n');
    expect({ code, repeats: /passwor[dt]\b(?! of)/.test(shown.replace('two passwords', '')) }).toEqual({ code: 1, repeats: false });
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('ends by %s', async (_, key) => {
    const { code, shown } = await atTerminal(key);
    expect({ code, shown }).toEqual({ code: 1, shown: 'New password of ada: \nclientele: No password was given. Nothing was changed.\n' });
  });
});
