import type { Request } from '../http/server.ts';
import { apiError } from '../shared/errors.ts';
import { isStorable } from '../shared/text.ts';
import type { Fields } from './resource.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
/** How deep the values of a body may lie. */
const DEEPEST = 8;
/** How many values a body may have, in all: whoever takes apart and looks through more keeps everybody else waiting. */
const MOST_VALUES = 1_000;
const TOO_MANY = `The request body may have at most ${MOST_VALUES} values.`;

/**
 * Reads the fields of a body in JSON or of a form; none where it is empty.
 * @throws `BAD_REQUEST` for what is no object, or has too many values; `BAD_USER_INPUT` for a text that no database holds; `UNSUPPORTED_MEDIA_TYPE`
 */
export async function readFields(request: Request): Promise<Fields> {
  const text = await request.text();
  if (text === '') return {};
  const type = (request.headers['content-type'] ?? JSON_TYPE).split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type !== FORM && type !== JSON_TYPE) throw apiError('UNSUPPORTED_MEDIA_TYPE', `Unsupported media type "${type}" in request.`);
  const fields = type === FORM ? ofForm(text) : ofJson(text);
  const count = { left: MOST_VALUES };
  for (const [name, value] of partsOf(fields, count)) {
    if (!isStorable(name) || !holdsStorable(value, count)) {
      throw apiError('BAD_USER_INPUT', `"${isStorable(name) ? name : '…'}" must be Unicode text without the NUL character.`);
    }
  }
  return fields;
}

/** The fields of a form; of one that is given more than once, the last value. */
function ofForm(text: string): Fields {
  if (text.split('&', MOST_VALUES + 1).length > MOST_VALUES) throw apiError('BAD_REQUEST', TOO_MANY);
  return Object.fromEntries(new URLSearchParams(text));
}

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

/** @param count how many values there may be still */
function holdsStorable(value: unknown, count: { left: number }, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEEPEST) throw apiError('BAD_REQUEST', 'The values of the request body lie too deep in each other.');
  return partsOf(value, count).every(([name, inner]) => isStorable(name) && holdsStorable(inner, count, depth + 1));
}

/** What a value consists of, which is counted. @throws `BAD_REQUEST` */
function partsOf(value: object, count: { left: number }): [string, unknown][] {
  count.left -= Array.isArray(value) ? value.length : Object.keys(value).length;
  if (count.left < 0) throw apiError('BAD_REQUEST', TOO_MANY);
  return Object.entries(value);
}
