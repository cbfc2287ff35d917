import type { Readings } from 'backstage-plugin-database-health-node';
import type {
  ConnectionPeak,
  QueryHistory,
  SizeHistory,
  SizeSample,
} from '../../pure/facts';
import { median } from '../../pure/growth';
import type { SamplePoint, Samples } from '../../store';
import { dayMs, dayOf, hourMs } from '../../timeSpans';
import { derivedLater, type DerivedLater } from './derive';
import type { SurveySubject } from './surveySubject';

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

/** Past days do not change, so what was read once holds even while the store is down. */
class NumbersOverDays {
  readonly #samples: Pick<Samples, 'pointsOfEach'>;
  readonly #known = new Map<string, Known>();

  constructor(samples: Pick<Samples, 'pointsOfEach'>) {
    this.#samples = samples;
  }

  async sizesOf(
    databaseId: string,
    size: Readings['size'],
    at: number,
  ): Promise<ReadonlyMap<number, SizeSample> | undefined> {
    const known = await this.#read(databaseId, at);
    if (!known) {
      return undefined;
    }
    const sizes = new Map(known.sizes);
    if (size?.status === 'read') {
      addTo(sizes, { at: size.at, bytes: size.value.bytes });
    }
    this.#known.set(databaseId, { ...known, sizes });
    return sizes;
  }

  /** As of the last look at its sizes. */
  lastOf(databaseId: string): Known | undefined {
    return this.#known.get(databaseId);
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

/**
 * The numbers of each plugin database over days: its sizes, with the one that was
 * just read as that of its day, how long its plugin's queries took, and the most
 * connections of its server.
 */
export function numbersOverDays(
  samples: Pick<Samples, 'pointsOfEach'>,
): readonly DerivedLater<SurveySubject>[] {
  const numbers = new NumbersOverDays(samples);
  return [
    derivedLater({
      fact: 'sizeHistory',
      needs: [],
      derive: async ({ size }, { database, at }: SurveySubject) => {
        const sizes = await numbers.sizesOf(database.pluginId, size, at);
        return sizes ? sizeHistory(sizes, dayOf(at)) : null;
      },
    }),
    // The others came with the same look at the store.
    derivedLater({
      fact: 'queryHistory',
      needs: ['sizeHistory'],
      derive: async (_, { database, at }: SurveySubject) => {
        const known = numbers.lastOf(database.pluginId);
        return known ? queryHistory(known, dayOf(at)) : null;
      },
    }),
    derivedLater({
      fact: 'connectionPeak',
      needs: ['sizeHistory'],
      derive: async (_, { database }: SurveySubject) =>
        numbers.lastOf(database.pluginId)?.connectionPeak ?? null,
    }),
  ];
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
