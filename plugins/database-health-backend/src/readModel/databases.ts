import type { Database, Ledger } from 'backstage-plugin-database-health-common';
import type { Pool, Size, SizeLimit } from '../pure/facts';
import type { Trend } from '../pure/growth';
import { daysUntil, trendOf } from '../pure/growth';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Snapshot } from '../picture/types';
import {
  Intervals,
  pulseStaleAfterMs,
  surveyStaleAfterMs,
} from '../judging/staleness';
import { poolsOf } from '../facts/derived/poolBudget';
import { dayMs } from '../timeSpans';
import { dailyBytes } from './days';
import { countMigrations, toLedger } from './ledgers';

/** What turns a snapshot into an answer besides the snapshot. */
export interface ReadContext extends Intervals {
  /** Now, epoch milliseconds. */
  readonly at: number;
  readonly installedPluginIds: ReadonlySet<string>;
}

export function toDatabase(snapshot: Snapshot, context: ReadContext): Database {
  const { database, observation, known, serverId, status, results } = snapshot;
  const { configured, pluginId } = database;
  const identity = valueOf(known.identity);
  const schema = identity?.schema ?? configured.schema;
  return {
    id: pluginId,
    pluginId,
    engine: configured.engine,
    serverId,
    name: identity?.name ?? configured.name,
    ...(schema && { schema }),
    status,
    observed: observation?.client !== undefined,
    installed:
      context.installedPluginIds.has(pluginId) ||
      (valueOf(known.installedPlugins)?.pluginIds.includes(pluginId) ?? false),
    checkedAt: toTime(snapshot.checkedAt),
    ageSeconds:
      snapshot.checkedAt === undefined
        ? null
        : Math.max(0, Math.round((context.at - snapshot.checkedAt) / 1000)),
    surveyedAt: toTime(snapshot.surveyedAt),
    stale: isStale(snapshot, context),
    ...reachabilityOf(snapshot),
    ping: pingOf(snapshot),
    size: sizeOf(snapshot, context),
    migrations: migrationsOf(snapshot),
    pool: poolOf(snapshot, context),
    ...encryptionOf(snapshot),
    ...tokenOf(snapshot),
    findings: results
      .flatMap(({ findings }) => findings)
      .filter(({ severity, dismissed }) => severity !== 'info' && !dismissed)
      .length,
  };
}

/** The ledgers as last read; `null` where they never were. */
export function ledgersOf({ database, known }: Snapshot): Ledger[] | null {
  const reading = known.ledgers;
  return reading?.status === 'read'
    ? reading.value.map(ledger =>
        toLedger(database.pluginId, ledger, {
          readAt: reading.at,
          skipped: database.migrationsSkipped,
        }),
      )
    : null;
}

function isStale(
  { checkedAt, surveyedAt }: Snapshot,
  context: ReadContext,
): boolean {
  const olderThan = (ageMs: number, time: number | undefined) =>
    time !== undefined && context.at - time > ageMs;
  return (
    olderThan(pulseStaleAfterMs(context), checkedAt) ||
    olderThan(surveyStaleAfterMs(context), surveyedAt)
  );
}

function reachabilityOf({ known }: Snapshot) {
  const reachability = valueOf(known.reachability);
  return {
    reachable: reachability?.answered ?? null,
    ...(reachability?.failingSince !== undefined && {
      unreachableSince: new Date(reachability.failingSince).toISOString(),
    }),
  };
}

function pingOf({ known }: Snapshot): Database['ping'] {
  const ping = valueOf(known.ping);
  return ping
    ? { latencyMs: ping.averageMs, at: new Date(ping.at).toISOString() }
    : null;
}

function sizeOf({ known }: Snapshot, { at }: ReadContext): Database['size'] {
  const { size } = known;
  const limit = valueOf(known.sizeLimit) ?? null;
  const history = valueOf(known.sizeHistory);
  const trend = history ? trendOf(history.days) : undefined;
  return size?.status === 'read'
    ? {
        bytes: size.value.bytes,
        approximate: size.value.approximate,
        ...(size.value.freeBytes !== undefined && {
          freeBytes: size.value.freeBytes,
        }),
        ...(size.value.walBytes !== undefined && {
          walBytes: size.value.walBytes,
        }),
        bytesPerDay: trend?.bytesPerDay ?? null,
        tables: size.value.tables,
        at: new Date(size.at).toISOString(),
        daily: dailyBytes(known, at),
        limit,
        forecast: limit && trend ? toForecast(size, limit, trend) : null,
      }
    : null;
}

/** `null` where it does not grow, or so little that it may be chance. */
function toForecast(
  size: { value: Size; at: number },
  limit: SizeLimit,
  trend: Trend,
): NonNullable<Database['size']>['forecast'] {
  if (trend.lowestBytesPerDay <= 0) {
    return null;
  }
  const reached = (bytesPerDay: number) => {
    const days = daysUntil(limit.bytes, size.value.bytes, bytesPerDay);
    return days === null
      ? null
      : new Date(size.at + days * dayMs).toISOString();
  };
  return {
    bytesPerDay: trend.bytesPerDay,
    reachedAt: reached(trend.bytesPerDay),
    earliest: reached(trend.highestBytesPerDay),
    latest: reached(trend.lowestBytesPerDay),
    samples: trend.samples,
  };
}

function migrationsOf(snapshot: Snapshot): Database['migrations'] {
  const ledgers = ledgersOf(snapshot);
  return ledgers
    ? {
        ...countMigrations(ledgers),
        at: new Date(snapshot.known.ledgers!.at).toISOString(),
      }
    : null;
}

function poolOf({ known }: Snapshot, { at }: ReadContext): Database['pool'] {
  const pools = poolsOf(known, at);
  const sum = (of: (pool: Pool) => number) =>
    pools.reduce((total, pool) => total + of(pool), 0);
  return pools.length > 0
    ? {
        used: sum(({ used }) => used),
        free: sum(({ free }) => free),
        pending: sum(({ pending }) => pending),
        max: sum(({ max }) => max),
        replicas: pools.length,
      }
    : null;
}

function encryptionOf({ known }: Snapshot): Pick<Database, 'encryption'> {
  const encryption = valueOf(known.encryption);
  return encryption
    ? {
        encryption: {
          encrypted: encryption.encrypted,
          verified: encryption.verified ?? false,
          local: encryption.local,
          protocol: encryption.server?.version ?? null,
        },
      }
    : {};
}

function tokenOf({ known }: Snapshot): Pick<Database, 'token'> {
  const token = valueOf(known.identityToken);
  return token
    ? {
        token: {
          provider: token.provider,
          obtainedAt: toTime(token.obtainedAt),
          failingSince: toTime(token.failingSince),
          ...(token.failure && { error: token.failure.sentence }),
        },
      }
    : {};
}

function toTime(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : new Date(epochMs).toISOString();
}
