import type {
  CheckResult,
  Status,
} from 'backstage-plugin-database-health-common';
import type { JudgedResult } from '../../judging/types';
import { perDatabase, perServer } from '../series';
import type { Scalar, Series } from '../types';
import type { MeasuredDatabase, MeasuredServer } from '../watched';

const levels: Readonly<Record<Status, number>> = {
  ok: 0,
  unknown: 1,
  warning: 2,
  critical: 3,
};

const levelsInWords = '0 ok, 1 unknown, 2 warning, 3 critical';

/** How all is that is watched, as it was judged. */
export const health: readonly Scalar[] = [
  {
    name: 'backstage.database.health.status',
    unit: '1',
    kind: 'gauge',
    help: `Status of the plugin database: ${levelsInWords}.`,
    ...perDatabase(
      ['plugin', 'engine'],
      ({ snapshot }) => levels[snapshot.status],
    ),
  },
  {
    name: 'backstage.database.check.status',
    unit: '1',
    kind: 'gauge',
    help: `Status of a check while it is not ok: ${levelsInWords}. Unknown ones are left out of what does not answer or was not looked at yet.`,
    labels: ['plugin', 'server', 'check'],
    read: ({ databases, servers }) => [
      ...databases.flatMap(database =>
        checksOf(database.snapshot.results, isUp(database), {
          plugin: database.labels.plugin,
        }),
      ),
      ...servers.flatMap(server =>
        checksOf(server.snapshot.results, isServerUp(server), server.labels),
      ),
    ],
  },
  {
    name: 'backstage.database.up',
    unit: '1',
    kind: 'gauge',
    help: 'Whether the plugin database answered this replica when it was last asked: 1 or 0.',
    ...perDatabase(['plugin', 'server'], isUp),
  },
  {
    name: 'backstage.database.server.up',
    unit: '1',
    kind: 'gauge',
    help: 'Whether the server answers this replica for any of its plugin databases: 1 or 0.',
    ...perServer(isServerUp),
  },
  {
    name: 'backstage.database.ping',
    unit: 's',
    kind: 'gauge',
    help: 'Round trip of the last select 1.',
    ...perDatabase(['plugin'], ({ current }) =>
      seconds(current('ping')?.lastMs),
    ),
  },
  {
    name: 'backstage.database.last_survey.timestamp',
    unit: 's',
    kind: 'gauge',
    help: 'When the plugin database was last surveyed by any replica, in seconds since 1970.',
    ...perDatabase(['plugin'], ({ snapshot }) => seconds(snapshot.surveyedAt)),
  },
  {
    name: 'backstage.database.survey_interval',
    unit: 's',
    kind: 'gauge',
    help: 'How often a plugin database is surveyed.',
    labels: [],
    read: ({ surveyIntervalMs }) => [
      { labels: {}, value: surveyIntervalMs / 1_000 },
    ],
  },
];

function isUp({ current }: MeasuredDatabase): number | undefined {
  const answered = current('reachability')?.answered;
  return answered === undefined ? undefined : Number(answered);
}

/** `undefined` until those were asked that may still answer. */
function isServerUp({ current }: MeasuredServer): number | undefined {
  const found = current('serverReachability');
  if (!found) {
    return undefined;
  }
  if (found.answering.length > 0) {
    return 1;
  }
  return found.silent.length > 0 && found.unasked.length === 0 ? 0 : undefined;
}

/**
 * What nobody could read where nothing answers, or has looked at yet, follows from
 * that. It would make many series in the midst of an outage, and at each start.
 */
function checksOf(
  results: readonly JudgedResult[],
  up: number | undefined,
  labels: Series<number>['labels'],
): Series<number>[] {
  return results.flatMap(({ checkId, status, notReadYet }) =>
    isStatus(status) &&
    levels[status] > (up === 1 && !notReadYet ? levels.ok : levels.unknown)
      ? [{ labels: { ...labels, check: checkId }, value: levels[status] }]
      : [],
  );
}

function isStatus(status: CheckResult['status']): status is Status {
  return status in levels;
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1_000;
}
