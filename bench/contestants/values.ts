import { randomBytes } from 'node:crypto';
import { digestOf } from '../data.ts';

/** The opaque global id of an object. */
export const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`, 'latin1').toString('base64url');

/** The number inside a global id; 0, which nothing has, for anything else. */
export function numberOf(type: string, id: string): number {
  const [prefix, number] = Buffer.from(id, 'base64url').toString('latin1').split(':');
  return prefix === type ? Number(number) : 0;
}

export const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** A cursor behind an application in the order of names. */
export const toCursor = (row: { name_key: string; id: number }): string =>
  Buffer.from(JSON.stringify([row.name_key, row.id])).toString('base64url');
export const fromCursor = (cursor: string): [string, number] => JSON.parse(Buffer.from(cursor, 'base64url').toString());

/** A random secret with what is kept of it. */
export function newSecret(prefix: string): { value: string; digest: string; hint: string } {
  const value = prefix + randomBytes(32).toString('base64url');
  return { value, digest: digestOf(value), hint: value.slice(-4) };
}

export const newClientId = (): string => randomBytes(30).toString('base64url');

/** What the activity tells of a new object. */
export const changesOf = (values: Record<string, unknown>): string =>
  JSON.stringify(
    Object.entries(values)
      .filter(([, value]) => value !== null)
      .map(([field, value]) => ({ field, before: null, after: typeof value === 'string' ? value : JSON.stringify(value) })),
  );

export interface CreateApplicationInput {
  readonly name: string;
  readonly organizationId: string;
  readonly clientType: string;
  readonly authorizationGrantType: string;
  readonly redirectUris: readonly string[];
}

export interface CreateTokenInput {
  readonly applicationId: string;
  readonly scopes: readonly string[];
}

/** A fault of an input, as the API tells it. */
export const userError = (field: string, code: string, message: string) => ({ field: [field], code, message });

/** The faults of a new application's own values. */
export function faultsOf({ name, redirectUris }: CreateApplicationInput) {
  const faults = redirectUris.flatMap((uri, index) =>
    URL.parse(uri)?.protocol === 'https:' ? [] : [userError(`redirectUris.${index}`, 'INVALID_REDIRECT_URI', 'Must be https.')],
  );
  return name.trim() === '' ? [userError('name', 'BLANK', 'Must not be empty.'), ...faults] : faults;
}
