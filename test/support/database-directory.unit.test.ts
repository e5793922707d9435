import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from './process.ts';

it('what holds the databases of the tests is gone when their process ends early', async () => {
  const script = `
    const { databaseDirectory } = await import('${join(import.meta.dirname, 'postgresql.ts')}');
    process.stdout.write(databaseDirectory('unit').path);
    process.exit(1);`;
  const { code, stdout } = await run([process.execPath, '--input-type=module', '--eval', script]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/\/clientele-unit-\w+$/);
  expect(existsSync(stdout)).toBe(false);
});
