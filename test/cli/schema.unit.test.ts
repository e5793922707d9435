import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { clientele } from '../support/process.ts';

it('"schema" prints what schema.graphql has, and needs no database', async () => {
  const { code, stdout, stderr } = await clientele(['schema'], { DATABASE_URL: 'rubbish' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
});

it('"schema --subgraph" prints it for routers', async () => {
  const { code, stdout, stderr } = await clientele(['schema', '--subgraph'], { DATABASE_URL: 'rubbish' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^extend schema @link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v2\.0", import: \["@key", "@shareable"\]\)\n/,
  );
  expect(stdout).toContain('type Application implements Node @key(fields: "id") @key(fields: "clientId") {');
});
