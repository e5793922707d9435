import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Bounds the connections to a server, so that whoever opens ever more of them leaves file descriptors to the database, and
 * others can connect still: beyond the bound, the one gives way on which nothing has been asked for longest. Of our own, because
 * http-terminator and close-with-grace end connections with the server alone, and wait for none that is still being made.
 * @param limit how many there may be, a new one included
 * @param ended told of every one that was ended for that
 */
export function boundConnections(server: Server, limit: number, ended: () => void): void {
  /** From the one on which nothing has been asked for longest. */
  const idle = new Set<Socket>();
  const underWay = new Map<Socket, number>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count += 1;
    idle.add(socket);
    socket.once('close', () => {
      count -= 1;
      idle.delete(socket);
      underWay.delete(socket);
    });
    if (count <= limit) return;
    // where something is asked on all others, this is the new one
    const [longest = socket] = idle;
    idle.delete(longest);
    longest.destroy();
    ended();
  });
  server.on('request', ({ socket }: IncomingMessage, outgoing: ServerResponse) => {
    idle.delete(socket);
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    outgoing.once('close', () => {
      const left = (underWay.get(socket) ?? 0) - 1;
      if (left > 0) underWay.set(socket, left);
      else if (underWay.delete(socket) && !socket.destroyed) idle.add(socket);
    });
  });
}

/** Milliseconds after which no more new connections are waited for, where there is no end to them. */
const LONGEST = 2_000;

/**
 * Waits until no client connects any more to a server that is to be closed. Clients have a connection as soon as the system has
 * accepted it, and send their request: closing the server would reset those that it has not taken yet.
 * @param turn waits until all connections that the system has accepted by now are taken
 */
export async function untilNoneConnects(server: Server, turn: () => Promise<void>): Promise<void> {
  const end = performance.now() + LONGEST;
  let count = 0;
  const taken = () => {
    count += 1;
  };
  server.on('connection', taken);
  // after one turn without, there is another: answers may have left within it, whose clients connect once more
  for (let quiet = 0; quiet < 2 && performance.now() < end; ) {
    const before = count;
    await turn();
    quiet = count === before ? quiet + 1 : 0;
  }
  server.off('connection', taken);
}
