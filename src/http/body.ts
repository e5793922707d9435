import type { IncomingMessage } from 'node:http';
import getRawBody from 'raw-body';
import { apiError } from '../shared/errors.ts';
import { hasBody, whyUnreadable } from './media-type.ts';

const UTF_8 = new TextDecoder();

/** Reads a body of at most so many bytes; empty where there is none. @throws `BAD_REQUEST`, `PAYLOAD_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE` */
export async function readText(incoming: IncomingMessage, limit: number): Promise<string> {
  const fault = hasBody(incoming.headers) ? whyUnreadable(incoming.headers) : undefined;
  if (fault) throw apiError('UNSUPPORTED_MEDIA_TYPE', fault);
  return UTF_8.decode(arrived(incoming, limit) ?? (await received(incoming, limit)));
}

/** The body if all of it is there, as it mostly is where it is small: to wait for its end takes as long as to look a token up. */
function arrived(incoming: IncomingMessage, limit: number): Buffer | undefined {
  const length = Number(incoming.headers['content-length']);
  const isAllThere = incoming.complete && incoming.readableLength === length && length > 0 && length <= limit;
  return isAllThere ? incoming.read() : undefined;
}

const received = (incoming: IncomingMessage, limit: number): Promise<Buffer> =>
  getRawBody(incoming, { limit, length: incoming.headers['content-length'] }).catch((error: { type?: string }) => {
    if (error.type === 'entity.too.large') throw apiError('PAYLOAD_TOO_LARGE', `The request body may have at most ${limit} bytes.`);
    throw apiError('BAD_REQUEST', 'The request body could not be read.', error);
  });

/** Reads a body as JSON; undefined where there is none. @throws the same */
export async function readJson(incoming: IncomingMessage, limit: number): Promise<unknown> {
  const text = await readText(incoming, limit);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw apiError('BAD_REQUEST', 'The request body is not JSON.');
  }
}
