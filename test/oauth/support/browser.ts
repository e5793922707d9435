/** A browser without scripts: it keeps cookies, follows redirects and fills in forms. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /**
   * @param origin of the authorization server; redirects to anywhere else are not followed
   * @param headers that it sends with every request
   */
  constructor(
    private readonly origin: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** Opens an address and follows redirects. */
  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...this.headers, ...init.headers, cookie: this.cookies },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/expires=Thu, 01 Jan 1970/i.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, pair);
    }
    const location = response.headers.get('location');
    if (!location) return new Page(this, url, response, await response.text());
    const target = new URL(location, url).href;
    return target.startsWith(`${this.origin}/`) ? this.open(target) : new Page(this, target, response, '');
  }

  /** Another browser that has been where this one has. */
  copy(): Browser {
    const copy = new Browser(this.origin, this.headers);
    for (const [name, pair] of this.#cookies) copy.#cookies.set(name, pair);
    return copy;
  }

  get cookies(): string {
    return [...this.#cookies.values()].join('; ');
  }
}

/** What a browser shows. */
export class Page {
  constructor(
    private readonly browser: Browser,
    /** Where it came from; after a redirect to elsewhere, where that leads. */
    readonly url: string,
    readonly response: Response,
    readonly text: string,
  ) {}

  get status(): number {
    return this.response.status;
  }

  get title(): string {
    return /<h1>(.*?)<\/h1>/s.exec(this.text)?.[1] ?? '';
  }

  /** The parameters of the address. */
  get parameters(): Record<string, string> {
    return Object.fromEntries(new URL(this.url).searchParams);
  }

  /** Sends the form of the page, its hidden fields included. */
  submit(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    const action = /<form[^>]* action="([^"]*)"/.exec(this.text)?.[1] ?? this.url;
    const hidden = [...this.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    return this.browser.open(action, { method: 'POST', body, headers: { origin: new URL(this.url).origin, ...headers } });
  }
}
