import type { RequestHandler } from 'express';
import Router from 'express-promise-router';
import { addChanges } from './changes';
import { probes } from './probes';
import { addReads } from './reads';
import { requireTexts } from './texts';
import type { RouterOptions } from './types';
import { visibleAnswers } from './visibleAnswers';

/** The HTTP contract. No route touches a watched database. */
export function createRouter(options: RouterOptions): RequestHandler {
  const router = Router();
  router.use(probes(options.reader));
  router.use(visibleAnswers);
  requireTexts(router, ['id', 'key']);
  addReads(router, options);
  addChanges(router, options);
  return router;
}
