import { readFact } from '../subject';
import type { Conformance } from './types';

/** Whether its file is the one that is open, and sound. */
export const fileCases: Conformance = {
  fact: 'file',
  engines: ['sqlite'],
  cases(on) {
    it('is the one that was opened, and none of a memory', async () => {
      await on.subject.client.schema.createTable('made', table =>
        table.increments(),
      );
      expect(await readFact(on.subject, 'file')).toEqual(
        on.subject.identity.inMemory
          ? null
          : { state: 'opened', damaged: false },
      );
    });
  },
};
