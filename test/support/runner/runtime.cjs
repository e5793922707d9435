const { realpathSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join, sep } = require('node:path');
const Runtime = require('jest-runtime').default;

const root = join(__dirname, '../../..');
const source = join(root, 'src') + sep;
const packages = realpathSync(join(root, 'node_modules')) + sep;

/** Jest's own, which it has for each file; and what has a default export of its own, which Jest takes for the whole module. */
const JESTS = /[\\/]node_modules[\\/](@jest|jest-[\w-]+|expect|@swc|pretty-format|get-port)[\\/]/;

const isShared = (path) => path.startsWith(source) || (path.startsWith(packages) && !JESTS.test(path));

/** Shares the product, as it was built, and its packages between the test files of a worker: to load them takes a second. */
module.exports = class SharedProduct extends Runtime {
  constructor(...args) {
    super(...args);
    const { _resolution: resolution, coreModule } = this;
    const { isCoreModule, normalizeCoreModuleSpecifier } = resolution;
    resolution.isCoreModule = (name) => isShared(name) || isCoreModule.call(resolution, name);
    resolution.normalizeCoreModuleSpecifier = (name) => (isShared(name) ? name : normalizeCoreModuleSpecifier.call(resolution, name));
    const load = coreModule.require.bind(coreModule);
    coreModule.require = (name) => (isShared(name) ? require(built(name)) : load(name));
  }

  /** Of Jest's own, what keeps the state of a file is loaded for each, and what that asks for, once. */
  requireInternalModule(from, name) {
    return name ? createRequire(from)(name) : super.requireInternalModule(from);
  }
};

const built = (path) => (path.startsWith(source) ? join(root, 'build', path.slice(source.length).replace(/\.ts$/, '.js')) : path);
