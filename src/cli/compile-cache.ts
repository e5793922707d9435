import { mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Has Node keep the compiled code for the next start, in the user's own directory for caches: whoever can write there
 * decides what runs. Where there is none, the code is compiled again every time. `NODE_COMPILE_CACHE` names another one.
 */
export function keepCompiled(): void {
  try {
    const home = homedir();
    // whoever has become somebody else may still have the other one's home
    if (module.getCompileCacheDir() !== undefined || statSync(home).uid !== process.getuid?.()) return;
    const directory = join(home, '.cache', 'clientele');
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    module.enableCompileCache(directory);
  } catch {
    // without a home that can be written
  }
}
