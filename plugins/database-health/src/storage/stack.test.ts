import type {
  Database,
  HistoryReport,
} from 'backstage-plugin-database-health-common';
import { postgresDatabase, sizeOf } from '../fixtures/databases';
import { growthBetween, growthOver, leftOutInWords } from './growth';
import { layersOf } from './layers';
import { stackOf } from './stack';

const day = 24 * 3_600_000;
const to = Date.parse('2026-11-21T12:00:00Z');
const from = to - 10 * day;

/** A database of which so many bytes are known so many days ago. */
function grown(
  id: string,
  bytesByDaysAgo: Record<number, number>,
): {
  database: Database;
  stored: { databaseId: string; points: HistoryReport['points'] };
} {
  const at = (daysAgo: number) => new Date(to - daysAgo * day).toISOString();
  return {
    database: postgresDatabase(id, {
      size: sizeOf(bytesByDaysAgo[0] ?? 1, { at: at(0) }),
    }),
    stored: {
      databaseId: id,
      points: Object.entries(bytesByDaysAgo)
        .filter(([daysAgo]) => daysAgo !== '0')
        .map(([daysAgo, value]) => ({ at: at(Number(daysAgo)), value }))
        .reverse(),
    },
  };
}

function stack(...all: ReturnType<typeof grown>[]) {
  return stackOf(
    all.map(({ database }) => database),
    {
      databases: all.map(({ stored }) => ({
        ...stored,
        tables: null,
        indexes: null,
      })),
    },
    { from, to, stepMs: day },
  );
}

const totalsOf = (given: ReturnType<typeof stack>) =>
  layersOf(given, { most: 8, without: [] }).rows.map(({ total }) => total);

describe('the stack', () => {
  it('adds what was measured on the same days', () => {
    const given = stack(
      grown('a', { 2: 10, 1: 20, 0: 30 }),
      grown('b', { 2: 1, 1: 2, 0: 3 }),
    );
    expect(totalsOf(given)).toEqual([11, 22, 33]);
  });

  it('counts a database of two plugins once', () => {
    const auth = grown('auth', { 1: 10, 0: 20 });
    const search = grown('search', { 1: 10, 0: 20 });
    search.database.name = auth.database.name;
    expect(stack(auth, search).databases).toEqual([auth.database]);
  });

  it('knows no sum of a day on which one was not measured', () => {
    const given = stack(
      grown('a', { 3: 10, 2: 10, 1: 20, 0: 30 }),
      grown('b', { 3: 1, 1: 2, 0: 3 }),
    );
    expect(totalsOf(given)).toEqual([11, null, 22, 33]);
    const { unmeasured } = layersOf(given, { most: 8, without: [] });
    expect(unmeasured).toEqual(['b']);
  });

  it('knows it again once that one is left out', () => {
    const given = stack(
      grown('a', { 3: 10, 2: 10, 1: 20, 0: 30 }),
      grown('b', { 3: 1, 1: 2, 0: 3 }),
    );
    const { rows, layers } = layersOf(given, { most: 8, without: ['b'] });
    expect(rows.map(({ total }) => total)).toEqual([10, 10, 20, 30]);
    expect(layers.map(({ off }) => off)).toEqual([false, true]);
  });

  it('counts a database from its first sample on, and says which', () => {
    const given = stack(
      grown('a', { 2: 10, 1: 20, 0: 30 }),
      grown('b', { 1: 2, 0: 3 }),
    );
    expect(totalsOf(given)).toEqual([10, 22, 33]);
    expect(layersOf(given, { most: 8, without: [] }).late).toEqual(['b']);
  });

  it('leaves out the day that has begun until all are measured in it', () => {
    const [a, b] = [grown('a', { 1: 20, 0: 30 }), grown('b', { 2: 1, 1: 2 })];
    b.database.size!.at = new Date(to - day).toISOString();
    b.database.size!.bytes = 2;
    expect(totalsOf(stack(a, b))).toEqual([1, 22]);
  });

  it('joins what is too small for a layer of its own', () => {
    const given = stack(
      ...['a', 'b', 'c', 'd'].map((id, index) =>
        grown(id, { 1: 10 - index, 0: 10 - index }),
      ),
    );
    const { layers, rows } = layersOf(given, { most: 2, without: [] });
    expect(layers.map(({ name }) => name)).toEqual(['a', 'b', '2 others']);
    expect(rows[0].bytes).toEqual([10, 9, 15]);
  });

  it('is empty where no size was read', () => {
    const { database, stored } = grown('a', {});
    const nothing = { ...database, size: null };
    expect(
      stackOf(
        [nothing],
        { databases: [{ ...stored, tables: null, indexes: null }] },
        { from, to, stepMs: day },
      ).rows,
    ).toEqual([]);
  });
});

describe('growth', () => {
  const given = stack(grown('a', { 8: 10, 7: 20, 1: 70, 0: 80 }));

  it('is from then to now', () => {
    expect(growthOver(given, 7, to)).toEqual({ bytes: 60, leftOut: [] });
  });

  it('takes nothing for growth that was first measured later', () => {
    const newer = stack(
      grown('a', { 7: 20, 1: 70, 0: 80 }),
      grown('b', { 2: 1_000, 0: 1_001 }),
    );
    const growth = growthOver(newer, 7, to)!;
    expect(growth.bytes).toBe(60);
    expect(growth.leftOut.map(({ id }) => id)).toEqual(['b']);
    expect(leftOutInWords(growth)).toBe(
      ', without 1 database first measured later',
    );
    expect(
      growthBetween(newer, { from: 0, to: 'now' }, ({ id }) => id === 'b'),
    ).toBeNull();
  });

  it('is not known where nothing is known of that time', () => {
    expect(growthOver(given, 30, to)).toBeNull();
    expect(growthOver(given, 4, to)).toBeNull();
  });
});
