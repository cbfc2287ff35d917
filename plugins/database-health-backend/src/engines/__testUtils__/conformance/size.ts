import { randomBytes } from 'node:crypto';
import { readFact } from '../subject';
import type { Conformance } from './types';

// On SQLite, whoever makes tables there can make the file larger. Only counts of pages,
// tables and bytes of the log are read.
/** How big it is. */
export const sizeCases: Conformance = {
  fact: 'size',
  engines: ['postgres', 'mysql', 'sqlite'],
  cases(on) {
    it('reads the size within 1 % and counts the tables', async () => {
      await on.subject.client.schema.createTable('big', table => {
        table.increments();
        table.string('key').index();
        table.text('content');
      });
      await on.subject.client.schema.createTable('empty', table =>
        table.increments(),
      );
      for (let i = 0; i < 20; i += 1) {
        await on.subject.client('big').insert(
          Array.from({ length: 20 }, () => ({
            key: randomBytes(100).toString('hex'),
            content: randomBytes(10_000).toString('base64'),
          })),
        );
      }
      const bytes = await on.subject.sizeBytes();
      const size = await readFact(on.subject, 'size');
      expect(bytes).toBeGreaterThan(4_000_000);
      expect(Math.abs(size.bytes - bytes) / bytes).toBeLessThan(0.01);
      expect(size).toMatchObject({
        approximate: on.kind.estimatesSize ?? false,
        tables: 2,
      });
    });

    it('is none of an empty database', async () => {
      expect(await readFact(on.subject, 'size')).toMatchObject({ tables: 0 });
    });
  },
};
