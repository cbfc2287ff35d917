const { readFileSync } = require('node:fs');
const { default: Sequencer } = require('@jest/test-sequencer');

const importsPortal = /from '[./]+\/__testUtils__\/portal'/;

/**
 * Begins with the files that start a whole backend: they take longest, mostly wait,
 * and all would wait for the one that comes last.
 */
class PortalsFirst extends Sequencer {
  sort(tests) {
    const startsPortal = new Map(
      tests.map(test => [
        test,
        importsPortal.test(readFileSync(test.path, 'utf8')),
      ]),
    );
    return super
      .sort(tests)
      .sort((a, b) => startsPortal.get(b) - startsPortal.get(a));
  }
}

module.exports = PortalsFirst;
