import type { Answer } from '../../http/server.ts';
import { json } from '../answers.ts';
import { isTaken } from '../resource.ts';
import type { AwxField, AwxResource } from './resource.ts';

/** What AWX calls a type. */
const TYPES: Readonly<Record<AwxField['type'], string>> = {
  string: 'string',
  integer: 'integer',
  boolean: 'boolean',
  id: 'id',
  choice: 'choice',
  datetime: 'datetime',
  object: 'object',
  list: 'field',
};

/**
 * Describes a list, or one object, as AWX answers `OPTIONS`: its command line makes its arguments of that.
 * @param isList whether objects can be made there
 */
export function described(resource: AwxResource, isList: boolean): Answer {
  const fields = Object.entries(resource.fields);
  const read = fields.filter(([, { direction }]) => direction !== 'in').map(([name, field]) => [name, readOf(field)]);
  const written = fields.filter(([, field]) => isTaken(field, true)).map(([name, field]) => [name, writtenOf(field)]);
  const actions = { GET: Object.fromEntries(read), ...(isList && written.length > 0 && { POST: Object.fromEntries(written) }) };
  return json(200, {
    name: isList ? `${resource.title} List` : `${resource.title} Detail`,
    description: `${resource.title}s of Clientele, in the words of AWX.`,
    renders: ['application/json'],
    parses: ['application/json', 'application/x-www-form-urlencoded'],
    actions,
    types: [typeOf(resource)],
    search_fields: resource.searched,
    related_search_fields: [],
    max_page_size: 200,
  });
}

const typeOf = ({ fields }: AwxResource): unknown => fields['type']?.show?.(undefined as never);

const common = ({ type, label, help, choices, isNullable }: AwxField) => ({
  type: TYPES[type],
  label,
  help_text: help,
  ...(isNullable && { nullable: true }),
  ...(choices && { choices: choices.map(({ value, label }) => [value, label]) }),
});

const readOf = (field: AwxField) => ({ ...common(field), filterable: field.filter !== undefined });

function writtenOf(field: AwxField) {
  const choosable = field.choices?.filter(({ isShownOnly }) => !isShownOnly);
  return { ...common({ ...field, ...(choosable && { choices: choosable }) }), required: Boolean(field.isRequired) };
}
