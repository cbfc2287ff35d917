import type {
  Incident,
  Overview,
  Transitions,
} from 'backstage-plugin-database-health-common';
import { concernedBy } from '../incidents/belonging';
import { dayMs } from '../words/timeSpans';
import { Lane, lanesOf } from './lanes';
import { laneNotes } from './laneWords';
import { firstDrawn } from './watched';

/** What the reader wants to see; none of a kind means all. */
export interface ActivityFilter {
  plugins: readonly string[];
  severities: readonly string[];
}

/** The incidents that pass a filter, newest first. */
export function filterIncidents(
  incidents: readonly Incident[],
  overview: Overview,
  { plugins, severities }: ActivityFilter,
): Incident[] {
  return incidents.filter(
    incident =>
      (plugins.length === 0 ||
        concernedBy(incident, overview).some(name => plugins.includes(name))) &&
      (severities.length === 0 || severities.includes(incident.severity)),
  );
}

/** How each database was while a time passed. */
export interface Lanes {
  lanes: readonly Lane[];
  /** Where lanes begin, epoch milliseconds. */
  from: number;
  /** What must be known to read them right. */
  notes: string;
}

/** Derives the lanes of the days before `to`, epoch milliseconds. */
export function lanesOver(
  { transitions, truncated, watchedSince, history }: Transitions,
  overview: Overview,
  plugins: readonly string[],
  { days, to }: { days: number; to: number },
): Lanes {
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
  }).filter(({ name }) => plugins.length === 0 || plugins.includes(name));
  return {
    lanes,
    from: lanesFrom,
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
  };
}
