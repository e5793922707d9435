import { spawn } from 'node:child_process';
import getPort from 'get-port';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** Somebody of the demo data, and the password that was made for them. */
export interface Person {
  readonly username: string;
  readonly password: string;
}

/** A gateway that shows its demo data. */
export interface Demo {
  readonly url: string;
  readonly superuser: Person;
  readonly member: Person;
  stop(): Promise<void>;
}

/** Starts `clientele serve --demo`, as somebody does who wants to see it. */
export async function startDemo(environment: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const port = await getPort();
  const child = spawn(process.execPath, ['--disable-proto=delete', 'dist/main.js', 'serve', '--demo'], {
    env: { PATH: process.env.PATH, PORT: String(port), PUBLIC_URL: `http://localhost:${port}`, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const person = (kind: string): Person | undefined =>
    new RegExp(`${kind}:\\s+username (?<username>\\S+), password (?<password>\\S+)`).exec(said)?.groups as Person | undefined;
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}: ${said}`)));
    child.stderr.on('data', (chunk) => {
      said += chunk;
      if (person('superuser') && person('member')) resolve();
    });
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill();
    });
  return { url: `http://localhost:${port}/`, superuser: person('superuser') as Person, member: person('member') as Person, stop };
}

/** A page of the console in which somebody is logged in, and what it has complained of. */
export interface Visit {
  readonly page: Page;
  /** Errors that the browser has told of. */
  readonly faults: string[];
  /** Goes to a page of the console, and waits until all of it is there. */
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Waits until nothing is being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main[aria-busy=false] h1').waitFor();
  await page.waitForLoadState('networkidle');
}

/** Whether something is wider than the window. */
export const isTooWide = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/** Signs in on the page for that. */
export async function signIn(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Logs somebody in to the console, in a browser that knows nothing yet. @param prepare makes of that browser what it is to be */
export async function visit(
  browser: Browser,
  { url }: Demo,
  person: Person,
  options: BrowserContextOptions = {},
  prepare: (context: BrowserContext) => Promise<unknown> = async () => {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  await prepare(context);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(url);
  await signIn(page, person);
  await settled(page);
  const go = async (path: string) => {
    await page.goto(url + path);
    await settled(page);
  };
  return { page, faults, go, close: () => context.close() };
}
