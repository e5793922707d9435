import { describe, expect, it } from '@jest/globals';
import { VARIABLES } from '../../src/config.ts';
import { clientele } from '../support/process.ts';

const COMMANDS = ['serve', 'migrate', 'seed', 'user create', 'token create', 'purge', 'backup', 'schema'];

describe('the help', () => {
  it.each(COMMANDS)('of "%s" says what the command does', async (command) => {
    const { code, stdout, stderr } = await clientele([...command.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: clientele ${command}.*\n\n[A-Z][^.]*\\.`));
    expect(stdout).toContain('Options:');
  });

  it('names every command', async () => {
    const { code, stdout } = await clientele(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command.split(' ')[0]}\\b`, 'm'));
  });

  it('of "serve" lists every variable with its default', async () => {
    const { stdout } = await clientele(['serve', '--help']);
    for (const [name, { default: fallback, meaning }] of Object.entries(VARIABLES)) {
      const line = stdout.split('\n').find((text) => text.trim().startsWith(`${name} `));
      expect(line).toContain(meaning);
      if (fallback) expect(line).toMatch(new RegExp(`\\[${fallback.replace(/[.:/]/g, '\\$&')}\\]$`));
    }
  });

  it.each([
    [['fly']],
    [['backup']],
    [['token', 'create']],
    [['seed', '--users', 'many']],
    [['token', 'create', '--user', 'a', '--expires-in', '0']],
  ])('is recommended, with exit code 1, after %j', async (args) => {
    const { code, stdout, stderr } = await clientele(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^clientele: .* See "clientele .*--help"\.\n$/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
