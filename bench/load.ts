import { connect, type Socket } from 'node:net';
import { asText, type Request } from './http.ts';
import { UNIQUE } from './work.ts';

/** What to send, again and again, over a number of connections. */
export interface Job {
  readonly port: number;
  /** Taken in turn. */
  readonly requests: readonly Request[];
  readonly connections: number;
  readonly milliseconds: number;
}

export interface Load {
  readonly requests: number;
  readonly milliseconds: number;
  /** Milliseconds within which half, and 99 of 100, were answered. */
  readonly median: number;
  readonly p99: number;
  /** The first answer that was not one of success. */
  readonly failure?: string;
}

let count = Date.now() * 1000;
/** Goes on from load to load, so that short ones do not always begin with the same requests. */
let next = 0;

/** How long an answer is with its head, as soon as that can be seen. Nothing else of it is looked at: clients cost time too. */
function lengthOf(answer: Buffer): number | undefined {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.toString('latin1', 0, end))?.[1];
  if (length !== undefined) return end + 4 + Number(length);
  return answer.toString('latin1', answer.length - 5) === '0\r\n\r\n' ? answer.length : undefined;
}

/** Whether an answer is a success. Only its start is looked at: faults come first there, or make all of it. */
const succeeds = (answer: Buffer) => {
  const text = answer.toString('latin1', 0, 2_000);
  return text.startsWith('HTTP/1.1 200') && !text.includes('"errors":') && !text.includes('"userErrors":[{');
};

/** Sends requests over connections that each wait for their answer. */
export async function runLoad({ port, requests, connections, milliseconds }: Job): Promise<Load> {
  const texts = requests.map(asText);
  const latencies: number[] = [];
  let failure: string | undefined;
  const started = performance.now();
  const end = started + milliseconds;

  const converse = (socket: Socket) =>
    new Promise<void>((resolve) => {
      let sent = 0;
      let parts: Buffer[] = [];
      let [received, expected]: [number, number | undefined] = [0, undefined];
      const send = () => {
        [parts, received, expected] = [[], 0, undefined];
        sent = performance.now();
        if (sent >= end || failure) return resolve(socket.destroy() && undefined);
        const text = texts[next++ % texts.length] as string;
        socket.write(text.includes(UNIQUE) ? text.replace(UNIQUE, String(count++).slice(-12)) : text);
      };
      socket.on('data', (part) => {
        parts.push(part);
        received += part.length;
        if (expected === undefined || received >= expected) {
          const answer = parts.length === 1 ? part : Buffer.concat(parts);
          expected = lengthOf(answer);
          if (expected === undefined || received < expected) return;
          if (!succeeds(answer)) failure = answer.toString().slice(0, 1_000);
          latencies.push(performance.now() - sent);
          send();
        }
      });
      socket.on('error', (error) => {
        failure ??= String(error);
      });
      // whoever hangs up before the end has failed
      socket.on('close', () => {
        if (performance.now() < end) failure ??= 'The server has closed a connection.';
        resolve();
      });
      socket.on('connect', send);
      socket.setNoDelay(true);
    });
  await Promise.all(Array.from({ length: connections }, () => converse(connect(port, '127.0.0.1'))));
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { requests: latencies.length, milliseconds: performance.now() - started, median: at(0.5), p99: at(0.99), failure };
}

process.on('message', async (job: Job) => process.send?.(await runLoad(job)));
