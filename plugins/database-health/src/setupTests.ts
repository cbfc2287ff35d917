import '@testing-library/jest-dom';
import { format } from 'node:util';
import { configure } from '@testing-library/react';

// A busy machine may take long for what a reader would not notice.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(120_000);

// Ages are told by the clock: it stands still, however long a test takes.
jest.useFakeTimers({
  doNotFake: [
    'cancelAnimationFrame',
    'cancelIdleCallback',
    'clearImmediate',
    'clearInterval',
    'clearTimeout',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'requestAnimationFrame',
    'requestIdleCallback',
    'setImmediate',
    'setInterval',
    'setTimeout',
  ],
});

/** What libraries say of each other, and nothing here could mend. */
const known = [
  // Material UI 4 on React 18.
  /findDOMNode is deprecated/,
  // The router of `renderInTestApp`, which takes none of the flags.
  /React Router Future Flag Warning/,
  // Material UI looks for one of the classes that `renderState` leaves out.
  /This elevation `\d+` is not implemented/,
  // The parser of style sheets that jsdom has.
  /\[JSS\] processedRuleToParse is not defined/,
  // The portal of the new frontend system: its search field, and its tooltips.
  /A component changed from uncontrolled to controlled/,
  /<Focusable> child must have an interactive ARIA role/,
];

/* eslint-disable no-console -- it is what this is about */
// Whatever else is written is a fault of the page or of its test.
for (const level of ['error', 'warn'] as const) {
  const write = console[level];
  console[level] = (...words: unknown[]) => {
    if (!known.some(each => each.test(format(...words)))) {
      write(...words);
    }
  };
}
