import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Router } from 'express';
import { readingPaths } from '../__testUtils__/readingPaths';
import { addReads } from './reads';
import type { RouterOptions } from './types';

const readme = readFileSync(resolve(__dirname, '../../README.md'), 'utf8');

describe('the routes that read', () => {
  const router = Router();
  addReads(router, {} as RouterOptions);
  const routes = router.stack.flatMap(({ route }) => route?.path ?? []);

  it('are all asked by the tests that ask each of them', () => {
    expect(readingPaths(':id').map(path => path.split('?')[0])).toEqual(routes);
  });

  it.each(routes)('are in the README: %s', route => {
    expect(readme).toContain(`\n| \`GET ${route}\` `);
  });
});
