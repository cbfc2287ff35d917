import { dayMs, dayOf, hourMs } from 'backstage-plugin-database-health-common';
import type {
  ConnectionPeak,
  QueryHistory,
  Reading,
  Readings,
  SizeHistory,
  SizeSample,
} from 'backstage-plugin-database-health-node';
import { median } from '../../pure/growth';
import { readingOf } from 'backstage-plugin-database-health-node';
import type { SamplePoint, Samples } from '../../store';

/** Days of sizes that are read, today included. */
const mostDays = 90;

/** Days of queries that are read, today left out. */
const queryDays = 7;

/** Days in which the most connections count. */
const peakDays = 7;

/** What was read from the store holds for this long; other replicas add to it. */
const rereadAfterMs = hourMs;

interface Known {
  readonly readAt: number;
  /** By day (UTC) since the epoch. */
  readonly sizes: ReadonlyMap<number, SizeSample>;
  /** The median of each day, in milliseconds. */
  readonly latencies: ReadonlyMap<number, number>;
  /** The oldest of them, epoch milliseconds. */
  readonly latenciesSince: number | undefined;
  readonly connectionPeak: ConnectionPeak | null;
}

/** How a plugin database was on the days before. */
export interface Days {
  sizeHistory: Reading<SizeHistory | null>;
  queryHistory: Reading<QueryHistory | null>;
  /** Of its server, as the samples of this plugin database have it. */
  connectionPeak: Reading<ConnectionPeak | null>;
}

/**
 * The numbers of each plugin database over days. Past days do not change, so
 * what was read once holds even while the store is down.
 */
export class NumbersOverDays {
  readonly #samples: Pick<Samples, 'pointsOfEach'>;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(samples: Pick<Samples, 'pointsOfEach'>, now: () => number) {
    this.#samples = samples;
    this.#now = now;
  }

  /** With the size that was just read as that of its day. Never rejects. */
  async of(databaseId: string, { size }: Readings): Promise<Days> {
    const at = this.#now();
    const known = await this.#read(databaseId, at);
    const sizes = known && new Map(known.sizes);
    if (sizes && size?.status === 'read') {
      addTo(sizes, { at: size.at, bytes: size.value.bytes });
    }
    if (sizes) {
      this.#known.set(databaseId, { ...known, sizes });
    }
    return {
      sizeHistory: readingOf(sizes ? sizeHistory(sizes, dayOf(at)) : null, at),
      queryHistory: readingOf(
        known ? queryHistory(known, dayOf(at)) : null,
        at,
      ),
      connectionPeak: readingOf(known?.connectionPeak ?? null, at),
    };
  }

  async #read(databaseId: string, now: number): Promise<Known | undefined> {
    const known = this.#known.get(databaseId);
    // What was read at a time to come was read before the clock was put back.
    if (known && known.readAt <= now && now - known.readAt < rereadAfterMs) {
      return known;
    }
    const points = await this.#samples.pointsOfEach(
      databaseId,
      ['size', 'query-latency', 'connections'],
      (dayOf(now) - mostDays + 1) * dayMs,
    );
    if (!points) {
      return known;
    }
    const [sizePoints, latencyPoints, connectionPoints] = points;
    const sizes = new Map<number, SizeSample>();
    for (const { at, last } of sizePoints) {
      addTo(sizes, { at, bytes: last });
    }
    return {
      readAt: now,
      sizes,
      latencies: mediansByDay(latencyPoints),
      latenciesSince: latencyPoints[0]?.at,
      connectionPeak: peakOf(
        connectionPoints.filter(({ at }) => at >= now - peakDays * dayMs),
      ),
    };
  }
}

function peakOf(points: readonly SamplePoint[]): ConnectionPeak | null {
  return points.length > 0
    ? {
        used: Math.max(...points.map(({ max }) => max)),
        since: points[0].at,
      }
    : null;
}

function sizeHistory(
  sizes: ReadonlyMap<number, SizeSample>,
  today: number,
): SizeHistory {
  const days = [...sizes]
    .filter(([day]) => day > today - mostDays)
    .sort(([a], [b]) => a - b)
    .map(([, sample]) => sample);
  return { days };
}

/** The newest of a day counts. */
function addTo(days: Map<number, SizeSample>, sample: SizeSample): void {
  const day = dayOf(sample.at);
  const before = days.get(day);
  if (!before || before.at <= sample.at) {
    days.set(day, sample);
  }
}

function mediansByDay(points: readonly SamplePoint[]): Map<number, number> {
  const days = new Map<number, number[]>();
  for (const { at, last } of points) {
    const day = dayOf(at);
    days.set(day, [...(days.get(day) ?? []), last]);
  }
  return new Map([...days].map(([day, values]) => [day, median(values)]));
}

/** Today is what the week is held against. */
function queryHistory(
  { latencies, latenciesSince }: Known,
  today: number,
): QueryHistory {
  return {
    ...(latenciesSince !== undefined && { since: latenciesSince }),
    p95MsByDay: [...latencies]
      .filter(([day]) => day >= today - queryDays && day < today)
      .map(([, p95Ms]) => p95Ms),
  };
}
