import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const MODULES = 'node_modules';

/** A package as package-lock.json has it. */
export interface LockedPackage {
  readonly version: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** What package-lock.json has, by the path that it is installed at. */
export function lockedPackages(): Map<string, LockedPackage> {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> };
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
}

/** The files that a checkout is built of, copied to a directory. */
export function copyCheckout(directory: string, paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    cpSync(join(ROOT, path), join(directory, path), { recursive: true });
  }
}

/**
 * What "npm ci" does in a checkout, without a network: its node_modules has the packages that package-lock.json says, which are
 * those of this checkout.
 * @param omitDev as by "--omit=dev": without what only development needs, and without its commands
 */
export function install(directory: string, { omitDev }: { omitDev: boolean }): void {
  const packages = [...lockedPackages()].filter(([path, { dev }]) => !(omitDev && dev) && existsSync(join(ROOT, path)));
  // what is below another package comes with it
  const outermost = new Set(packages.map(([path]) => path).filter((path) => path.lastIndexOf(`${MODULES}/`) === 0));
  for (const path of outermost) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    symlinkSync(join(ROOT, path), join(directory, path));
  }
  mkdirSync(join(directory, MODULES, '.bin'));
  // by which one sees that something was installed
  cpSync(join(ROOT, MODULES, '.package-lock.json'), join(directory, MODULES, '.package-lock.json'));
  for (const name of readdirSync(join(ROOT, MODULES, '.bin'))) {
    const from = join(ROOT, MODULES, '.bin', name);
    if (!lstatSync(from).isSymbolicLink()) continue;
    const target = readlinkSync(from);
    const [first = '', second = ''] = target.replace(/^\.\.\//, '').split('/');
    const owner = first.startsWith('@') ? `${first}/${second}` : first;
    if (outermost.has(`${MODULES}/${owner}`)) symlinkSync(target, join(directory, MODULES, '.bin', name));
  }
}
