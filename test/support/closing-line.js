import { relative } from 'node:path';

/** Ends the output of a test run with what was skipped, what ran on which database, and one plain line. */
export default class ClosingLine {
  #counts = new Map();
  #skipped = [];
  #root;
  #isPartial;

  constructor({ rootDir, testNamePattern }) {
    this.#root = rootDir;
    this.#isPartial = Boolean(testNamePattern);
  }

  onTestResult(test, result) {
    const file = relative(this.#root, test.path);
    // a name says what a test needs that this machine has not; of those that nobody asked for there is nothing to say
    if (!this.#isPartial)
      for (const { status, fullName } of result.testResults)
        if (['pending', 'todo'].includes(status)) this.#skipped.push(`${file}: ${fullName}`);
    const name = test.context.config.displayName?.name ?? 'tests';
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + result.numPassingTests + result.numFailingTests);
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites }) {
    const where = {
      sqlite: 'on SQLite',
      postgresql: 'on PostgreSQL',
      unit: 'without a database',
      console: 'of the console',
      browser: 'in a browser',
    };
    const parts = [...this.#counts].map(([name, count]) => `${count} ${where[name] ?? name}`);
    // a file that could not be run is as bad as a test that failed
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // at exit, because Jest writes its own summary after every other reporter
    process.once('exit', () => {
      for (const name of this.#skipped) process.stdout.write(`\nSkipped: ${name}`);
      process.stdout.write(`\nTests run: ${parts.join(', ')}\n`);
      process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped\n`);
    });
  }
}
