#!/usr/bin/env -S node --disable-proto=delete --max-semi-space-size=8
// Whatever Node takes these options can read this file. It loads nothing and uses no newer syntax, so that one which is too old
// for the rest is told so, where it would end by a fault of memory.

/** The oldest Node that all dependencies are for, as `engines` in package.json has it. */
const OLDEST = { major: 22, minor: 17 };

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) void import('./program.ts');
else {
  const needed = `Node ${OLDEST.major}.${OLDEST.minor} or newer`;
  process.stderr.write(`clientele: needs ${needed}, and this is Node ${process.versions.node} (${process.execPath}).\n`);
  process.exitCode = 1;
}
