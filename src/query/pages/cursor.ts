import { createHash } from 'node:crypto';
import { badArgument } from '../../shared/errors.ts';
import { isStorable } from '../../shared/text.ts';
import type { Order, OrderKey, Position } from './order.ts';

/** What a cursor is bound to: a digest of its list, with filter and order. A filter of null is none. */
export function fingerprintOf(identity: readonly unknown[], order: Order): string {
  return createHash('sha256')
    .update(JSON.stringify([identity, order.name], (_, value) => value ?? undefined))
    .digest('base64url')
    .slice(0, 8);
}

/** The opaque cursor of a row. */
export function toCursor(fingerprint: string, order: Order, row: object): string {
  const position = order.keys.map(({ property }) => {
    const value = (row as Record<string, unknown>)[property];
    return value instanceof Date ? { t: value.getTime() } : value;
  });
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString('base64url');
}

/** Where a cursor points. @throws `BAD_USER_INPUT` for one that is not of this list, order and filter */
export function fromCursor(argument: string, cursor: string, fingerprint: string, order: Order): Position {
  const [bound, ...position] = parse(cursor);
  const isOurs =
    bound === fingerprint && position.length === order.keys.length && order.keys.every((key, index) => fits(key, position[index]));
  if (!isOurs) throw badArgument(argument, 'is not a cursor of this list with this order and filter. Page from the start.');
  return position.map((value) => (isTime(value) ? new Date(value.t) : value));
}

const LARGEST_INTEGER = 2 ** 31 - 1;
/** Milliseconds: the last time that a `Date` can say. */
const LAST_TIME = 8.64e15;

const isTime = (value: unknown): value is { t: number } => typeof (value as { t?: unknown } | null)?.t === 'number';

/** Whether a database can compare the value with those of the key: cursors come from outside. */
function fits({ kind, nullable }: OrderKey, value: unknown): boolean {
  if (value === null) return Boolean(nullable);
  if (kind === 'text') return typeof value === 'string' && isStorable(value);
  if (kind === 'number') return Number.isSafeInteger(value);
  if (kind === 'integer') return Number.isInteger(value) && Math.abs(value as number) <= LARGEST_INTEGER;
  return isTime(value) && Number.isInteger(value.t) && value.t >= 0 && value.t <= LAST_TIME;
}

function parse(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
