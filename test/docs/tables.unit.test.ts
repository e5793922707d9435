import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, read } from './markdown.ts';

const LINE = (/`(shared ← .*) ← composition`/.exec(read('ARCHITECTURE.md'))?.[1] ?? '').split(' ← ');
const FILES = LINE.flatMap((room) =>
  readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ room, path: `src/${room}/${path}`, text: read(`src/${room}/${path}`) })),
);
/** Which room each table is of: that whose entity adds it to the tables. */
const OWNERS = new Map(
  FILES.flatMap(({ room, path, text }) => {
    const tables = path.endsWith('.entity.ts') ? /interface Tables \{([^}]*)\}/.exec(text)?.[1] : undefined;
    return [...(tables ?? '').matchAll(/^\s*(\w+): /gm)].map(([, table]) => [table as string, room] as const);
  }),
);
/** What ARCHITECTURE.md excepts, with its reason. */
const EXCEPTED = ['src/access/', 'src/query/user-visibility.ts', 'src/query/built-in.ts'];

/**
 * The tables that a file names: by a string that is the name of one, with an alias or without, wherever it is given to a statement
 * later on; and behind a word of SQL. A file that says `store.table(Entity).name` imports the entity, for which the import rules are.
 * Not seen is a name that is put together of parts, such as those of the tables that SQLite has for lists (`hasItem`).
 */
const tablesIn = (text: string): string[] => {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const strings = code.matchAll(/(['"`])(\w+)(?: as \w+)?\1/g);
  const sql = code.matchAll(/\b(from|join|into|update)\s+"?(\w+)/gi);
  return [...new Set([...strings, ...sql].map(([, , table]) => table as string))].filter((table) => OWNERS.has(table));
};

describe('statements', () => {
  it('are of tables that there are', () => {
    expect([...OWNERS.keys()]).toEqual(expect.arrayContaining(['token', 'application', 'membership', 'oauth_grant', 'limit_count']));
  });

  it.each([
    [`db.selectFrom('token as t')`],
    [`db.selectFrom(['token', 'user as u'])`],
    [`for (const table of ['oauth_grant', 'token'] as const) await db.deleteFrom(table).execute()`],
    [`deleteInBatches(store, { table: 'token' })`],
    ['sql`update "token" set x = 1`'],
    ['sql`select 1 from x left join token as t on true`'],
  ])('are seen to name a table: %s', (text) => {
    expect(tablesIn(text)).toContain('token');
  });

  it('name the tables of their own room and of those to its left', () => {
    const others = FILES.flatMap(({ room, path, text }) =>
      tablesIn(text)
        .filter((table) => LINE.indexOf(OWNERS.get(table) as string) > LINE.indexOf(room))
        .map((table) => ({ path, table })),
    );
    expect(others.filter(({ path }) => !EXCEPTED.some((excepted) => path.startsWith(excepted)))).toEqual([]);
    // an exception that is none any more goes
    expect(EXCEPTED.filter((excepted) => !others.some(({ path }) => path.startsWith(excepted)))).toEqual([]);
  });
});
