import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Bounds the connections to a server, so that whoever opens ever more of them leaves file descriptors to the database, and
 * others can connect still: beyond the bound, the one gives way on which nothing has been asked for longest.
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
