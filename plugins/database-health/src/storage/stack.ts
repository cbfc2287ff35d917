import {
  type Database,
  summable,
  type StorageReport,
} from 'backstage-plugin-database-health-common';

/** The bytes of every plugin database at the same times. */
export interface Stack {
  /** The largest first. */
  databases: readonly Database[];
  /** The row with the first sample of each. */
  starts: readonly number[];
  rows: readonly {
    /** Epoch milliseconds. */
    at: number;
    /** In the order of `databases`; `null` where nothing is known. */
    bytes: readonly (number | null)[];
  }[];
}

/**
 * Brings the samples of all plugin databases to the same times: the last one
 * of each `stepMs`, counted in UTC. Before its first sample a database counts
 * nothing, as it was not there or not known; the time that has just begun is
 * left out until each has been measured in it.
 */
export function stackOf(
  databases: readonly Database[],
  { databases: stored }: Pick<StorageReport, 'databases'>,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): Stack {
  const measured = summable(databases)
    .filter(({ size }) => size)
    .sort((a, b) => Number(b.size?.bytes) - Number(a.size?.bytes));
  const stepOf = (at: number) => Math.floor(at / stepMs);
  const samples = measured.map(({ id, size }) => {
    const { points = [] } =
      stored.find(({ databaseId }) => databaseId === id) ?? {};
    const now = { at: size!.at, value: size!.bytes };
    return new Map(
      [...points, now]
        .map(({ at, value }) => ({ time: Date.parse(at), value }))
        .filter(({ time }) => time >= from && time <= to)
        .sort((a, b) => a.time - b.time)
        .map(({ time, value }) => [stepOf(time), value]),
    );
  });
  const firsts = samples.map(each => Math.min(...each.keys()));
  const first = Math.min(...firsts);
  if (!Number.isFinite(first)) {
    return { databases: measured, starts: [], rows: [] };
  }
  const last = stepOf(to);
  const rows = Array.from({ length: last - first + 1 }, (_, index) => {
    const step = first + index;
    return {
      at: Math.min(to, (step + 1) * stepMs),
      bytes: samples.map((each, place) =>
        step < firsts[place] ? 0 : each.get(step) ?? null,
      ),
    };
  });
  const unfinished = rows[rows.length - 1]?.bytes.includes(null);
  return {
    databases: measured,
    starts: firsts.map(each => each - first),
    rows: unfinished ? rows.slice(0, -1) : rows,
  };
}

/** All of a row together; `null` where one of them is not known. */
export function sumOf(bytes: readonly (number | null)[]): number | null {
  return bytes.reduce<number | null>(
    (sum, each) => (sum === null || each === null ? null : sum + each),
    0,
  );
}
