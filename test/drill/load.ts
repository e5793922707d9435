import { randomUUID } from 'node:crypto';

/** Milliseconds after which a request without a reply is given up. */
const PATIENCE = 30_000;
/** Milliseconds between two requests of one client. */
const PAUSE = 20;

/** What became of a request. */
export type Outcome =
  | 'right'
  /** 503: what is away now. */
  | 'refused'
  /** No reply: nobody listens, or the connection has broken. */
  | 'unanswered'
  /** Any other reply. */
  | 'wrong';

/** One request that has come to its end. */
export interface Reply {
  readonly gateway: string;
  readonly isWrite: boolean;
  readonly outcome: Outcome;
  /** Milliseconds since the drill began. */
  readonly at: number;
  readonly milliseconds: number;
  /** Of what was wrong, the reply. */
  readonly text?: string;
}

/** Who asks, and for whom. */
interface Caller {
  readonly gateway: { readonly name: string; url: string };
  readonly token: string;
  readonly organizationId: string;
}

const CREATE = `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) {
  application { name } userErrors { code message } } }`;
const READ = '{ applications(first: 5) { nodes { id name organization { name } } } }';

/** Clients that write and read until they are stopped, and keep what they were told. */
export class Load {
  readonly replies: Reply[] = [];
  /** The names of applications that a gateway has said are there. */
  readonly acknowledged: string[] = [];
  readonly #clients: Promise<void>[] = [];
  readonly #started = performance.now();
  #isOver = false;

  /** Milliseconds since the drill began. */
  get now(): number {
    return performance.now() - this.#started;
  }

  /** Starts a client that writes, and one that reads. */
  add(caller: Caller): void {
    this.#clients.push(this.#ask(caller, true), this.#ask(caller, false));
  }

  /** Stops all clients, once each has its reply. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
  }

  async #ask({ gateway, token, organizationId }: Caller, isWrite: boolean): Promise<void> {
    while (!this.#isOver) {
      const name = `Drill ${randomUUID()}`;
      const input = { name, organizationId, clientType: 'CONFIDENTIAL', authorizationGrantType: 'CLIENT_CREDENTIALS' };
      const began = this.now;
      const { outcome, text } = await send(gateway.url, token, isWrite ? { query: CREATE, variables: { input } } : { query: READ });
      if (isWrite && outcome === 'right') this.acknowledged.push(name);
      const reply = { gateway: gateway.name, isWrite, outcome, at: this.now, milliseconds: this.now - began };
      this.replies.push(outcome === 'wrong' ? { ...reply, text } : reply);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

async function send(url: string, token: string, body: object): Promise<{ outcome: Outcome; text: string }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body), signal });
    const text = await response.text();
    if (response.status === 503) return { outcome: 'refused', text };
    const { data, errors } = JSON.parse(text) as {
      data?: Record<string, { userErrors?: unknown[] }>;
      errors?: { extensions: { code: string } }[];
    };
    if (errors?.every(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE')) return { outcome: 'refused', text };
    const isRight = response.status === 200 && !errors && Object.values(data ?? {}).every((answer) => !answer?.userErrors?.length);
    return { outcome: isRight ? 'right' : 'wrong', text: text.slice(0, 500) };
  } catch (error) {
    // that an answer has not come in so long is an answer, too, and a wrong one
    return { outcome: (error as Error).name === 'TimeoutError' ? 'wrong' : 'unanswered', text: String(error) };
  }
}
