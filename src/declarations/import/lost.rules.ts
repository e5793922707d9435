import { isRecord, member, type Reading, shown } from './reading.rules.ts';
import type { Source } from './source.rules.ts';

/** How many names are told of one member. */
const NAMES_TOLD = 10;

/** The members of a client that its mapping does not know, and that say something. Values are not told, but for names. */
export function lostOf<Around>(client: Reading, { mapping, unmissed }: Source<Around>): string[] {
  const known = new Set([...Object.values(mapping).flatMap(({ theirs }: { theirs: readonly string[] }) => theirs), ...unmissed]);
  const opened = new Set([...known].flatMap((key) => (key.includes('/') ? [key.slice(0, key.indexOf('/'))] : [])));
  const lost: string[] = [];
  const visit = (record: Readonly<Record<string, unknown>>, within: string) => {
    for (const [name, value] of Object.entries(record)) {
      const key = within + name;
      if (known.has(key) || (typeof value === 'string' && known.has(`${key}=${value}`)) || saysNothing(value)) continue;
      if (opened.has(key) && isRecord(value)) visit(value, `${key}/`);
      else lost.push(within === '' ? told('', client.written(name), value) : told(`${client.written(within.slice(0, -1))} `, name, value));
    }
  };
  visit(client.value, '');
  return lost;
}

const NOTHING: readonly unknown[] = [null, undefined, false, 'false', '', 0, -1];

const saysNothing = (value: unknown): boolean =>
  NOTHING.includes(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** A member that is lost, with the names of what is in it. */
export function told(within: string, name: string, value: unknown): string {
  const words = within + (/^[\w.:-]{1,200}$/.test(name) ? name : shown(name));
  const names = namesIn(value);
  if (names.length === 0) return words;
  const more = names.length > NAMES_TOLD ? `, and ${names.length - NAMES_TOLD} more` : '';
  return `${words}: ${names.slice(0, NAMES_TOLD).map(shown).join(', ')}${more}`;
}

/** The names of the items of a list. */
const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((item: unknown) => member(item, 'name')).filter((name) => typeof name === 'string') : [];
