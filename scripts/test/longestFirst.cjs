const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

const timeout = /jest\.setTimeout\(([\d_]+)\)/;

/** What a file of tests says that each of them may take, in milliseconds. */
function patienceOf({ path }) {
  const [, ms = '0'] = timeout.exec(readFileSync(path, 'utf8')) ?? [];
  return Number(ms.replaceAll('_', ''));
}

/**
 * Begins with the files that may take longest: mostly they wait for a server or
 * for time to pass, and all would wait for the one that comes last.
 */
class LongestFirst extends Sequencer {
  sort(tests) {
    const patience = new Map(tests.map(test => [test, patienceOf(test)]));
    return [...tests].sort((a, b) => patience.get(b) - patience.get(a));
  }
}

module.exports = LongestFirst;
