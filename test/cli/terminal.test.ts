import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../docs/markdown.ts';
import { clienteleHere } from '../support/command.ts';
import { lastingDatabase } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

let environment: Record<string, string>;
beforeAll(async () => {
  environment = { DATABASE_URL: await lastingDatabase(scratch.path), ADMIN_PASSWORD: 'correct horse' };
  await clienteleHere(['migrate'], environment);
  await clienteleHere(['user', 'create', 'ada', '--password-stdin'], environment, 'first password\n');
});

/** What types at a terminal for us, from util-linux. */
const hasTerminal = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

/** Runs a command at a terminal. @param answers what is typed at each question */
async function atTerminal(words: string, question: RegExp, ...answers: string[]): Promise<{ code: number; shown: string }> {
  const command = `${process.execPath} --disable-proto=delete ${join(ROOT, 'dist/main.js')} ${words}`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env.PATH, SHELL: '/bin/sh', TERM: 'xterm-256color', ...environment },
  });
  let shown = '';
  let asked = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (const questions = shown.match(question)?.length ?? 0; asked < questions; asked++) child.stdin.write(answers[asked] ?? '');
  });
  const [code] = await once(child, 'close');
  return { code, shown: shown.replaceAll('\r', '') };
}

const resetPassword = (...answers: string[]) =>
  atTerminal('user reset-password ada', /(New password of ada|The same again): /g, ...answers);

(hasTerminal ? describe : describe.skip)('"user reset-password" at a terminal', () => {
  it('asks twice and shows nothing of what is typed', async () => {
    const { code, shown } = await resetPassword('second password\r', 'second password\r');
    expect(shown).toBe('New password of ada: \nThe same again: \nada has a new password; every session of the user has ended\n');
    expect(code).toBe(0);
  });

  it('changes nothing where the two differ', async () => {
    const { code, shown } = await resetPassword('second password\r', 'second passwort\r');
    expect(shown).toContain('clientele: The two passwords differ. Nothing was changed.\n');
    expect({ code, repeats: /passwor[dt]\b(?! of)/.test(shown.replace('two passwords', '')) }).toEqual({ code: 1, repeats: false });
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('ends by %s', async (_, key) => {
    const { code, shown } = await resetPassword(key);
    expect({ code, shown }).toEqual({ code: 1, shown: 'New password of ada: \nclientele: No password was given. Nothing was changed.\n' });
  });
});

(hasTerminal ? describe : describe.skip)('"apply" at a terminal', () => {
  const apply = (answer: string) => {
    const file = join(scratch.path, 'applications.yaml');
    const application = { name: 'Asked', clientType: 'PUBLIC', grantTypes: ['DEVICE_CODE'] };
    writeFileSync(file, JSON.stringify({ organization: 'Acme', applications: [application] }));
    return atTerminal(`apply -f ${file}`, /goes on: /g, answer);
  };
  beforeAll(() => clienteleHere(['organization', 'create', 'Acme'], environment));

  it.each([
    ['another word', 'y\r'],
    ['nothing', '\r'],
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('shows the plan and asks; it changes nothing after %s', async (_, key) => {
    const { code, shown } = await apply(key);
    expect(shown).toContain('\u001b[32m+ Asked\u001b[39m');
    expect(shown).toContain('1 to create, 0 to change, 0 to delete, 0 as declared.\n');
    expect(shown).toContain('Apply this? Only "yes" goes on: ');
    expect(shown).toMatch(/clientele: Nothing was changed\.\n$/);
    expect(code).toBe(1);
    expect((await clienteleHere(['export'], environment)).stdout).not.toContain('Asked');
  });

  it('goes on after "yes"', async () => {
    const { code, shown } = await apply('yes\r');
    expect(shown).toMatch(/\n1 created, 0 changed, 0 deleted, 0 as declared\.\n$/);
    expect(code).toBe(0);
  });
});
