import type { Database, Ledger } from 'backstage-plugin-database-health-common';
import type { Snapshot } from '../picture/picture';
import {
  Intervals,
  pulseStaleAfterMs,
  surveyStaleAfterMs,
} from '../picture/staleness';
import { toLedger, worstState } from './ledgers';

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
    size: sizeOf(snapshot),
    migrations: migrationsOf(snapshot),
    pool: poolOf(snapshot),
    findings: results
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity !== 'info').length,
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

function sizeOf({ known: { size } }: Snapshot): Database['size'] {
  return size?.status === 'read'
    ? {
        bytes: size.value.bytes,
        approximate: size.value.approximate,
        bytesPerDay: null,
        tables: size.value.tables,
        at: new Date(size.at).toISOString(),
        daily: [],
        limit: null,
        forecast: null,
      }
    : null;
}

function migrationsOf(snapshot: Snapshot): Database['migrations'] {
  const ledgers = ledgersOf(snapshot);
  if (!ledgers) {
    return null;
  }
  const count = (of: (ledger: Ledger) => number) =>
    ledgers.reduce((sum, ledger) => sum + of(ledger), 0);
  return {
    state: worstState(ledgers),
    ledgers: ledgers.length,
    applied: count(({ applied }) => applied.length),
    pending: count(({ pending }) => pending.length),
    missing: count(({ missing }) => missing.length),
    locked: count(({ lock }) => (lock.state === 'free' ? 0 : 1)),
    at: new Date(snapshot.known.ledgers!.at).toISOString(),
  };
}

function poolOf({ known }: Snapshot): Database['pool'] {
  const pool = valueOf(known.pool);
  return pool
    ? {
        used: pool.used,
        free: pool.free,
        pending: pool.pending,
        max: pool.max,
        replicas: 1,
      }
    : null;
}

function toTime(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : new Date(epochMs).toISOString();
}

/** The value of a reading that succeeded. */
export function valueOf<T>(
  reading: { status: 'read'; value: T } | { status: 'failed' } | undefined,
): T | undefined {
  return reading?.status === 'read' ? reading.value : undefined;
}
