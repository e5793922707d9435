import { existsSync, globSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

// Makes dist, which runs, of build, which tsc wrote: a hundred files instead of two thousand, with which a start takes a third
// less time. What is loaded late stays in files of its own.

const PROGRAM = 'dist/program.js';
/** As tsc wrote it: Node that is too old for the rest must be able to read it. */
const MAIN = 'main.js';
/** Packages with code for one platform, which must lie where they were installed. */
const NATIVE = ['better-sqlite3', '@node-rs/argon2'];
/** What packages look for, and can do without. */
const OPTIONAL = ['pg-native', 'tsx', 'dotenv', /^@mikro-orm\/(reflection|seeder|entity-generator|cli)$/];

/** Some packages ask `module` for what Node has, and do it in slower ways of their own where it has no `require`, as in a bundle. */
const required = {
  name: 'required',
  transform: {
    filter: { id: /node_modules/, code: 'module.require' },
    handler: (code) => code.replaceAll(/\bmodule\.require\b/g, 'require'),
  },
};

/** Gets what Node has without an import, which reads each export: so `node:http` loads `fetch` and all, 70 ms. */
const builtins = {
  name: 'builtins',
  renderChunk: (code) => ({
    code: code.replace(/^import (?:(\w[\w$]*)|\* as ([\w$]+)|(\{ .+ \})) from "([\w:/]+)";$/gm, (statement, one, all, some, name) =>
      isBuiltin(name) ? `const ${one ?? all ?? some.replaceAll(' as ', ': ')} = process.getBuiltinModule("${name}");` : statement,
    ),
    map: null,
  }),
};

const changed = (path) => statSync(path).mtimeMs;
const inputs = globSync(['build/**/*.js', 'bundle.js', 'node_modules/.package-lock.json']);
const made = existsSync(PROGRAM) ? changed(PROGRAM) : 0;
const isFresh = inputs.every((path) => changed(path) < made);

/** Writes what others may be reading at this moment: as a whole, and only what is not there yet. */
function write(name, text) {
  const path = join('dist', name);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  // another build may be writing it, too
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}

if (!isFresh) {
  const bundle = await rolldown({
    input: 'build/program.js',
    platform: 'node',
    external: [...NATIVE, ...OPTIONAL],
    logLevel: 'silent',
    plugins: [required, builtins],
  });
  const { output } = await bundle.generate({ keepNames: true, sourcemap: true });
  mkdirSync('dist', { recursive: true });
  for (const { fileName, ...file } of output.reverse()) write(fileName, file.type === 'chunk' ? file.code : file.source);
  write(MAIN, readFileSync(join('build', MAIN), 'utf8'));
}
