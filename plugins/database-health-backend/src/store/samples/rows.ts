import type { HistoryReport } from 'backstage-plugin-database-health-common';
import { fromCoarse, toCoarse } from './coarse';
import { decodeMeasures, encodeMeasures, Measure } from './measures';

/** What a survey of one plugin database measured. */
export interface Sample {
  readonly numbers: Readonly<Partial<Record<HistoryReport['metric'], number>>>;
  /** Bytes by table, kept to 0.1 %; `undefined` where they were not read. */
  readonly tables?: ReadonlyMap<string, number>;
}

/**
 * A number over a stretch of time that ends at `at`: epoch milliseconds of a
 * whole minute.
 */
export interface SamplePoint extends Measure {
  readonly at: number;
}

/**
 * What each metric is kept as: whole numbers of a unit of so much. A number
 * once given stays, since rows hold it.
 */
const kept: Record<HistoryReport['metric'], { no: number; unit: number }> = {
  size: { no: 0, unit: 1 },
  // Milliseconds in, microseconds kept.
  ping: { no: 1, unit: 0.001 },
  connections: { no: 2, unit: 1 },
  'query-latency': { no: 3, unit: 0.001 },
};

/** The column `numbers` of a row. */
export function encodeNumbers({ numbers }: Sample): Buffer {
  return encodeMeasures(
    new Map(
      (Object.keys(kept) as HistoryReport['metric'][]).flatMap(metric => {
        const value = numbers[metric];
        const { no, unit } = kept[metric];
        return value === undefined ? [] : [[no, once(value / unit)]];
      }),
    ),
  );
}

/** The column `tables` of a row, by the numbers that the tables have. */
export function encodeTables(
  tables: ReadonlyMap<string, number>,
  numbers: ReadonlyMap<string, number>,
): Buffer {
  return encodeMeasures(
    new Map(
      [...tables].flatMap(([name, bytes]): [number, Measure][] => {
        const no = numbers.get(name);
        return no === undefined ? [] : [[no, once(toCoarse(bytes))]];
      }),
    ),
  );
}

/** None where the row does not hold the metric, as one that is older than it. */
export function pointOfNumbers(
  { minute, numbers }: { minute: number; numbers: Buffer },
  metric: HistoryReport['metric'],
): SamplePoint[] {
  const { no, unit } = kept[metric];
  return toPoint(
    minute,
    decodeMeasures(numbers).get(no),
    whole => whole * unit,
  );
}

/** None where the row does not hold the table. */
export function pointOfTables(
  { minute, tables }: { minute: number; tables: Buffer },
  tableNo: number,
): SamplePoint[] {
  return toPoint(minute, decodeMeasures(tables).get(tableNo), fromCoarse);
}

function once(value: number): Measure {
  const whole = Math.max(0, Math.round(value));
  return { last: whole, min: whole, max: whole };
}

function toPoint(
  minute: number,
  measure: Measure | undefined,
  toValue: (kept: number) => number,
): SamplePoint[] {
  return measure && isMinute(minute)
    ? [
        {
          at: minute * 60_000,
          last: toValue(measure.last),
          min: toValue(measure.min),
          max: toValue(measure.max),
        },
      ]
    : [];
}

/** Others may write to the store, too: up to the latest that a `Date` can hold. */
function isMinute(minute: number): boolean {
  return Number.isSafeInteger(minute) && Math.abs(minute) <= 8.64e15 / 60_000;
}
