import { parseScopes } from '../../shared/scopes.ts';
import { badParameter } from '../answers.ts';

/** What Venafi calls the right to administrate applications, which is what `write` is here. */
const ADMIN = 'admin';
const WRITE = 'write';

/** How many characters the scopes of a text may have, written out: `a:b,c` has `a:` twice. */
const MOST_WRITTEN_OUT = 100_000;

/** Whether a text asks for the right to administrate. */
const isAdmin = (scope: string): boolean => scope.toLowerCase() === ADMIN;

/** Whether a text in Venafi's grammar has the right to administrate in it. */
export const hasAdmin = (text: string): boolean => written(text).some(isAdmin);

/** The scopes of a text, none of them translated. @throws `BAD_USER_INPUT` for what is short only as long as it is not written out */
function written(text: string): string[] {
  let length = text.length;
  for (const part of text.split(/[\s;]+/)) {
    const [first = '', ...others] = part.split(',');
    length += others.length * (first.indexOf(':') + 1);
  }
  if (length > MOST_WRITTEN_OUT)
    throw badParameter(`Scopes may have at most ${MOST_WRITTEN_OUT} characters, written out; these have ${length}.`);
  return parseScopes(text);
}

/**
 * The scopes that a text in Venafi's grammar means. `admin` there is the right to administrate applications, so it never
 * means the scope `admin`, which is for what superusers alone may do; what has that already keeps it.
 * @param before the scopes until now
 * @throws `BAD_USER_INPUT` for too much of it
 */
export function scopesIn(text: string, before: readonly string[] = []): string[] {
  const admin = before.includes(ADMIN) ? ADMIN : WRITE;
  return [...new Set(written(text).map((scope) => (isAdmin(scope) ? admin : scope)))];
}

/** Scopes in Venafi's grammar: those with the same beginning together, `certificate:manage,discover;configuration`. */
export function scopeText(scopes: Iterable<string>): string {
  const groups = new Map<string, string[]>();
  for (const scope of new Set([...scopes].map((name) => (name === WRITE ? ADMIN : name)))) {
    const colon = scope.indexOf(':');
    const group = colon < 0 ? scope : scope.slice(0, colon + 1);
    groups.set(group, [...(groups.get(group) ?? []), scope.slice(colon + 1)]);
  }
  return [...groups].map(([group, names]) => (group.endsWith(':') ? `${group}${names.join(',')}` : group)).join(';');
}

/** A scope with the restrictions that there are of it, as Venafi lists them. */
interface Listed {
  readonly Scope: string;
  readonly RestrictionList: readonly string[];
}

/** All scopes as Venafi lists them: `admin` is the right to administrate. */
export function listed(scopes: readonly string[]): Listed[] {
  const restrictions = new Map<string, string[]>();
  for (const scope of new Set(scopes.map((name) => (name === WRITE ? ADMIN : name)))) {
    const [name = '', ...rest] = scope.split(':');
    const known = restrictions.get(name) ?? [];
    restrictions.set(name, rest.length > 0 ? [...known, rest.join(':')] : known);
  }
  return [...restrictions].map(([Scope, RestrictionList]) => ({ RestrictionList, Scope }));
}
