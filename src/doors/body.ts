import type { Request } from '../http/server.ts';
import { apiError } from '../shared/errors.ts';
import { isStorable } from '../shared/text.ts';
import type { Fields } from './resource.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
/** How deep the values of a body may lie. */
const DEEPEST = 8;

/**
 * Reads the fields of a body in JSON or of a form; none where it is empty.
 * @throws `BAD_REQUEST` for what is no object; `BAD_USER_INPUT` for a text that no database holds; `UNSUPPORTED_MEDIA_TYPE`
 */
export async function readFields(request: Request): Promise<Fields> {
  const text = await request.text();
  if (text === '') return {};
  const type = (request.headers['content-type'] ?? JSON_TYPE).split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== FORM && type !== JSON_TYPE) throw apiError('UNSUPPORTED_MEDIA_TYPE', `Unsupported media type "${type}" in request.`);
  const fields = type === FORM ? ofForm(text) : ofJson(text);
  for (const [name, value] of Object.entries(fields)) {
    if (!isStorable(name) || !holdsStorable(value)) {
      throw apiError('BAD_USER_INPUT', `"${isStorable(name) ? name : '…'}" must be Unicode text without the NUL character.`);
    }
  }
  return fields;
}

/** The fields of a form; of one that is given more than once, the last value. */
const ofForm = (text: string): Fields => Object.fromEntries(new URLSearchParams(text));

function ofJson(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw apiError('BAD_REQUEST', 'JSON parse error: the request body is not JSON.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  const given = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
  throw apiError('BAD_REQUEST', `Invalid data. Expected a dictionary, but got ${given}.`);
}

function holdsStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) throw apiError('BAD_REQUEST', 'The values of the request body lie too deep in each other.');
  return Object.entries(value).every(([name, inner]) => isStorable(name) && holdsStorable(inner, depth + 1));
}
