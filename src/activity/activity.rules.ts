import type { FieldChange } from './activity.entity.ts';

const shown = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/**
 * The fields that differ between two states of an object, of those that may be told.
 * @param before the state before, without which everything is new
 * @param after the state after, without which everything is gone
 */
export function changesBetween<Field extends string>(
  fields: readonly Field[],
  before: Readonly<Record<Field, unknown>> | null,
  after: Readonly<Record<Field, unknown>> | null,
): FieldChange[] {
  return fields
    .map((field) => ({ field, before: shown(before?.[field]), after: shown(after?.[field]) }))
    .filter((change) => change.before !== change.after);
}
