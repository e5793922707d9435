import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { clienteleHere } from '../support/command.ts';
import { databaseName, emptyLastingDatabase, emptyPostgresqlDatabase, execute } from '../support/database.ts';
import { clientele, scratchDirectory } from '../support/process.ts';

const scratch = scratchDirectory();
afterAll(scratch.remove);

async function expectOneLine(url: string, line: RegExp) {
  for (const { code, stdout, stderr } of [
    await clientele(['serve'], { DATABASE_URL: url, PORT: '0' }),
    await clienteleHere(['migrate'], { DATABASE_URL: url }),
  ]) {
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('    at ');
  }
}

describe('one clear line and exit code 1', () => {
  it('for a database newer than the code', async () => {
    const url = await emptyLastingDatabase(scratch.path);
    expect((await clienteleHere(['migrate'], { DATABASE_URL: url })).code).toBe(0);
    await execute(url, `insert into migration (name, executed_at) values ('9999-future', current_timestamp)`);
    await expectOneLine(url, /^clientele: The database is newer than this version: it has the migration "9999-future"\./);
  });

  it('for a database of something else', async () => {
    const url = await emptyLastingDatabase(scratch.path);
    await execute(url, 'create table application (id integer)');
    await expectOneLine(url, /^clientele: DATABASE_URL: /);
  });
});

if (databaseName === 'sqlite')
  describe('one clear line and exit code 1, with SQLite', () => {
    it('for a data directory that cannot be written', async () => {
      const file = join(scratch.path, 'regular-file');
      writeFileSync(file, '');
      await expectOneLine(
        `sqlite:${file}/data/clientele.db`,
        /^clientele: DATABASE_URL: the directory cannot be written: \/.*\/regular-file\/data \(not a directory\)/,
      );
    });

    it('for a directory in the place of the file', async () => {
      const directory = join(scratch.path, 'directory.db');
      mkdirSync(directory);
      await expectOneLine(
        `sqlite:${directory}`,
        /^clientele: DATABASE_URL: the file cannot be written: \/.*\/directory\.db \(illegal operation on a directory\)/,
      );
    });

    it('for a file that is no SQLite database', async () => {
      const file = join(scratch.path, 'letter.db');
      writeFileSync(file, 'Dear database, '.repeat(100));
      await expectOneLine(`sqlite:${file}`, /^clientele: DATABASE_URL: the file is not a SQLite database\./);
    });
  });

if (databaseName === 'postgresql')
  describe('one clear line and exit code 1, with PostgreSQL', () => {
    it('for a server that is away', async () => {
      await expectOneLine(
        'postgresql://clientele:geheim@127.0.0.1:1/clientele',
        /^clientele: DATABASE_URL: the database cannot be reached: (?!.*geheim)/,
      );
    });

    it('for a host that does not exist', async () => {
      await expectOneLine(
        'postgresql://clientele:geheim@nowhere.invalid/clientele',
        /^clientele: DATABASE_URL: the database cannot be reached: /,
      );
    });

    it('for a wrong password', async () => {
      const url = new URL(await emptyPostgresqlDatabase());
      url.password = 'wrong';
      await expectOneLine(url.href, /^clientele: DATABASE_URL: the database refuses the user or its password: /);
    });

    it('for a database that does not exist', async () => {
      const url = new URL(await emptyPostgresqlDatabase());
      url.pathname = '/missing';
      await expectOneLine(url.href, /^clientele: DATABASE_URL: there is no such database: .*missing/);
    });
  });
