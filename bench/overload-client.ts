import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came of a load: milliseconds to an answer of success, and how many others there were. */
export interface Outcome {
  readonly latencies: number[];
  readonly statuses: Map<number, number>;
}

export const noOutcome = (): Outcome => ({ latencies: [], statuses: new Map() });

/** What is asked of whom, and from where. */
export interface Asking {
  readonly port: number;
  readonly token: string;
  readonly query: string;
  /** Whom a proxy would say it is from. */
  readonly address: string | undefined;
}

/** Connections that each wait for their answer before they ask again. */
export class Client {
  readonly #idle: Socket[] = [];
  readonly #open: Socket[] = [];
  readonly #text: string;

  private constructor({ token, query, address }: Asking) {
    const body = JSON.stringify({ query });
    const forwarded = address === undefined ? '' : `X-Forwarded-For: ${address}\r\n`;
    this.#text =
      `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
      `${forwarded}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  static async open(count: number, asking: Asking): Promise<Client> {
    const client = new Client(asking);
    for (let index = 0; index < count; index++) {
      const socket = connect(asking.port, '127.0.0.1').setEncoding('latin1').setNoDelay(true);
      await once(socket, 'connect');
      socket.on('error', () => {});
      client.#open.push(socket);
    }
    client.#idle.push(...client.#open);
    return client;
  }

  get isBusy(): boolean {
    return this.#idle.length === 0;
  }

  /** Sends the request on a connection that is idle. @returns the status of the answer, once all of it has come; 0 if it does not */
  ask(): Promise<number> {
    const socket = this.#idle.pop() as Socket;
    return new Promise((resolve) => {
      let [answer, length] = ['', Number.POSITIVE_INFINITY];
      const done = (status: number) => {
        socket.removeAllListeners('data').removeAllListeners('close');
        if (status > 0) this.#idle.push(socket);
        resolve(status);
      };
      socket.on('close', () => done(0));
      socket.on('data', (part: string) => {
        answer += part;
        const end = answer.indexOf('\r\n\r\n');
        if (length === Number.POSITIVE_INFINITY && end > 0) length = end + 4 + Number(/content-length: (\d+)/i.exec(answer)?.[1]);
        if (answer.length >= length) done(Number(answer.slice(9, 12)));
      });
      socket.write(this.#text);
    });
  }

  close(): void {
    for (const socket of this.#open) socket.destroy();
  }
}

/** Asks once, and notes what comes of it. */
export async function asked(client: Client, outcome: Outcome): Promise<void> {
  const started = performance.now();
  const status = await client.ask();
  if (status === 200) outcome.latencies.push(performance.now() - started);
  outcome.statuses.set(status, (outcome.statuses.get(status) ?? 0) + 1);
}
