import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from './process.ts';

it('a scratch directory, which may be memory, is gone when its process ends early', async () => {
  const script = `
    const { scratchDirectory } = await import(${JSON.stringify(join(import.meta.dirname, 'process.ts'))});
    process.stdout.write(scratchDirectory().path);
    process.exit(1);`;
  const { code, stdout } = await run([process.execPath, '--input-type=module', '--eval', script]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/\/clientele-test-\w+$/);
  expect(existsSync(stdout)).toBe(false);
});
