import { readFact } from '../subject';
import type { Conformance } from './types';

/** What its server measures of statements. */
export const serverStatementsCases: Conformance = {
  fact: 'serverStatements',
  engines: ['postgres', 'mysql'],
  cases(on) {
    it('are not measured unless the server is set up to, which is said', async () => {
      expect(await readFact(on.subject, 'serverStatements')).toEqual({
        unmeasured: expect.stringMatching(
          /`pg_stat_statements`|`performance_schema = on`/,
        ),
        statements: [],
      });
    });
  },
};
