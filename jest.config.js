const common = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/test/support/runner/environment.cjs',
  runtime: '<rootDir>/test/support/runner/runtime.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  setupFiles: ['reflect-metadata'],
};

/** What the console is made of, in a document that is not shown. */
const inDocument = {
  rootDir: import.meta.dirname,
  displayName: 'console',
  testEnvironment: '<rootDir>/test/console/support/environment.cjs',
  testEnvironmentOptions: { url: 'http://localhost:4000/' },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2023', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
        module: { type: 'es6' },
        sourceMaps: true,
      },
    ],
  },
  moduleNameMapper: {
    '\\.css$': '<rootDir>/test/console/support/no-style.js',
    // the other one notes of each element where it was made, a fifth of what these tests take
    '^react/jsx-runtime$': '<rootDir>/node_modules/react/cjs/react-jsx-runtime.production.js',
  },
  setupFiles: ['<rootDir>/test/console/support/setup.ts'],
  testMatch: ['<rootDir>/test/console/**/*.test.{ts,tsx}'],
};

/** What touches data runs on every database; what does not, and what one database alone can do, once. */
const onDatabase = (database, others) => ({
  ...common,
  displayName: database,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [`\\.(unit|${others})\\.test\\.ts$`, '/browser/', '/test/console/'],
  globals: { DATABASE: database },
});

export default {
  projects: [
    onDatabase('sqlite', 'postgresql'),
    onDatabase('postgresql', 'sqlite'),
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/test/**/*.unit.test.ts'] },
    inDocument,
  ],
  reporters: ['default', '<rootDir>/test/support/closing-line.js'],
  globalSetup: '<rootDir>/test/support/start-databases.ts',
  globalTeardown: '<rootDir>/test/support/stop-databases.ts',
  testSequencer: '<rootDir>/test/support/runner/sequencer.cjs',
  // two cores have enough to do with three, of which there is often one that waits
  maxWorkers: 3,
  testTimeout: 300_000,
  // a worker that has nothing left to do still has its memory to free, which takes a busy machine longer than Jest's 500 ms
  workerGracefulExitTimeout: 30_000,
};
