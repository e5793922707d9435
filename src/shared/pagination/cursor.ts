import { createHash } from 'node:crypto';
import { badArgument } from '../errors.ts';
import type { Order, Position } from './order.ts';

/** What a cursor is bound to: a digest of its list, with filter and order. */
export function fingerprintOf(identity: readonly unknown[], order: Order): string {
  return createHash('sha256')
    .update(JSON.stringify([identity, order.name]))
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
  if (bound !== fingerprint || position.length !== order.keys.length) {
    throw badArgument(argument, 'is not a cursor of this list with this order and filter. Page from the start.');
  }
  return position.map((value) => (isTime(value) ? new Date(value.t) : value)) as unknown as Position;
}

const isTime = (value: unknown): value is { t: number } => typeof (value as { t?: unknown } | null)?.t === 'number';

function parse(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) && parts.every((part) => part === null || ['string', 'number'].includes(typeof part) || isTime(part))
      ? parts
      : [];
  } catch {
    return [];
  }
}
