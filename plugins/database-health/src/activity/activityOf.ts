import {
  dayMs,
  type Overview,
  type Status,
  type Transitions,
} from 'backstage-plugin-database-health-common';
import { subjectName } from '../words/names';
import { Change, changesOf, withoutEchoes } from './changes';
import { Lane, lanesOf } from './lanes';
import { laneNotes } from './laneWords';
import { firstDrawn } from './watched';

/** What the reader wants to see; none of a kind means all. */
export interface ActivityFilter {
  plugins: readonly string[];
  statuses: readonly string[];
}

/** The changes of a time, and how each database was while it passed. */
export interface ActivityView {
  all: readonly Change[];
  /** Those that pass the filter. */
  shown: readonly Change[];
  lanes: readonly Lane[];
  /** Where lanes begin, epoch milliseconds. */
  lanesFrom: number;
  /** What must be known to read the lanes right. */
  notes: string;
  nameOf: (change: Change) => string;
}

/** Derives what is shown of the days before `to`, epoch milliseconds. */
export function activityOf(
  { transitions, truncated, watchedSince, history }: Transitions,
  overview: Overview,
  { plugins, statuses }: ActivityFilter,
  { days, to }: { days: number; to: number },
): ActivityView {
  const isChosen = (name: string) =>
    plugins.length === 0 || plugins.includes(name);
  const isWanted = (status: Status) => statuses.includes(status);
  const nameOf = (change: Change) => subjectName(change, overview);
  const all = withoutEchoes(changesOf(transitions));

  const oldestAt = transitions[transitions.length - 1]?.at;
  // Of what lies before the oldest of too many nothing is known.
  const from = truncated && oldestAt ? Date.parse(oldestAt) : to - days * dayMs;
  // What is not written down is not drawn.
  const knownTo =
    !history.working && history.failingSince
      ? Math.min(to, Math.max(from, Date.parse(history.failingSince)))
      : to;
  const begunAt = watchedSince && firstDrawn(from, knownTo, watchedSince);
  const lanesFrom = begunAt ?? from;
  const lanes = lanesOf(overview, transitions, {
    from: lanesFrom,
    to: knownTo,
    watchedSince,
  }).filter(({ name }) => isChosen(name));
  return {
    all,
    shown: all.filter(
      change =>
        isChosen(nameOf(change)) &&
        (statuses.length === 0 || isWanted(change.from) || isWanted(change.to)),
    ),
    lanes,
    lanesFrom,
    notes: laneNotes({
      begun: begunAt !== undefined,
      watchedSince,
      databases: overview.databases.length,
      laneless:
        plugins.length > 0
          ? 0
          : overview.databases.length -
            lanes.filter(({ databaseId }) => databaseId !== undefined).length,
    }),
    nameOf,
  };
}
