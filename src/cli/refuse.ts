import type { UserError } from '../shared/user-errors.ts';
import { CommandError } from './fail.ts';

/** Ends a command whose input was refused. @throws {CommandError} in one line */
export function refuseIfAny(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new CommandError(errors.map(({ field, message }) => `${field.join('.')}: ${message}`).join(' '));
}
