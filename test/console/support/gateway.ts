import type { FormattedExecutionResult } from 'graphql';

type Data = Record<string, unknown>;
/** What the gateway answers an operation: data, or what makes data or a whole answer of its variables. */
export type Answer = Data | ((variables: never) => Data | Response | Promise<Data | Response>);

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ISSUER = 'http://localhost:4000';

/** Stands where the gateway is, for what the console asks: its operations, by their names, and its authorization server. */
export class FakeGateway {
  /** What was asked for, in order: the names of operations, `authorize` and `token`. */
  readonly asked: string[] = [];
  /** The operations that were executed, in order. */
  readonly executed: string[] = [];
  /** Who has a session with the authorization server. */
  subject: string | undefined = '1';
  /** The access tokens that still work. */
  readonly tokens = new Set<string>();
  #nonce = '';

  constructor(readonly answers: Record<string, Answer>) {}

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input, ISSUER);
    if (url.pathname === '/oauth/authorize') return this.#authorize(url);
    if (url.pathname === '/oauth/token') return this.#token();
    if (url.pathname === '/oauth/revoke') return new Response(null, { status: 200 });
    return this.#operation(init);
  };

  #authorize(url: URL): Response {
    this.asked.push('authorize');
    this.#nonce = url.searchParams.get('nonce') ?? '';
    const answer = new URL(url.searchParams.get('redirect_uri') as string);
    answer.search = new URLSearchParams({
      ...(this.subject === undefined ? { error: 'login_required' } : { code: 'a-code' }),
      state: url.searchParams.get('state') as string,
      iss: ISSUER,
    }).toString();
    return Object.defineProperty(new Response('<!doctype html>'), 'url', { value: answer.href });
  }

  #token(): Response {
    this.asked.push('token');
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: ISSUER, sub: this.subject, aud: 'clientele-console', exp: now + 3600, iat: now, nonce: this.#nonce };
    const token = `token-${this.asked.length}`;
    this.tokens.add(token);
    const id_token = `${base64url({ alg: 'RS256' })}.${base64url(claims)}.c2lnbmF0dXJl`;
    return Response.json({ access_token: token, token_type: 'Bearer', expires_in: 900, id_token });
  }

  async #operation(init: RequestInit): Promise<Response> {
    const authorization = new Headers(init.headers).get('authorization') ?? '';
    const { operationName, variables } = JSON.parse(String(init.body)) as { operationName: string; variables: never };
    this.asked.push(operationName);
    if (!this.tokens.has(authorization.replace('Bearer ', '')))
      return answered({ errors: [{ message: 'The token is not valid.', extensions: { code: 'UNAUTHENTICATED' } }] }, 401);
    this.executed.push(operationName);
    const answer = this.answers[operationName];
    if (!answer) throw new Error(`The test says nothing about the operation ${operationName}.`);
    const data = typeof answer === 'function' ? await answer(variables) : answer;
    return data instanceof Response ? data : answered({ data });
  }
}

const answered = (body: FormattedExecutionResult, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
