import { durationOf } from '../../components/application/duration.ts';
import { texts as words } from '../../components/application/texts.ts';
import type { ApplicationValues } from '../../components/application/values.ts';
import { texts } from './texts.ts';

/** A value of a field in words, one line each. @param nameOf what an organization is called */
export function told(
  field: keyof ApplicationValues,
  values: ApplicationValues,
  nameOf: (organizationId: string) => string,
): readonly string[] {
  const value = values[field];
  if (field === 'organizationId') return [nameOf(String(value))];
  if (field === 'clientType') return [words.clientTypes[values.clientType]?.label ?? values.clientType];
  if (field === 'grantTypes') return values.grantTypes.map((type) => words.grantTypes[type]?.label ?? type);
  if (typeof value === 'boolean') return [value ? texts.yes : texts.no];
  if (typeof value === 'number') return [durationOf(value)];
  if (value === '' && (field === 'accessValidity' || field === 'grantValidity')) return [texts.systemDefault];
  const lines = Array.isArray(value) ? value : value.split('\n');
  return lines.join('') === '' ? [texts.none] : lines;
}
