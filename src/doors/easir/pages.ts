import { DEEPEST } from '../../query/pages/numbered.ts';
import { invalid } from './errors.ts';

const DEFAULT_SIZE = 15;
const MAXIMUM_SIZE = 100;

/** Which page of a list. */
export interface Page {
  /** Counted from 0. */
  readonly page: number;
  readonly size: number;
}

/** The page that an address asks for. More than 100 on a page are cut to that many. @throws {Instead} for what is no page */
export function pageIn(query: URLSearchParams): Page {
  const [page, size] = [numberIn(query, 'page', 0, 0), Math.min(numberIn(query, 'per_page', 1, DEFAULT_SIZE), MAXIMUM_SIZE)];
  if (page * size <= DEEPEST) return { page, size };
  throw invalid({ message: `page * per_page may be at most ${DEEPEST}.`, code: 'validation.max', field: 'page' });
}

function numberIn(query: URLSearchParams, name: string, least: number, otherwise: number): number {
  const text = query.get(name) || String(otherwise);
  if (!/^-?\d{1,15}$/.test(text)) throw invalid({ message: `The ${name} must be an integer.`, code: 'validation.integer', field: name });
  const number = Number(text);
  if (number < least) throw invalid({ message: `The ${name} must be at least ${least}.`, code: 'validation.min', field: name });
  return number;
}

/** What is said of a page: where it stands, and where its neighbours are. */
export function paginationOf(address: string, query: URLSearchParams, { page, size, total }: Page & { readonly total: number }) {
  const urlOf = (number: number) => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(number));
    return `${address}?${parameters}`;
  };
  return {
    total,
    page,
    per_page: size,
    urls: { previous: page > 0 ? urlOf(page - 1) : null, next: (page + 1) * size < total ? urlOf(page + 1) : null },
  };
}
