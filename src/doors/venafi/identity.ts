import { numberOf, toGlobalId } from '../../shared/ids.ts';

const PREFIXED = /^local:\{?([A-Za-z0-9_-]+)\}?$/i;

/** The prefixed universal id of a user: its global id, as a local identity. */
export const identityOf = (userId: number): string => `local:{${toGlobalId('User', userId)}}`;

/** The number of the user with a prefixed universal id; `NO_ID` for rubbish. */
export const userIn = (prefixedUniversal: string): number => numberOf('User', PREFIXED.exec(prefixedUniversal)?.[1] ?? '');
