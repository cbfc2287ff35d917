import type {
  CheckResult,
  Status,
} from 'backstage-plugin-database-health-common';
import { compareStatus } from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import type { JudgedFinding, JudgedResult } from '../judging/types';
import type { HealthStatus } from '../judging/readiness';
import { worstStatus } from '../judging/worstStatus';

/** The body of `application/health+json`. */
export interface HealthReport {
  status: HealthStatus;
  version: '1';
  serviceId: 'backstage-database-health';
  /** Absent where all is well. */
  output?: string;
  checks: Record<string, HealthEntry[]>;
}

export interface HealthEntry {
  componentId: string;
  componentType: 'datastore';
  status: HealthStatus;
  observedValue?: number | string;
  observedUnit?: string;
  time: string;
  output?: string;
  links: { about: string };
}

export interface StatusFilter {
  readonly plugins: readonly string[];
  readonly checks: readonly string[];
  readonly minStatus: 'warning' | 'critical' | undefined;
}

const healthOf: Record<CheckResult['status'], HealthStatus> = {
  ok: 'pass',
  info: 'pass',
  skipped: 'pass',
  unknown: 'warn',
  warning: 'warn',
  critical: 'fail',
};

/**
 * Every check that ran, as alerts read it, with `minStatus` only what is that bad.
 * Dismissed findings do not count.
 */
export function toHealthReport(
  picture: Picture,
  filter: StatusFilter,
  context: { at: number; pageUrl: string },
): HealthReport {
  const components = [
    ...picture.snapshots().map(({ database, results, checkedAt }) => ({
      id: database.pluginId,
      pluginIds: [database.pluginId],
      results,
      checkedAt,
      page: `${context.pageUrl}/databases/${encodeURIComponent(
        database.pluginId,
      )}`,
    })),
    ...picture.servers().map(({ id, results, databases }) => ({
      id,
      pluginIds: databases.map(({ database }) => database.pluginId),
      results,
      checkedAt: databases[0].checkedAt,
      page: context.pageUrl,
    })),
  ].filter(
    ({ pluginIds }) =>
      filter.plugins.length === 0 ||
      pluginIds.some(id => filter.plugins.includes(id)),
  );
  const checks: HealthReport['checks'] = {};
  const counted: Status[] = [];
  let isAnswered = false;
  for (const { id, results, checkedAt, page } of components) {
    const time = new Date(checkedAt ?? context.at).toISOString();
    for (const result of results.filter(each => isWanted(each, filter))) {
      isAnswered = true;
      const entries = toEntries(result, filter);
      if (entries.length > 0) {
        checks[`${id}:${result.checkId}`] = entries.map(
          ({ status, ...entry }) => ({
            componentId: id,
            componentType: 'datastore',
            status: healthOf[status],
            ...entry,
            time,
            links: { about: page },
          }),
        );
        counted.push(...entries.map(({ status }) => status));
      }
    }
  }
  const isLookedAt = components.some(each => each.checkedAt !== undefined);
  const worst =
    isAnswered || filter.minStatus
      ? worstStatus(['ok', ...counted])
      : 'unknown';
  const status = healthOf[worst];
  return {
    status,
    version: '1',
    serviceId: 'backstage-database-health',
    ...(status !== 'pass' && {
      output:
        isAnswered && isLookedAt
          ? describeCounts(counted)
          : 'nothing was looked at yet',
    }),
    checks,
  };
}

function isWanted(
  { checkId }: JudgedResult,
  { checks }: StatusFilter,
): boolean {
  return checks.length === 0 || checks.includes(checkId);
}

type Entry = { status: Status } & Omit<
  HealthEntry,
  'componentId' | 'componentType' | 'status' | 'time' | 'links'
>;

function toEntries(result: JudgedResult, filter: StatusFilter): Entry[] {
  if (result.status === 'skipped') {
    return [];
  }
  const found = result.findings
    .filter(({ dismissed }) => !dismissed)
    .map(toEntry)
    .filter(entry => entry.status !== 'ok');
  const unknown: Entry[] = result.reason
    ? [{ status: 'unknown', output: result.reason }]
    : [];
  const counting = [...found, ...unknown].filter(
    ({ status }) =>
      !filter.minStatus || compareStatus(status, filter.minStatus) <= 0,
  );
  return counting.length > 0 || filter.minStatus
    ? counting
    : [{ status: 'ok' }];
}

function toEntry({ severity, evidence, message }: JudgedFinding): Entry {
  return {
    status: severity === 'info' ? 'ok' : severity,
    observedValue: evidence.observed,
    observedUnit: evidence.unit,
    output: message,
  };
}

function describeCounts(statuses: readonly Status[]): string {
  const parts = (['critical', 'warning', 'unknown'] as const).flatMap(
    status => {
      const count = statuses.filter(each => each === status).length;
      const noun = status === 'warning' && count > 1 ? 'warnings' : status;
      return count > 0 ? [`${count} ${noun}`] : [];
    },
  );
  return parts.join(', ');
}
