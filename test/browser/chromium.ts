import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where the browser of this machine is; undefined if it has none. */
export const executablePath: string | undefined = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((directory) => NAMES.map((name) => join(directory, name)))
  .find((path) => existsSync(path));

if (!executablePath) {
  process.stderr.write(`Skipped: there is no browser (${NAMES.join(', ')}) in PATH. On Debian: apt-get install chromium\n`);
}

/** Starts it. @param args what it is told besides */
export const startBrowser = (...args: string[]): Promise<Browser> => chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
