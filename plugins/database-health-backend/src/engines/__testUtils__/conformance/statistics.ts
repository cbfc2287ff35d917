import { eventually } from '../../../__testUtils__/eventually';
import { readFact } from '../subject';
import type { Conformance } from './types';

// Whoever may connect can make the counters larger, one row for each database that is
// asked for. No table is read.
/** What its server counts. */
export const statisticsCases: Conformance = {
  fact: 'statistics',
  engines: ['postgres', 'mysql'],
  cases(on) {
    const read = async () => {
      const [counted, ...others] = await readFact(on.subject, 'statistics');
      expect(others).toEqual([]);
      return counted;
    };

    it('count what was committed and rolled back', async () => {
      const { client, identity } = on.subject;
      await client.schema.createTable('counted', table => table.increments());
      const before = await read();
      expect([identity.name, undefined]).toContain(before.database);
      expect(before.connectionLimit ?? null).toBeNull();
      expect(before.history).toEqual([]);
      expect(before.connections).toBeGreaterThanOrEqual(1);
      const undone = client.transaction(async trx => {
        await trx('counted').insert({});
        throw new Error('Undone');
      });
      await expect(undone).rejects.toThrow('Undone');
      // A session tells what it counted once it does something a second later.
      await eventually(async () => {
        await client('counted').insert({});
        const after = await read();
        expect(after.commits).toBeGreaterThan(before.commits!);
        expect(after.rollbacks).toBeGreaterThan(before.rollbacks!);
      });
    });
  },
};
