import type { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';

/** What clients of pg have that its types do not tell of. */
declare module 'pg' {
  interface Client {
    /** The number of the session, as the server has given it. */
    readonly processID: number;
    /** The parameters of the startup message. */
    getStartupConf(): Readonly<Record<string, string>>;
  }
  interface Connection {
    /** The texts of the statements that are prepared, by their names. */
    parsedStatements: Readonly<Record<string, string>>;
  }
}

/** The socket of a connection. */
export const streamOf = (client: Client): Socket => client.connection.stream as Socket;

/** Connections to a server that may become another one. */
export class Connections {
  /** The clients that a pool is to make. */
  readonly Client: typeof Client;
  readonly #open = new Map<Client, string>();

  /** @param url says where new ones go */
  constructor(readonly url: () => string) {
    const open = this.#open;
    this.Client = class extends Client {
      constructor(options: ClientConfig) {
        const server = url();
        super({ ...options, connectionString: server });
        open.set(this, server);
        this.once('end', () => open.delete(this));
      }
    } as typeof Client;
  }

  /** Ends those to a server, also where an answer is waited for: its pool replaces them. */
  drop(server: string): void {
    for (const [client, url] of this.#open) if (url === server) streamOf(client).destroy(new Error('Connection terminated'));
  }
}
