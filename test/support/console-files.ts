import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What no request may ever be answered with. */
export const SECRET = 'for nobody to see';

/** Builds as much of a console as serving it takes. @returns its directory, inside of another one */
export function buildConsole(within: string): string {
  const directory = join(mkdtempSync(join(within, 'built-')), 'console');
  const assets = join(directory, 'assets');
  mkdirSync(join(assets, 'inner.js'), { recursive: true });
  const files = {
    '../secret.js': SECRET,
    'index.html': '<!doctype html><html lang="en"><head><title>Clientele</title></head><body></body></html>\n',
    'icon.svg': '<svg/>',
    'secret.js': SECRET,
    'assets/.secret.js': SECRET,
    'assets/secret.txt': SECRET,
    'assets/inner.js/secret.js': SECRET,
    'assets/main-3uX_-1a9.js': 'as it is',
    'assets/main-3uX_-1a9.js.br': 'by br',
    'assets/main-3uX_-1a9.js.gz': 'by gzip',
    'assets/main-B1.css': 'a {}',
    'assets/mark-C2.svg': '<svg/>',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  symlinkSync('../../secret.js', join(assets, 'link.js'));
  return directory;
}
