import './without-proto.ts';
import 'reflect-metadata';
import { createRequire } from 'node:module';
import { keepCompiled } from './cli/compile-cache.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

if (['--version', '-V'].includes(process.argv[2] ?? '')) process.stdout.write(`${version}\n`);
else {
  keepCompiled();
  await (await import('./cli/commands.ts')).run(version);
}
