import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { clientele, scratchDirectory, serve } from '../support/process.ts';
import { executablePath, startBrowser } from './chromium.ts';
import { settled, signIn, startDemo, visit } from './console/demo.ts';

/*
 * How fast the console is in the browser of this machine: its first page on a slow processor by a browser that has nothing of it
 * yet, and the list of applications while one types into its search. Prints what was measured; how much is too much depends on the
 * machine.
 */

const { values: options } = parseArgs({
  options: {
    /** How often the first page is opened. */
    visits: { type: 'string', default: '5' },
    /** How many times slower the processor is made. */
    slowdown: { type: 'string', default: '4' },
    /** How many applications there are to search in. */
    applications: { type: 'string', default: '10000' },
  },
});
/** Milliseconds after which a browser and its tab have started, in which a page has come to rest, and between two keys. */
const [STARTED, AT_REST, BETWEEN_KEYS] = [3_000, 5_000, 400];
const WIDE = { width: 1440, height: 900 };

/** Keeps the largest paint, and when the last task ended that kept the page from answering. */
const OBSERVE = `
  window.measured = { paint: 0, interactive: 0 };
  new PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) measured.paint = startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) measured.interactive = startTime + duration; })
    .observe({ type: 'longtask', buffered: true });`;

/** Keeps, of each key, how long it took until what it changed was painted. */
const OBSERVE_KEYS = `
  window.measured = [];
  let pressed;
  addEventListener('keydown', () => { pressed = performance.now(); }, true);
  new MutationObserver(() => {
    const since = pressed;
    pressed = undefined;
    if (since === undefined) return;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => measured.push(performance.now() - since);
      port2.postMessage(0);
    });
  }).observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true });`;

/** The median and the greatest of measures. */
function print(what: string, measures: readonly number[]): void {
  const sorted = measures.map(Math.round).sort((a, b) => a - b);
  console.log(`${what}: ${sorted.length} times, median ${sorted[sorted.length >> 1]} ms, at most ${sorted.at(-1)} ms`);
}

async function firstPage(): Promise<void> {
  const demo = await startDemo();
  const once = await startBrowser();
  const { page: first } = await visit(once, demo, demo.superuser);
  const storageState = await first.context().storageState();
  await once.close();
  const measures: { paint: number; interactive: number }[] = [];
  for (let visits = Number(options.visits); visits > 0; visits--) {
    const browser = await startBrowser();
    const context = await browser.newContext({ viewport: WIDE, storageState });
    const page = await context.newPage();
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: Number(options.slowdown) });
    await page.addInitScript(OBSERVE);
    await sleep(STARTED);
    await page.goto(demo.url);
    await settled(page);
    await sleep(AT_REST);
    measures.push(await page.evaluate('measured'));
    await browser.close();
  }
  await demo.stop();
  print(
    `first page, largest contentful paint, processor ${options.slowdown} times slower`,
    measures.map(({ paint }) => paint),
  );
  print(
    `first page, interactive, processor ${options.slowdown} times slower`,
    measures.map(({ interactive }) => interactive),
  );
}

async function search(browser: Browser): Promise<void> {
  const scratch = scratchDirectory();
  process.once('exit', scratch.remove);
  const environment = { DATABASE_URL: `sqlite:${scratch.path}/speed.db`, ADMIN_PASSWORD: 'correct horse battery staple' };
  const { code, stderr } = await clientele(['seed', '--applications', options.applications, '--tokens', '20000'], environment);
  if (code !== 0) throw new Error(stderr);
  const gateway = await serve({ ...environment, CONSOLE: 'true' });
  const page = await browser.newPage({ viewport: WIDE });
  await page.goto(`${gateway.url.replace('127.0.0.1', 'localhost')}/applications`);
  await signIn(page, { username: 'admin', password: environment.ADMIN_PASSWORD });
  await settled(page);
  await page.evaluate(OBSERVE_KEYS);
  await page.getByRole('searchbox').first().click();
  for (const key of 'portal checkout billing') {
    await page.keyboard.press(key === ' ' ? 'Backspace' : key);
    await sleep(BETWEEN_KEYS);
  }
  print(`search in ${options.applications} applications, from key to paint`, await page.evaluate('measured'));
  await gateway.end();
}

if (!executablePath) process.exit(1);
await firstPage();
const browser = await startBrowser();
await search(browser);
await browser.close();
