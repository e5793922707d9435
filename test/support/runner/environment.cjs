const fs = require('node:fs');
const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const argon2 = require('@node-rs/argon2');

// as usual it takes 28 ms of a processor, a fifth of all that the tests take; in a process of its own the product hashes as usual
const { hash } = argon2;
argon2.hash = (password, options) => hash(password, { memoryCost: 8, timeCost: 1, ...options });

/** Stands where Jest expects the context of a virtual machine, for the realm of the process. */
const here = vm.createContext({});

// Node cannot say "the realm where I am" as a context, only leave it out
const without = (name, options) => (options?.[name] === here ? { ...options, [name]: undefined } : options);
for (const name of ['SourceTextModule', 'SyntheticModule']) {
  const Module = vm[name];
  vm[name] = class extends Module {
    constructor(...args) {
      super(...args.slice(0, -1), without('context', args.at(-1)));
    }
    get context() {
      return here;
    }
  };
}
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => compileFunction(code, parameters, without('parsingContext', options));

const kept = Object.entries({
  promise: Promise,
  now: Date.now,
  'read-file': fs.readFileSync,
  'write-file': fs.writeFileSync,
  'exists-file': fs.existsSync,
});
for (const [name, value] of kept) globalThis[Symbol.for(`jest-native-${name}`)] = value;

/** What Jest keeps of a file, by the descriptions of symbols; packages that files share keep theirs by others. */
const OF_A_FILE = new Set(['EVENT_HANDLERS', 'JEST_STATE_SYMBOL', 'RETRY_TIMES_SETTER']);

/**
 * Runs test files in the realm of the process instead of in one of their own each, so that they can share what is loaded
 * once, and what is of a class there is of that class here. What a file changes of the process is put back after it.
 */
module.exports = class SameRealm {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  #before = { env: { ...process.env }, exit: process.exit, console, atExit: process.listeners('exit') };

  constructor({ projectConfig }) {
    Object.assign(globalThis, projectConfig.globals);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    // Jest has just made it ten times as much, for errors that are made by the thousand here
    Error.stackTraceLimit = 10;
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    const { env, exit, console, atExit } = this.#before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    process.exit = exit;
    globalThis.console = console;
    // Jest's own state, which would otherwise be told of whatever happens in the files after it
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) if (OF_A_FILE.has(symbol.description)) delete globalThis[symbol];
    // what a file leaves to be ended at the end of its process
    for (const listener of process.listeners('exit').filter((listener) => !atExit.includes(listener))) {
      process.off('exit', listener);
      listener(0);
    }
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return here;
  }
};
