import { Field, ObjectType } from 'type-graphql';

/** A scope that tokens can have (RFC 6749, section 3.3). */
@ObjectType({ description: 'A scope that tokens can have.' })
export class Scope {
  @Field(() => String, { description: 'Name, case-sensitive.' })
  name!: string;

  @Field(() => String, { description: 'What it allows.' })
  description!: string;
}

/** The scopes that Clientele itself asks for. */
export type BuiltInScope = 'read' | 'write' | 'admin';

/** The built-in scopes, weakest first; each implies those before it. */
export const BUILT_IN_SCOPES: readonly Scope[] = [
  { name: 'read', description: 'Read what the user may read.' },
  { name: 'write', description: 'Change what the user may change; includes read.' },
  { name: 'admin', description: 'Do what only superusers may do; includes write.' },
];

/** A scope-token of RFC 6749, appendix A.4. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

const LADDER = BUILT_IN_SCOPES.map((scope) => scope.name);

/** The scopes together with all that they imply. */
export function implied(scopes: readonly string[]): Set<string> {
  const all = new Set(scopes);
  for (const step of LADDER.slice(0, Math.max(...scopes.map((scope) => LADDER.indexOf(scope)), -1) + 1)) all.add(step);
  return all;
}

/** The scope itself and those that imply it. */
export function implying(scope: string): string[] {
  const rung = LADDER.indexOf(scope);
  return rung < 0 ? [scope] : LADDER.slice(rung);
}

/** Whether a user, or a client without one, may have a scope: `admin` is for superusers. */
export const mayHaveScope = (scope: string, isSuperuser: boolean): boolean => scope !== 'admin' || isSuperuser;

/** The scopes that are left when none may exceed the ceiling; what a scope implies survives it. */
export function narrow(scopes: readonly string[], ceiling: readonly string[]): Set<string> {
  const allowed = implied(ceiling);
  return new Set([...implied(scopes)].filter((scope) => allowed.has(scope)));
}

/**
 * Scopes written as text: separated by spaces (RFC 6749, section 3.3) or in Venafi's form, where
 * `certificate:manage,discover;configuration` means `certificate:manage`, `certificate:discover` and `configuration`.
 */
export function parseScopes(text: string): string[] {
  return text
    .split(/[\s;]+/)
    .filter(Boolean)
    .flatMap((part) => {
      const [first = '', ...more] = part.split(',');
      const prefix = first.includes(':') ? `${first.split(':')[0]}:` : '';
      return [first, ...more.filter(Boolean).map((name) => prefix + name)];
    })
    .filter(Boolean);
}
