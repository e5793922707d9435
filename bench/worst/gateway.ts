import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { ASKING, type Asking } from './people.ts';
import { MAIN } from './plant.ts';

/** An answer, how long it took, and for how long it kept the gateway from everything else; both in milliseconds. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly time: number;
  readonly blocked: number;
}

const agent = new Agent({ keepAlive: true });

/** A gateway in a process of its own, with a probe in its event loop. */
export class Gateway {
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.#url = url;
  }

  static async start(database: string): Promise<Gateway> {
    const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'probe.js'), MAIN, 'serve'], {
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: '0',
        DRAIN_SECONDS: '0',
        LOG_LEVEL: 'error',
        CONSOLE: 'false',
        DATABASE_URL: database,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    process.once('exit', () => child.kill());
    let said = '';
    for await (const text of child.stderr as NodeJS.ReadableStream) {
      said += text;
      const url = /serves (http\S+\/graphql)/.exec(said)?.[1];
      if (url) return new Gateway(child, url);
    }
    throw new Error(`the gateway did not start: ${said}`);
  }

  /** Asks on behalf of somebody. */
  async ask(asking: Asking, query: string): Promise<Answer> {
    await this.#blocked();
    const start = performance.now();
    const sent = request(this.#url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ASKING[asking]}` },
    });
    sent.end(JSON.stringify({ query }));
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    const time = performance.now() - start;
    return { status: response.statusCode, text, time, blocked: await this.#blocked() };
  }

  async #blocked(): Promise<number> {
    this.#child.send('since when');
    const [blocked] = await once(this.#child, 'message');
    return blocked;
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await once(this.#child, 'exit');
  }
}
