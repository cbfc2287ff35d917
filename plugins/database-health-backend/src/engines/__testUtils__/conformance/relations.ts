import { randomBytes } from 'node:crypto';
import { readFact } from '../subject';
import type { Conformance } from './types';

/** What fills it. */
export const relationsCases: Conformance = {
  fact: 'relations',
  engines: ['postgres', 'mysql', 'sqlite'],
  cases(on) {
    it('reads tables and indexes, largest first', async () => {
      for (const [name, rows] of [
        ['small', 10],
        ['Big "one"', 2_000],
      ] as const) {
        await on.subject.client.schema.createTable(name, table => {
          table.increments();
          table.string('key').index(`${rows} rows`);
        });
        await on.subject.client.batchInsert(
          name,
          Array.from({ length: rows }, () => ({
            key: randomBytes(60).toString('hex'),
          })),
          200,
        );
      }
      await on.subject.sizeBytes();
      const { tables, indexes } = await readFact(on.subject, 'relations');
      const table = {
        kind: 'table',
        approximate: on.kind.estimatesSize ?? false,
      };
      expect(tables).toMatchObject([
        { name: 'Big "one"', ...table },
        { name: 'small', ...table },
      ]);
      const index = { unique: false, valid: true };
      expect(indexes!.filter(({ unique }) => !unique)).toMatchObject([
        { table: 'Big "one"', name: '2000 rows', ...index },
        { table: 'small', name: '10 rows', ...index },
      ]);
      expect(tables[0].totalBytes).toBeGreaterThan(3 * tables[1].totalBytes);
      for (const { name, schema, ...parts } of tables) {
        expect(schema).toBeUndefined();
        expect(parts.totalBytes).toBe(
          parts.heapBytes + parts.toastBytes + parts.indexBytes,
        );
        expect(
          indexes!
            .filter(each => each.table === name)
            .reduce((sum, { bytes }) => sum + bytes, 0),
        ).toBe(parts.indexBytes);
      }
    });

    it('are none of an empty database', async () => {
      expect(await readFact(on.subject, 'relations')).toEqual({
        tables: [],
        indexes: [],
      });
    });
  },
};
