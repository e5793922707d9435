import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import { OPERATIONS, registry } from './operations.ts';

/** What this machine gives at most: no GraphQL at all. The name of the operation chooses what answers it. */
function answer(incoming: IncomingMessage, outgoing: ServerResponse, body: string): void {
  try {
    const viewer = registry.viewer(incoming.headers.authorization);
    const { operationName, variables } = JSON.parse(body);
    const text = JSON.stringify({ data: OPERATIONS[operationName]?.(viewer, variables) });
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
  } catch (error) {
    outgoing.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ errors: [{ message: String(error) }] }));
  }
}

listen(answer);
