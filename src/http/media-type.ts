import type { IncomingHttpHeaders } from 'node:http';
import { MIMEType } from 'node:util';

/** Whether a request has a body (RFC 9112, section 6.3). */
export const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** What keeps a body from being read: only UTF-8 that is not compressed is. @returns undefined where nothing does */
export function whyUnreadable(headers: IncomingHttpHeaders): string | undefined {
  const coding = headers['content-encoding'] ?? '';
  if (!/^(identity)?$/i.test(coding)) return `The request body must come as it is, not with the Content-Encoding "${coding}".`;
  const type = headers['content-type'] ?? '';
  const charset = type === 'application/json' ? 'utf-8' : charsetOf(type);
  if (!/^utf-?8$/i.test(charset)) return `The request body must be in UTF-8, not in "${charset}".`;
  return undefined;
}

/** The charset that a media type names; what is no media type names none (RFC 8259, section 8.1, has UTF-8 alone). */
function charsetOf(type: string): string {
  try {
    return new MIMEType(type).params.get('charset') ?? 'utf-8';
  } catch {
    return 'utf-8';
  }
}
