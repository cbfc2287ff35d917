import { readFact } from '../subject';
import type { Conformance } from './types';

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
