const { join, sep } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

const tests = join(__dirname, '../..') + sep;

/** What takes longest, which would otherwise run alone at the end: a fresh checkout knows of no test how long it takes. */
const LONGEST = [
  'docs/pages.unit',
  'graphql/differential/answers',
  'database/partition.postgresql',
  'packaging/package.unit',
  'docs/deploy.unit',
  'oauth/meanwhile',
  'oauth/meanwhile.postgresql',
  'promises/permissions',
  'oauth/deletions',
  'operations/failover.postgresql',
  'oauth/login-limits',
  'oauth/password-reset',
].map((name) => `${tests}${name.replaceAll('/', sep)}.test.ts`);

/** Starts with the longest tests. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => (LONGEST.indexOf(path) + LONGEST.length + 1) % (LONGEST.length + 1);
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
