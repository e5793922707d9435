const { TestEnvironment } = require('jest-environment-jsdom');

/** What browsers have, jsdom has not, and Node has as well. */
const NODES = [
  'fetch',
  'Response',
  'Headers',
  // what those make is of the classes of Node's realm
  'Uint8Array',
  'ArrayBuffer',
  'TextEncoder',
  'TextDecoder',
  'structuredClone',
  'ReadableStream',
  'TransformStream',
];

/** A signal of Node's that follows one of the document's. */
function followed(signal) {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  signal.addEventListener('abort', () => controller.abort(signal.reason));
  return controller.signal;
}

/** A document at the address at which a gateway serves the console. */
module.exports = class Document extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of NODES) this.global[name] = globalThis[name];
    this.global.Request = class extends Request {
      constructor(input, init = {}) {
        super(input, init.signal ? { ...init, signal: followed(init.signal) } : init);
      }
    };
    this.global.isSecureContext = true;
    // one that is open would keep the process
    this.global.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        this.unref();
      }
    };
    Object.defineProperty(this.global, 'crypto', { value: globalThis.crypto });
  }

  exportConditions() {
    return ['browser', 'development'];
  }
};
