import { eventually } from '../../../__testUtils__/eventually';
import { readFact } from '../subject';
import type { Conformance } from './types';

/** The connections of its server. */
export const connectionsCases: Conformance = {
  fact: 'connections',
  engines: ['postgres', 'mysql'],
  cases(on) {
    it('are those of the whole server, one more for each that is opened', async () => {
      const before = await readFact(on.subject, 'connections');
      expect(before.used).toBeGreaterThanOrEqual(1);
      expect(before.limit).toBeGreaterThan(before.used);
      expect(before.reserved).toBeGreaterThanOrEqual(0);
      const other = await on.kind.create(`${on.subject.observation.pluginId}b`);
      try {
        await other.client.raw('select 1');
        await eventually(async () =>
          expect(
            (
              await readFact(on.subject, 'connections')
            ).used,
          ).toBeGreaterThan(before.used),
        );
      } finally {
        await other.dispose();
      }
    });
  },
};
