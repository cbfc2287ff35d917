import type {
  Reading,
  Readings,
  SizeHistory,
  SizeSample,
} from 'backstage-plugin-database-health-node';
import type { Samples } from '../store';

const dayMs = 24 * 60 * 60_000;

/** Days that are told, today included. */
const mostDays = 90;

/** What was read from the store holds for this long; other replicas add to it. */
const rereadAfterMs = 60 * 60_000;

interface Known {
  readonly readAt: number;
  /** By day (UTC) since the epoch. */
  readonly days: ReadonlyMap<number, SizeSample>;
}

/**
 * One size a day of each plugin database. Past days do not change, so what
 * was read once is told even while the store is down.
 */
export class SizesOverDays {
  readonly #samples: Pick<Samples, 'points'>;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(samples: Pick<Samples, 'points'>, now: () => number) {
    this.#samples = samples;
    this.#now = now;
  }

  /** With the size that was just read as that of its day. Never rejects. */
  async complete(
    databaseId: string,
    { size }: Readings,
  ): Promise<Reading<SizeHistory | null>> {
    const at = this.#now();
    const known = await this.#read(databaseId, at);
    if (!known) {
      return { status: 'read', value: null, at };
    }
    const days = new Map(known.days);
    if (size?.status === 'read') {
      addTo(days, { at: size.at, bytes: size.value.bytes });
    }
    this.#known.set(databaseId, { readAt: known.readAt, days });
    const sorted = [...days]
      .filter(([day]) => day > dayOf(at) - mostDays)
      .sort(([a], [b]) => a - b)
      .map(([, sample]) => sample);
    return { status: 'read', value: { days: sorted }, at };
  }

  async #read(databaseId: string, now: number): Promise<Known | undefined> {
    const known = this.#known.get(databaseId);
    if (known && now - known.readAt < rereadAfterMs) {
      return known;
    }
    const points = await this.#samples.points(
      databaseId,
      'size',
      (dayOf(now) - mostDays + 1) * dayMs,
    );
    if (!points) {
      return known;
    }
    const days = new Map<number, SizeSample>();
    for (const { at, last } of points) {
      addTo(days, { at, bytes: last });
    }
    return { readAt: now, days };
  }
}

/** The newest of a day counts. */
function addTo(days: Map<number, SizeSample>, sample: SizeSample): void {
  const day = dayOf(sample.at);
  const before = days.get(day);
  if (!before || before.at <= sample.at) {
    days.set(day, sample);
  }
}

function dayOf(epochMs: number): number {
  return Math.floor(epochMs / dayMs);
}
