import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { asStarted, hint, startedAs } from '../../src/cli/started-as.ts';

const SCRIPT = join(process.cwd(), 'dist/main.js');

describe('a hint names the command as it was started', () => {
  it.each([
    [{ npm_lifecycle_event: 'clientele', npm_package_name: 'clientele' }, SCRIPT, 'npm run -s clientele --'],
    [{ npm_lifecycle_event: 'start', npm_package_name: 'clientele' }, SCRIPT, 'npm run -s clientele --'],
    // somebody else's script, which starts ours
    [{ npm_lifecycle_event: 'start', npm_package_name: 'platform', PATH: '/usr/local/bin' }, '/usr/local/bin/clientele', 'clientele'],
    [{ npm_command: 'exec' }, join(process.cwd(), 'node_modules/.bin/clientele'), 'npx clientele'],
    [{ PATH: '/usr/bin:/usr/local/bin' }, '/usr/local/bin/clientele', 'clientele'],
    [{ PATH: '/usr/bin' }, '/opt/clientele', 'node /opt/clientele'],
    [{ PATH: '/usr/bin' }, SCRIPT, 'node dist/main.js'],
    [{}, '/opt/Clientele 1/main.js', "node '/opt/Clientele 1/main.js'"],
  ])('%j %s', (environment, script, name) => {
    expect(startedAs(environment, script)).toBe(name);
  });
});

describe('a hint names the database', () => {
  const npm = { npm_command: 'exec' };

  it.each([
    [undefined, 'npx clientele migrate'],
    ['sqlite:data/demo.db', 'DATABASE_URL=sqlite:data/demo.db npx clientele migrate'],
    ["sqlite:data/ada's.db", String.raw`DATABASE_URL='sqlite:data/ada'\''s.db' npx clientele migrate`],
    ['postgresql://localhost/clientele', 'DATABASE_URL=postgresql://localhost/clientele npx clientele migrate'],
  ])('%s', (DATABASE_URL, expected) => {
    expect(hint('migrate', { ...npm, DATABASE_URL })).toBe(expected);
  });

  it.each([
    ['postgresql://ada:geheim@localhost/clientele', 'postgresql://ada:PASSWORD@localhost/clientele'],
    ['postgresql://ada:ge:he@im@one,two/clientele', 'postgresql://ada:PASSWORD@one,two/clientele'],
    ['postgres://localhost/clientele?user=ada&password=geheim', "'postgres://localhost/clientele?user=ada&password=PASSWORD'"],
  ])('but not its password: %s', (DATABASE_URL, shown) => {
    expect(hint('migrate', { ...npm, DATABASE_URL })).toBe(`DATABASE_URL=${shown} npx clientele migrate`);
  });

  it('where it matters', () => {
    expect(hint('serve --help', { ...npm, DATABASE_URL: 'sqlite:data/demo.db' })).toBe('npx clientele serve --help');
  });
});

it('a message names every command in that way', () => {
  expect(asStarted('Run "clientele migrate".')).toBe(`Run "${hint('migrate')}".`);
});
