import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { lockedPackages } from './install.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A registry of packages of which npm installs without a network. */
export interface Registry {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a registry on this machine that has what package-lock.json says, without what only development needs. */
export async function startRegistry(): Promise<Registry> {
  const pathsOf = new Map<string, Map<string, string>>();
  const locked = lockedPackages();
  for (const [path, { version, dev }] of locked) {
    if (dev) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    pathsOf.set(name, (pathsOf.get(name) ?? new Map()).set(version, path));
  }
  const manifest = (name: string, version: string, path: string) => {
    const file = join(ROOT, path, 'package.json');
    // what is for other machines is not installed here
    const { os, cpu, libc } = locked.get(path) ?? {};
    const own = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { name, version, os, cpu, libc };
    return { ...own, dist: { tarball: `${url()}/-/${encodeURIComponent(path)}` } };
  };
  const server = createServer((incoming, outgoing) => {
    const asked = decodeURIComponent(incoming.url ?? '').slice(1);
    if (asked.startsWith('-/')) {
      const tar = spawn('tar', [
        '-C',
        join(ROOT, asked.slice(2)),
        '--exclude=./node_modules',
        '--transform=s,^\\.,package,',
        '-cf',
        '-',
        '.',
      ]);
      tar.stdout.pipe(outgoing);
      return;
    }
    const paths = pathsOf.get(asked);
    if (!paths) return void outgoing.writeHead(404).end('{}');
    const versions = Object.fromEntries([...paths].map(([version, path]) => [version, manifest(asked, version, path)]));
    const latest = [...paths.keys()].at(-1);
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name: asked, 'dist-tags': { latest }, versions }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: url(), stop };
}
