import { createHash } from 'node:crypto';
import { type Dirent, readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { InMemoryCache } from '@apollo/client/cache';
import { type DocumentNode, print } from 'graphql';
import { defaultClientConditions, defineConfig, type IndexHtmlTransformContext, type Plugin } from 'vite';
import * as generated from './src/api/generated/graphql.ts';
import { VARIABLES } from './variables.ts';

const OUT = join(import.meta.dirname, '../dist/console');
const COMPRESSIBLE = /\.(css|html|js|json|svg|ttf)$/;

/** Writes each file once more as brotli and gzip, so that nothing is compressed while it is served. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  async writeBundle() {
    const files = (await readdir(OUT, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
    const compress = async ({ parentPath, name }: Dirent) => {
      const path = join(parentPath, name);
      const content = readFileSync(path);
      // the page itself is written anew by whoever serves it
      if (content.length < 1024 || name.endsWith('.html')) return;
      // the best quality, 11, takes twice as long for a fiftieth less; what is large takes seconds with this one, too
      const quality = content.length > 500_000 ? 6 : 10;
      writeFileSync(`${path}.br`, await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
      writeFileSync(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
    };
    await Promise.all(files.filter(({ name }) => COMPRESSIBLE.test(name)).map(compress));
  },
});

/** `graphql(`…`)` with the name of the operation or fragment in it. */
const OPERATION = /\bgraphql\(\s*`\s*(?:query|mutation|fragment)\s+(\w+)[^`]*`,?\s*\)/g;

/** Puts each document where it is used, instead of all of them into what every page loads. */
const documents = (): Plugin => ({
  name: 'documents',
  transform: {
    order: 'pre',
    filter: { id: /\/console\/src\/(?!api\/generated\/).*\.tsx?$/, code: 'graphql(' },
    handler(code) {
      const withDocuments = code.replace(OPERATION, (call, name: string) => {
        const found =
          (generated as Record<string, unknown>)[`${name}Document`] ?? (generated as Record<string, unknown>)[`${name}FragmentDoc`];
        if (!found) throw new Error(`There is no document for ${call}. Run: npm run fix`);
        return `(${JSON.stringify(found)})`;
      });
      return { code: withDocuments, map: null };
    },
  },
});

const VIRTUAL = 'virtual:variables.css';

/** Gives the variables of the component library where they are imported. */
const variables = (): Plugin => ({
  name: 'variables',
  resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
  load: (id) => (id === `\0${VIRTUAL}` ? VARIABLES : undefined),
});

/** What the first page is made of besides what its script imports at once. */
const FIRST = ['src/app/start.tsx', 'src/pages/overview/Page.tsx'];

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>;
type Chunk = Extract<Bundle[string], { type: 'chunk' }>;

/** The chunks of which the first page is made. */
function firstChunks(bundle: Bundle): Set<Chunk> {
  const found = new Set<Chunk>();
  const add = (fileName: string) => {
    const chunk = bundle[fileName];
    if (chunk?.type !== 'chunk' || found.has(chunk)) return;
    found.add(chunk);
    for (const imported of chunk.imports) add(imported);
  };
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => FIRST.some((path) => id.endsWith(`/console/${path}`)))) add(chunk.fileName);
  return found;
}

/**
 * Has the browser load what the first page is made of while its first script runs, instead of once that asks for it; and compile it
 * as a whole, aside, instead of one function after the other once each is called.
 */
const preloaded = (): Plugin => ({
  name: 'preloaded',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const chunk of firstChunks(bundle)) chunk.code = `//# allFunctionsCalledOnLoad\n${chunk.code}`;
    },
  },
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) =>
      [...firstChunks(bundle)]
        .filter(({ fileName }) => !html.includes(fileName))
        .map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          injectTo: 'head' as const,
        })),
  },
});

const isOperation = (value: unknown): value is DocumentNode =>
  (value as Partial<DocumentNode>).definitions?.some(({ kind }) => kind === 'OperationDefinition') ?? false;

/** Writes the operations as the client sends them, for gateways that execute no others than those they trust. */
const operations = (): Plugin => ({
  name: 'operations',
  apply: 'build',
  writeBundle() {
    const cache = new InMemoryCache();
    const bodies = Object.values(generated as Record<string, unknown>)
      .filter(isOperation)
      .map((document) => print(cache.transformDocument(document)));
    const listed = bodies.map((body) => {
      const [, type, name] = /(query|mutation) (\w+)/.exec(body) ?? [];
      return { id: createHash('sha256').update(body).digest('hex'), name, type, body };
    });
    const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations: listed };
    writeFileSync(join(OUT, 'operations.json'), JSON.stringify(manifest, null, 2));
  },
});

export default defineConfig({
  root: import.meta.dirname,
  // where the console is served, the page says
  base: './',
  resolve: {
    // what all browsers have that the console is for takes fewer words
    conditions: ['es2015', ...defaultClientConditions],
    // without the warnings for those who develop
    alias: { 'react-router': join(import.meta.dirname, '../node_modules/react-router/dist/production/index.mjs') },
  },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // what is inlined would be a data: address, which scripts may not have
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
    reportCompressedSize: false,
    // browsers that lack it still load everything
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // kept by browsers when the console is updated
            { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\//, priority: 2 },
            { name: 'session', test: /console\/src\/(?:session\/|appearance)|vite\/preload-helper/, priority: 1 },
            // in few files, because each waits for one of the six connections that a browser makes
            { name: 'first', test: new RegExp(FIRST.join('|')) },
          ],
        },
      },
    },
  },
  plugins: [documents(), variables(), preloaded(), compressed(), operations()],
});
