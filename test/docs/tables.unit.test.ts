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
const EXCEPTED = ['src/access/', 'src/query/user-visibility.ts'];

const tablesIn = (text: string): string[] => {
  const calls = text.matchAll(/\.(?:selectFrom|insertInto|updateTable|deleteFrom|\w+[jJ]oin)\(\s*['`](\w+)/g);
  return [...new Set([...calls].map(([, table]) => table as string))].filter((table) => OWNERS.has(table));
};

describe('statements', () => {
  it('are of tables that there are', () => {
    expect([...OWNERS.keys()]).toEqual(expect.arrayContaining(['token', 'application', 'membership', 'oauth_grant', 'limit_count']));
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
