import { describe, expect, it } from '@jest/globals';
import { VARIABLES } from '../../src/config.ts';
import { read } from '../docs/markdown.ts';
import { clienteleHere } from '../support/command.ts';
import { clientele } from '../support/process.ts';

const COMMANDS = [
  ...['serve', 'migrate', 'seed'],
  ...['application list', 'application show', 'application rotate', 'application disable', 'application enable'],
  ...['organization list', 'organization create', 'member set'],
  ...['user list', 'user create', 'user reset-password', 'token list', 'token create', 'token revoke'],
  ...['plan', 'apply', 'export', 'import', 'keys rotate', 'purge', 'backup', 'schema'],
];

describe('the help', () => {
  it.each(COMMANDS)('of "%s" says what the command does', async (command) => {
    const { code, stdout, stderr } = await clienteleHere([...command.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: clientele ${command}.*\n\n[A-Z][^.]*\\.`));
    expect(stdout).toContain('Options:');
  });

  it.each([['--help'], ['help']])('names every command: %s', async (word) => {
    const { code, stdout } = await clienteleHere([word]);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command.split(' ')[0]}\\b`, 'm'));
  });

  it('of "serve" lists every variable with its default', async () => {
    const { stdout } = await clienteleHere(['serve', '--help']);
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
    [['token', 'list', '--limit', '1001']],
    [['token', 'list', '--state', 'active']],
    [['token', 'revoke']],
    [['token', 'revoke', 'VG9rZW46MQ', '--user', 'a']],
    [['member', 'set', 'Default', 'admin', 'owner']],
    [['user', 'create', 'a', '--password', 'correct horse', '--password-stdin']],
  ])('is recommended, with exit code 2, after %j', async (args) => {
    const { code, stdout, stderr } = await clienteleHere(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^clientele: .* See "node dist\/main\.js .*--help"\.\n$/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('the version', () => {
  it.each([['--version'], ['-V']])('is that of package.json: %s', async (option) => {
    const { version } = JSON.parse(read('package.json'));
    expect(await clientele([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});
