import type { Readings } from 'backstage-plugin-database-health-node';
import type { Relations } from '../pure/facts';
import { indexesOf, tablesOf } from './relations';

const table = {
  name: 'search',
  kind: 'table' as const,
  totalBytes: 30,
  heapBytes: 20,
  toastBytes: 0,
  indexBytes: 10,
  approximate: false,
  estimatedRows: null,
};

const index = {
  table: 'search',
  name: 'search_pkey',
  bytes: 10,
  approximate: false,
  unique: true,
  valid: true,
};

function read(value: Relations): Readings {
  return { relations: { status: 'read', value, at: 0 } };
}

describe('tables and indexes', () => {
  it('are told with their times', () => {
    const readings = read({
      tables: [{ ...table, schema: 'other', lastVacuumAt: 0 }],
      indexes: [{ ...index, scans: 3, lastUsedAt: 86_400_000 }],
    });
    expect(tablesOf(readings)).toEqual([
      { ...table, schema: 'other', lastVacuumAt: '1970-01-01T00:00:00.000Z' },
    ]);
    const { approximate, ...told } = index;
    expect(indexesOf(readings)).toEqual([
      { ...told, scans: 3, lastUsedAt: '1970-01-02T00:00:00.000Z' },
    ]);
  });

  it.each<[string, Readings]>([
    ['never read', {}],
    [
      'failed to be read',
      { relations: { status: 'failed', reason: 'No.', at: 0 } },
    ],
    [
      'not measured',
      read({ tables: [], indexes: null, unmeasured: 'Too large.' }),
    ],
  ])(
    'are null where they were %s, which is not the same as none',
    (_, readings) => {
      expect(tablesOf(readings)).toBeNull();
      expect(indexesOf(readings)).toBeNull();
      expect(tablesOf(read({ tables: [], indexes: [] }))).toEqual([]);
    },
  );

  it('are told without indexes where those alone are not known', () => {
    const readings = read({ tables: [table], indexes: null });
    expect(tablesOf(readings)).toEqual([table]);
    expect(indexesOf(readings)).toBeNull();
  });
});
