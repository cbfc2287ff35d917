import type {
  Database,
  Finding,
  HistoryState,
  Incident,
  Overview,
  Server,
} from 'backstage-plugin-database-health-common';
import {
  compareSeverity,
  compareStatus,
  statusSentence,
  summable,
} from 'backstage-plugin-database-health-common';
import type { Picture } from '../picture/picture';
import { ReadContext, toDatabase } from './databases';
import { bytesPerWeek, sumDailyBytes } from './days';
import { findingFor } from './folders';
import { toServer } from './servers';

export function toOverview(
  picture: Picture,
  context: ReadContext & {
    details: boolean;
    surveyRequestedAt: number | undefined;
    history: HistoryState;
    incidents: Incident[];
  },
): Overview {
  const snapshots = picture.snapshots();
  const serverSnapshots = picture.servers();
  const databases = snapshots
    .map(snapshot => toDatabase(snapshot, context))
    .sort(worstFirst);
  const servers = serverSnapshots.map(server => toServer(server, context));
  const findings = [...snapshots, ...serverSnapshots]
    .flatMap(({ results }) => results)
    .flatMap(result => result.findings)
    .map(finding => findingFor(context, finding))
    .sort(byUrgency);
  return {
    status: picture.status(),
    generatedAt: new Date(context.at).toISOString(),
    summary: {
      ...toSummary(databases, servers, findings),
      sentence: statusSentence(
        databases,
        servers,
        context.incidents.filter(({ cause }) => isStillFound(cause, findings)),
      ),
      history: context.history,
      observed: picture.isObserving,
      ...(context.surveyRequestedAt && {
        surveyRequestedAt: new Date(context.surveyRequestedAt).toISOString(),
      }),
    },
    servers,
    databases,
    findings,
    incidents: context.incidents,
  };
}

/** An incident stays open for a while after its cause is gone: nothing is wrong now. */
function isStillFound(key: string, findings: readonly Finding[]): boolean {
  return findings.some(each => each.key === key && !each.dismissed);
}

function toSummary(
  databases: readonly Database[],
  servers: readonly Server[],
  findings: readonly Finding[],
): Omit<Overview['summary'], 'observed' | 'history' | 'sentence'> {
  const having = (status: Database['status']) =>
    databases.filter(database => database.status === status).length;
  const found = (severity: Finding['severity']) =>
    findings.filter(
      finding => finding.severity === severity && !finding.dismissed,
    ).length;
  const ofMigrations = (
    key: 'ledgers' | 'applied' | 'pending' | 'missing' | 'locked',
  ) => sum(databases, ({ migrations }) => migrations?.[key] ?? 0);
  const places = summable(databases);
  const sizeDaily = sumDailyBytes(places);
  const counted = servers.filter(({ connections }) => connections !== null);
  return {
    databases: {
      total: databases.length,
      critical: having('critical'),
      warning: having('warning'),
      unknown: having('unknown'),
      ok: having('ok'),
    },
    findings: {
      critical: found('critical'),
      warning: found('warning'),
      info: found('info'),
    },
    sizeBytes: places.some(({ size }) => size)
      ? sum(places, ({ size }) => size?.bytes ?? 0)
      : null,
    sizeBytesPerWeek: bytesPerWeek(sizeDaily),
    sizeDaily,
    migrations: {
      ledgers: ofMigrations('ledgers'),
      applied: ofMigrations('applied'),
      pending: ofMigrations('pending'),
      missing: ofMigrations('missing'),
      locked: ofMigrations('locked'),
    },
    connections:
      counted.length > 0
        ? {
            used: sum(counted, ({ connections }) => connections?.used ?? 0),
            budget: sum(counted, ({ budget }) => budget?.max ?? 0),
            available: sum(counted, ({ budget }) => budget?.available ?? 0),
          }
        : null,
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function worstFirst(a: Database, b: Database): number {
  return (
    compareStatus(a.status, b.status) || a.pluginId.localeCompare(b.pluginId)
  );
}

function byUrgency(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    a.since.localeCompare(b.since) ||
    a.key.localeCompare(b.key)
  );
}
