import type { UserErrorCode } from './generated/graphql.ts';
import { graphql } from './generated/index.ts';

/** What is asked for of every fault of an input. */
graphql(`
  fragment UserErrors on UserError {
    code
    field
    message
  }
`);

/** A fault of an input, as every payload tells it, or as a form has found it itself. */
export interface UserError {
  readonly code?: UserErrorCode;
  readonly field: readonly string[];
  readonly message: string;
}

/** What was refused, where it belongs to no field of a form. */
export class Refused extends Error {}

/** The faults of an input by the field of the form that each belongs to, and those that belong to none. */
export interface FormFaults {
  readonly fields: Readonly<Record<string, string>>;
  readonly others: readonly string[];
}

/**
 * Sorts faults by the fields of a form: that of `["redirectUris", "1"]` belongs to `redirectUris.1` if the form has it, else
 * to `redirectUris`. A field with several faults has all of them.
 */
export function faultsOf(userErrors: readonly UserError[], hasField: (path: string) => boolean): FormFaults {
  const fields = new Map<string, string[]>();
  const others: string[] = [];
  for (const { field, message } of userErrors) {
    const path = field.map((_, index) => field.slice(0, field.length - index).join('.')).find(hasField);
    if (path === undefined) others.push(message);
    else fields.set(path, [...(fields.get(path) ?? []), message]);
  }
  return { fields: Object.fromEntries([...fields].map(([path, messages]) => [path, messages.join(' ')])), others };
}

/** Throws what an action without a form was refused for. @throws {Refused} */
export function orRefused(userErrors: readonly UserError[] | undefined): void {
  if (userErrors?.length) throw new Refused(userErrors.map(({ message }) => message).join(' '));
}
