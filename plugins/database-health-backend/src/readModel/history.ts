import type {
  HistoryReport,
  HistoryState,
  Transitions as TransitionsAnswer,
} from 'backstage-plugin-database-health-common';
import type { SamplePoint, Samples, Transitions } from '../store';
import { atMost } from './points';

/** What is kept over time. Each read ends in time, whatever the store does. */
export interface HistorySource {
  readonly samples: Pick<
    Samples,
    'points' | 'tableNames' | 'tablePoints' | 'lastOfEach' | 'firstOfEach'
  >;
  readonly transitions: Pick<Transitions, 'list' | 'firstOfEach'>;
  /** Since when it does not work, epoch milliseconds. */
  failingSince(): number | undefined;
}

/** Points of one answer, and transitions. */
const mostPoints = 500;
const mostTransitions = 500;

/** Every metric that has a history, with the unit of its values. */
export const historyUnits: Readonly<
  Record<HistoryReport['metric'], HistoryReport['unit']>
> = {
  size: 'bytes',
  ping: 'ms',
  connections: 'connections',
  'query-latency': 'ms',
};

export async function toHistory(
  source: HistorySource,
  request: {
    databaseId: string;
    metric: HistoryReport['metric'];
    object: string | undefined;
    since: number;
  },
): Promise<HistoryReport> {
  const { databaseId, metric, object, since } = request;
  const points =
    object === undefined
      ? await source.samples.points(databaseId, metric, since)
      : await source.samples.tablePoints(databaseId, object, since);
  return {
    metric,
    ...(object !== undefined && { object }),
    unit: historyUnits[metric],
    points: atMost(mostPoints, points ?? []).map(toHistoryPoint),
    history: toHistoryState(source, points !== undefined),
  };
}

export async function toTransitions(
  source: HistorySource,
  since: number,
): Promise<TransitionsAnswer> {
  const [records, watchedSince] = await Promise.all([
    source.transitions.list(since, mostTransitions + 1),
    watchedSinceOf(source),
  ]);
  return {
    transitions: (records ?? [])
      .slice(0, mostTransitions)
      .map(({ at, ...transition }) => ({
        at: new Date(at).toISOString(),
        ...transition,
      })),
    truncated: (records ?? []).length > mostTransitions,
    ...(watchedSince && { watchedSince }),
    history: toHistoryState(source, records !== undefined),
  };
}

/**
 * What does not answer from the first has changes before it has samples, and
 * what is well from the first has samples alone.
 */
async function watchedSinceOf({
  samples,
  transitions,
}: HistorySource): Promise<Record<string, string> | undefined> {
  const firsts = await Promise.all([
    samples.firstOfEach(),
    transitions.firstOfEach(),
  ]);
  const first = new Map<string, number>();
  for (const times of firsts) {
    if (!times) {
      return undefined;
    }
    times.forEach((at, id) =>
      first.set(id, Math.min(at, first.get(id) ?? Infinity)),
    );
  }
  return Object.fromEntries(
    [...first].map(([id, at]) => [id, new Date(at).toISOString()]),
  );
}

/** `answered` says whether the store answered just now. */
export function toHistoryState(
  source: HistorySource,
  answered: boolean,
): HistoryState {
  const failingSince = source.failingSince();
  return {
    working: answered && failingSince === undefined,
    ...(failingSince !== undefined && {
      failingSince: new Date(failingSince).toISOString(),
    }),
  };
}

export function toHistoryPoint({
  at,
  last,
  min,
  max,
}: SamplePoint): HistoryReport['points'][number] {
  return {
    at: new Date(at).toISOString(),
    value: last,
    ...((min !== last || max !== last) && { min, max }),
  };
}
