import type { Database } from 'backstage-plugin-database-health-common';
import { bytesPerWeek, dailyBytes, sumDailyBytes } from './days';

const dayMs = 86_400_000;
const at = Date.UTC(2026, 5, 30, 12);

function history(days: [daysAgo: number, bytes: number][]) {
  return {
    status: 'read' as const,
    value: {
      days: days.map(([daysAgo, bytes]) => ({
        at: at - daysAgo * dayMs,
        bytes,
      })),
    },
    at,
  };
}

const database = (daily: (number | null)[] | undefined) =>
  ({ size: daily && { daily } } as unknown as Database);

describe('sizes over days', () => {
  it('tell the last thirty, today last, and nothing of a day without a sample', () => {
    const daily = dailyBytes(
      {
        sizeHistory: history([
          [40, 1],
          [29, 2],
          [3, 3],
          [1, 4],
          [0, 5],
        ]),
      },
      at,
    );
    expect(daily).toHaveLength(30);
    expect(daily[0]).toBe(2);
    expect(daily.slice(1, 26)).toEqual(Array(25).fill(null));
    expect(daily.slice(26)).toEqual([3, null, 4, 5]);
  });

  it('take what was just read for today, and as old as it is', () => {
    const size = (daysAgo: number) => ({
      status: 'read' as const,
      value: { bytes: 9, approximate: false, tables: 1 },
      at: at - daysAgo * dayMs,
    });
    const sizeHistory = history([[1, 4]]);
    expect(dailyBytes({ size: size(0), sizeHistory }, at).slice(-2)).toEqual([
      4, 9,
    ]);
    expect(dailyBytes({ size: size(1), sizeHistory }, at).slice(-2)).toEqual([
      9,
      null,
    ]);
    expect(
      dailyBytes(
        { size: size(0), sizeHistory: { status: 'read', value: null, at } },
        at,
      ).slice(-2),
    ).toEqual([null, 9]);
    expect(dailyBytes({}, at)).toEqual(Array(30).fill(null));
  });

  it('are summed where all are known', () => {
    const one = [...Array(28).fill(1), 2, 3];
    const other = [...Array(27).fill(10), null, 20, 30];
    const sum = sumDailyBytes([
      database(one),
      database(other),
      database(undefined),
    ]);
    expect(sum).toEqual([...Array(27).fill(11), null, 22, 33]);
    expect(bytesPerWeek(sum)).toBe(22);
    expect(sumDailyBytes([])).toEqual([]);
    expect(bytesPerWeek([])).toBeNull();
  });

  it('tell nothing of a week of which one end is missing', () => {
    expect(bytesPerWeek([...Array(23).fill(null), 1, 2, 3, 4, 5, 6, 7])).toBe(
      null,
    );
    expect(bytesPerWeek([...Array(29).fill(1), null])).toBe(null);
  });
});
