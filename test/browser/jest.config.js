import base from '../../jest.config.js';

const [sqlite] = base.projects;

/** What needs a real browser: on one database, because the pages do not know which one it is. */
export default {
  ...sqlite,
  displayName: 'browser',
  rootDir: new URL('../..', import.meta.url).pathname,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  testPathIgnorePatterns: [],
  reporters: base.reporters,
  testTimeout: 120_000,
};
