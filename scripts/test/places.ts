import path from 'node:path';

/** The root of the checkout. */
export const root = path.resolve(__dirname, '..', '..');

/** What tests leave behind for people: results, logs, screenshots. Not in Git. */
export const outputFolder = path.join(root, 'test-output');
