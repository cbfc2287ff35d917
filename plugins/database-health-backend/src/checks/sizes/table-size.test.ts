import type { TableFact } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { tableSize } from './table-size';

const GiB = 1_024 ** 3;

/** A table of which three tenths each are TOAST and indexes. */
function table(totalBytes: number, more: Partial<TableFact> = {}): TableFact {
  const part = Math.round(totalBytes * 0.3);
  return {
    name: 'final_entities',
    kind: 'table',
    totalBytes,
    heapBytes: totalBytes - 2 * part,
    toastBytes: part,
    indexBytes: part,
    approximate: false,
    estimatedRows: 1_000_000,
    deadRows: 0,
    ...more,
  };
}

const holding = (...tables: TableFact[]) => ({
  relations: { tables, indexes: [] },
});

describe('table-size', () => {
  it.each([
    ['empty', 0, undefined],
    ['a byte below the information', 50 * GiB - 1, undefined],
    ['at the information', 50 * GiB, 'info'],
    ['a byte below the warning', 100 * GiB - 1, 'info'],
    ['at the warning', 100 * GiB, 'warning'],
    ['far above it', 5_000 * GiB, 'warning'],
  ])('%s', (_, bytes, expected) => {
    expect(severity(tableSize, holding(table(bytes)))).toBe(expected);
  });

  it('is held to the limits of the configuration', () => {
    const limits = { infoBytes: 10, warningBytes: 20 };
    expect(severity(tableSize, holding(table(9)), { limits })).toBeUndefined();
    expect(severity(tableSize, holding(table(10)), { limits })).toBe('info');
    expect(severity(tableSize, holding(table(20)), { limits })).toBe('warning');
  });

  it('tells which table, its parts, and the limit that it reached', () => {
    expect(
      judgements(
        tableSize,
        holding(
          table(120 * GiB),
          table(60 * GiB, {
            schema: 'archive',
            name: 'old',
            kind: 'partitioned',
            toastBytes: 0,
            heapBytes: 42 * GiB,
            indexBytes: 18 * GiB,
            approximate: true,
          }),
          table(1 * GiB, { name: 'small' }),
        ),
      ),
    ).toEqual([
      {
        severity: 'warning',
        object: 'final_entities',
        message:
          'The table final_entities holds 120 GiB: heap 48.0 GiB, TOAST 36.0 GiB, indexes 36.0 GiB.',
        evidence: { observed: 120 * GiB, limit: 100 * GiB, unit: 'bytes' },
        remedy: {
          text: expect.stringContaining(
            '`databaseHealth.checks.table-size.warningBytes`',
          ),
        },
      },
      {
        severity: 'info',
        object: 'archive.old',
        message:
          'The partitioned table archive.old holds about 60.0 GiB: heap 42.0 GiB, indexes 18.0 GiB.',
        evidence: { observed: 60 * GiB, limit: 50 * GiB, unit: 'bytes' },
        remedy: {
          text: expect.stringContaining(
            '`databaseHealth.checks.table-size.infoBytes`',
          ),
        },
      },
    ]);
  });

  it('offers a vacuum where much of it is dead', () => {
    const remedyOf = (more: Partial<TableFact>) =>
      judgements(tableSize, holding(table(60 * GiB, more)))[0].remedy;
    const dead = { estimatedRows: 800, deadRows: 200 };
    expect(remedyOf({ ...dead, name: 'Odd "one"', schema: 's' })).toEqual({
      text: expect.stringContaining('20 % of its rows are dead.'),
      sql: 'vacuum (analyze) "s"."Odd ""one""";',
    });
    for (const few of [
      { ...dead, deadRows: 199 },
      { ...dead, estimatedRows: null },
      { estimatedRows: 0, deadRows: 0 },
      { estimatedRows: 800, deadRows: undefined },
    ]) {
      expect(remedyOf(few)).not.toHaveProperty('sql');
    }
  });

  it('is skipped where nothing was measured', () => {
    const unmeasured = 'The file is too large.';
    expect(
      evaluate(tableSize, {
        relations: { tables: [], indexes: null, unmeasured },
      }),
    ).toEqual({ skipped: unmeasured });
  });
});
