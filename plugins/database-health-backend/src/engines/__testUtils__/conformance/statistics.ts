import { eventually } from '../../../__testUtils__/eventually';
import { readFact } from '../subject';
import type { Conformance } from './types';

// Whoever may connect can make the counters larger, one row for each database that is
// asked for. No table is read.
/** What its server counts. */
export const statisticsCases: Conformance = {
  fact: 'statistics',
  engines: ['postgres'],
  cases(on) {
    const read = async () => {
      const [counted, ...others] = await readFact(on.subject, 'statistics');
      expect(others).toEqual([]);
      return counted;
    };

    it('count what was committed and rolled back in a database', async () => {
      const before = await read();
      expect(before).toMatchObject({
        database: on.subject.identity.name,
        connectionLimit: null,
        history: [],
      });
      expect(before.connections).toBeGreaterThanOrEqual(1);
      await on.subject.client
        .transaction(trx => trx.raw('selec'))
        .catch(() => {});
      // What a session counted is told when it has been idle for a second.
      await eventually(async () => {
        await on.subject.client.raw('select pg_sleep(1.1)');
        const after = await read();
        expect(after.commits).toBeGreaterThan(before.commits);
        expect(after.rollbacks).toBeGreaterThan(before.rollbacks);
      });
    });
  },
};
