const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

/** By what of its source one knows how long a file takes, the longest first. */
const kinds = [
  // It starts a whole backend, which mostly waits.
  /from '[./]+\/__testUtils__\/(portal|replica)'/,
  // It does the same on each engine, one after the other.
  /__testUtils__\/(engines|engineSetups|storeDatabase)'|startMariadb/,
  // It renders the page.
  /\brenderState\(/,
];

/** All would wait for the file that comes last, so the long ones come first. */
class LongestFirst extends Sequencer {
  sort(tests) {
    const kindOf = new Map(
      tests.map(test => {
        const source = readFileSync(test.path, 'utf8');
        const kind = kinds.findIndex(pattern => pattern.test(source));
        return [test, kind < 0 ? kinds.length : kind];
      }),
    );
    return super.sort(tests).sort((a, b) => kindOf.get(a) - kindOf.get(b));
  }
}

module.exports = LongestFirst;
