import { readFact } from '../subject';
import type { Conformance } from './types';

// Whoever owns a table that the plugin may write to has its name told, of at most 200.
// Only catalogs are read.
/** Who owns what lies in it. */
export const ownershipCases: Conformance = {
  fact: 'ownership',
  engines: ['postgres'],
  cases(on) {
    it('is by its own role of all that this role made', async () => {
      await on.subject.client.schema.createTable('made', table =>
        table.increments(),
      );
      const { rows } = await on.subject.client.raw(
        'select current_user as role',
      );
      expect(await readFact(on.subject, 'ownership')).toEqual({
        role: rows[0].role,
        foreign: [],
      });
    });
  },
};
