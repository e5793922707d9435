import { execFile } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { read } from './markdown.ts';

/** Runs the tests that `npm run test:browser` runs, without building, on a machine where nothing else is found. */
function runWithoutBrowser(): Promise<{ code: number; stdout: string; stderr: string }> {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const [, ...args] = (scripts['test:browser'] ?? '').split(' && ').at(-1)?.split(' ') ?? [];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env: { PATH: '' } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('"npm run test:browser" where there is no browser', () => {
  it('says so, and names and counts what it has skipped in its last lines', async () => {
    const { code, stdout, stderr } = await runWithoutBrowser();
    expect(stderr).toMatch(/^Skipped: there is no browser \(chromium, .*\) in PATH\. On Debian: apt-get install chromium$/m);
    const [, skipped] = /\nTests run: 0 in a browser\n0 passed, 0 failed, ([1-9]\d*) skipped\n$/.exec(stdout) ?? [];
    expect(stdout.match(/^Skipped: test\/browser\/\S+: \w/gm) ?? stdout).toHaveLength(Number(skipped));
    expect(code).toBe(0);
  });
});
