import { join, resolve } from 'node:path';

/** The root of the checkout. */
export const root = resolve(__dirname, '..');

/** What tests leave behind for people: results, logs, screenshots. Not in Git. */
export const outputFolder = join(root, 'test-output');
