import type { UserError } from '../shared/user-errors.ts';
import { UsageError } from './fail.ts';

/** Ends a command whose input was refused. @throws {UsageError} in one line */
export function refuseIfAny(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new UsageError(errors.map(({ field, message }) => `${field.join('.')}: ${message}`).join(' '));
}
