import { createHash } from 'node:crypto';
import { NO_STORE } from '../graphql/caching.ts';
import type { Answer } from './server.ts';

/**
 * An answer to a GET, tagged by what it says; without its body for a client that has it already (RFC 9110, section 13.1.2). One
 * that does not say that it may be kept, may not.
 * @param known the tags of the answers that the client has: the header `If-None-Match`
 */
export function revalidated(answer: Answer, known: string | undefined): Answer {
  const { status, headers = {}, body } = answer;
  const { 'cache-control': caching = NO_STORE, vary = '' } = headers;
  if (caching === NO_STORE) return { ...answer, headers: { ...headers, 'cache-control': NO_STORE } };
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  if (known !== undefined && isAmong(etag, known)) return { status: 304, headers: { 'cache-control': caching, vary, etag }, body: '' };
  return { status, headers: { ...headers, etag }, body };
}

/** A proxy that compresses what it passes on makes a tag a weak one; that does not matter here (RFC 9110, section 8.8.3.2). */
const isAmong = (etag: string, known: string): boolean =>
  known.trim() === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
