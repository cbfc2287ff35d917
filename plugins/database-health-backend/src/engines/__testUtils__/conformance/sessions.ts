import { eventually } from '../../../__testUtils__/eventually';
import { readFact } from '../subject';
import type { Conformance } from './types';

/** What its sessions do. */
export const sessionsCases: Conformance = {
  fact: 'sessions',
  engines: ['postgres', 'mysql'],
  cases(on) {
    it('are those that hold a transaction open, as long as they do', async () => {
      const { name } = on.subject.identity;
      const idle = () =>
        readFact(on.subject, 'sessions').then(read =>
          read.sessions.filter(({ database }) => database === name),
        );
      await on.subject.client.schema.createTable('things', table => {
        table.string('name');
      });
      const transaction = await on.subject.client.transaction();
      await transaction('things').insert({ name: 'secret' });
      await eventually(async () =>
        expect(await idle()).toEqual([
          expect.objectContaining({
            state: 'idle-in-transaction',
            pluginId: on.subject.observation.pluginId,
            statement: expect.not.stringContaining('secret'),
          }),
        ]),
      );
      await transaction.rollback();
      await eventually(async () => expect(await idle()).toEqual([]));
    });
  },
};
