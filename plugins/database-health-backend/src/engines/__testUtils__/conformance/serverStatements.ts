import { readFact } from '../subject';
import type { Conformance } from './types';

/** What its server measures of statements. */
export const serverStatementsCases: Conformance = {
  fact: 'serverStatements',
  engines: ['postgres'],
  cases(on) {
    it('are not measured without the extension', async () => {
      expect(await readFact(on.subject, 'serverStatements')).toBeNull();
    });
  },
};
